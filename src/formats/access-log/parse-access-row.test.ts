import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAccessRow } from './parse-access-row.ts';
import type { AccessRow } from './row.ts';
import { growsLinearly } from '../../testing/grows-linearly.ts';

const uc =
  '[2026-11-22T17:28:18.362Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95 53 - "-" "vmalert" "6c56e689-235e-495d-b791-934798d52f90" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:42460 10.244.2.9:8480 10.244.1.10:54752 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default';
const refused =
  '[2026-11-22T17:27:49.250Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 503 URX,UF upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "delayed_connect_error:_Connection_refused" 108 121 45 - "-" "vmalert" "cb2a9b2c-921a-4127-b5af-ec4f6cdf1f53" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.15:8482" inbound|8482|| - 10.244.2.15:8482 10.244.1.16:47102 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default';
const listener = '[2026-11-22T17:13:38.766Z] "- - -" 0 NR filter_chain_not_found - "-" 0 0 0 - "-" "-" "-" "-" "-" - - 10.244.2.7:8480 10.244.1.8:49296 - -';
const noRoute =
  '[2026-11-22T17:24:05.103Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 404 NR route_not_found - "-" 0 0 0 - "-" "vmalert" "21c74546-cf04-486f-bb59-e9256cabd425" "vminsert.monitoring.svc.cluster.local:8480" "-" - - 10.96.31.10:8480 10.244.1.34:55670 - -';
const viaUpstream =
  '[2026-11-22T17:18:30.575Z] "GET /v1/items?page=2 HTTP/1.1" 503 - via_upstream - "-" 0 95 71 71 "-" "metrics-pusher/2.4" "fc75a7a7-b82f-4117-9c20-eeeb36470bab" "catalog.shop.svc.cluster.local:3000" "10.244.2.5:3000" outbound|3000||catalog.shop.svc.cluster.local; 10.244.1.6:49208 10.96.44.20:3000 10.244.1.6:55644 - default';
const json =
  '{"authority":"vminsert.monitoring.svc.cluster.local:8480","bytes_received":83,"bytes_sent":0,"connection_termination_details":null,"downstream_local_address":"10.244.2.7:8480","downstream_remote_address":"10.244.1.8:47276","duration":1,"method":"POST","path":"/insert/0/prometheus/api/v1/write","protocol":"HTTP/1.1","request_id":"f113df3d-d534-4a76-bf36-8fc666eb28c0","requested_server_name":"outbound_.8480_._.vminsert.monitoring.svc.cluster.local","response_code":204,"response_code_details":"via_upstream","response_flags":"-","route_name":"default","start_time":"2026-11-22T17:29:25.690Z","upstream_cluster":"inbound|8480||","upstream_host":"10.244.2.7:8480","upstream_local_address":"127.0.0.6:43816","upstream_service_time":"0","upstream_transport_failure_reason":null,"user_agent":"vmalert","x_forwarded_for":null}';

function row(line: string): AccessRow {
  const parsed = parseAccessRow(line);
  assert.ok(typeof parsed === 'object', `not a row: ${String(parsed)}`);
  return parsed;
}

test("Istio's current text is read whole, and what is `-` is absent", () => {
  assert.deepEqual(row(uc), {
    format: 'istio-text',
    start: Date.UTC(2026, 10, 22, 17, 28, 18, 362),
    code: 503,
    flags: ['UC'],
    bytesReceived: 265,
    bytesSent: 95,
    method: 'POST',
    path: '/insert/0/prometheus/api/v1/write',
    protocol: 'HTTP/1.1',
    details: 'upstream_reset_before_response_started{connection_termination}',
    durationMs: 53,
    userAgent: 'vmalert',
    requestId: '6c56e689-235e-495d-b791-934798d52f90',
    authority: 'vminsert.monitoring.svc.cluster.local:8480',
    upstreamHost: '10.244.2.9:8480',
    upstreamCluster: 'inbound|8480||',
    upstreamLocal: '127.0.0.6:42460',
    downstreamLocal: '10.244.2.9:8480',
    downstreamRemote: '10.244.1.10:54752',
    sni: 'outbound_.8480_._.vminsert.monitoring.svc.cluster.local',
    route: 'default',
  });
});

test('a refused connection keeps both flags, the transport failure and no local address', () => {
  const { flags, transportFailure, upstreamLocal, upstreamHost } = row(refused);
  assert.deepEqual(
    { flags, transportFailure, upstreamLocal, upstreamHost },
    { flags: ['URX', 'UF'], transportFailure: 'delayed_connect_error:_Connection_refused', upstreamLocal: undefined, upstreamHost: '10.244.2.15:8482' },
  );
});

test('a listener row has no request', () => {
  const { method, code, flags, downstreamRemote, upstreamCluster } = row(listener);
  assert.deepEqual(
    { method, code, flags, downstreamRemote, upstreamCluster },
    { method: undefined, code: 0, flags: ['NR'], downstreamRemote: '10.244.1.8:49296', upstreamCluster: undefined },
  );
});

test('a request without a route has an authority and no cluster', () => {
  const { authority, upstreamCluster, upstreamHost, code } = row(noRoute);
  assert.deepEqual(
    { authority, upstreamCluster, upstreamHost, code },
    { authority: 'vminsert.monitoring.svc.cluster.local:8480', upstreamCluster: undefined, upstreamHost: undefined, code: 404 },
  );
});

test('an answer of the next hop has no flags, and the `;` of Istio 1.23 is not part of the cluster', () => {
  const { flags, details, upstreamCluster, upstreamServiceTimeMs } = row(viaUpstream);
  assert.deepEqual(
    { flags, details, upstreamCluster, upstreamServiceTimeMs },
    { flags: [], details: 'via_upstream', upstreamCluster: 'outbound|3000||catalog.shop.svc.cluster.local', upstreamServiceTimeMs: 71 },
  );
});

test('quotes and blanks inside the user agent shift nothing', () => {
  const { userAgent, requestId, upstreamHost } = row(uc.replace('"vmalert"', '"a "b" "c" 503 d"'));
  assert.deepEqual(
    { userAgent, requestId, upstreamHost },
    { userAgent: 'a "b" "c" 503 d', requestId: '6c56e689-235e-495d-b791-934798d52f90', upstreamHost: '10.244.2.9:8480' },
  );
});

test('fields that a mesh added after the usual ones are passed over', () => {
  const { format, upstreamHost, upstreamLocal, route } = row(`${uc} "17" "trace x"`);
  assert.deepEqual(
    { format, upstreamHost, upstreamLocal, route },
    { format: 'custom', upstreamHost: '10.244.2.9:8480', upstreamLocal: '127.0.0.6:42460', route: 'default' },
  );
});

test('a start time without brackets and one in microseconds are read', () => {
  assert.equal(row(uc.replace('[2026-11-22T17:28:18.362Z]', '2026-11-22T17:28:18.362999Z')).start, Date.UTC(2026, 10, 22, 17, 28, 18, 362));
});

test('details of Envoy 1.20 with blanks end at their brace', () => {
  const { details, terminationDetails, transportFailure } = row(
    refused.replace(
      /upstream_reset\S+ - "\S+"/,
      'upstream_reset_before_response_started{connection failure,delayed connect error: 111} - "delayed connect error: 111"',
    ),
  );
  assert.deepEqual(
    { details, terminationDetails, transportFailure },
    {
      details: 'upstream_reset_before_response_started{connection failure,delayed connect error: 111}',
      terminationDetails: undefined,
      transportFailure: 'delayed connect error: 111',
    },
  );
});

const legacyTail =
  '265 95 53 - "-" "vmalert" "6c56e689" "vminsert:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:42460 10.244.2.9:8480 10.244.1.10:54752 - default';
const legacyHead = '[2020-11-22T17:28:18.362Z] "POST /write HTTP/1.1" 503 UC';
for (const [name, line, route] of [
  ['Istio 1.8: no details', `${legacyHead} "-" ${legacyTail}`, 'default'],
  ['Istio 1.5: with the mixer status', `${legacyHead} "-" "-" ${legacyTail}`, 'default'],
  ['Istio 1.2: without a route name', `${legacyHead} "-" "-" ${legacyTail.replace(/ default$/, '')}`, undefined],
] as const) {
  test(`${name}: the legacy text is read`, () => {
    const parsed = row(line);
    assert.deepEqual(
      [parsed.format, parsed.details, parsed.bytesReceived, parsed.durationMs, parsed.upstreamLocal, parsed.route],
      ['istio-text-legacy', undefined, 265, 53, '127.0.0.6:42460', route],
    );
  });
}

test("Envoy's own default line ends with the upstream host", () => {
  const parsed = row('[2026-11-22T17:28:18.362Z] "GET /a b HTTP/2" 503 UF,URX 0 91 12 - "10.0.0.1" "curl "x"" "id-1" "shop:80" "10.1.1.1:80"');
  assert.deepEqual(
    [parsed.format, parsed.path, parsed.flags, parsed.bytesSent, parsed.durationMs, parsed.forwardedFor, parsed.userAgent, parsed.upstreamHost],
    ['envoy-text', '/a b', ['UF', 'URX'], 91, 12, '10.0.0.1', 'curl "x"', '10.1.1.1:80'],
  );
});

test("Istio's JSON is read like its text", () => {
  const parsed = row(json);
  assert.deepEqual(
    [parsed.format, parsed.code, parsed.flags, parsed.durationMs, parsed.upstreamServiceTimeMs, parsed.upstreamCluster, parsed.forwardedFor, parsed.start],
    ['istio-json', 204, [], 1, 0, 'inbound|8480||', undefined, Date.UTC(2026, 10, 22, 17, 29, 25, 690)],
  );
});

test('JSON with strings for numbers, `-` for nothing and the keys of Istio 1.5 is read', () => {
  const parsed = row(
    '{"start_time":"2020-01-01T00:00:00.001Z","response_code":"503","response_flags":"UC","duration":"12","bytes_received":"1","bytes_sent":"2","upstream_local_address":"-","upstream_host":"10.1.1.1:80","istio_policy_status":"-","route_name":"-","upstream_cluster":"outbound|80||a.b"}',
  );
  assert.deepEqual(
    [parsed.format, parsed.code, parsed.flags, parsed.durationMs, parsed.upstreamLocal, parsed.route],
    ['istio-json', 503, ['UC'], 12, undefined, undefined],
  );
});

for (const [name, line] of [
  [
    'camel case with long flag names',
    '{"timestamp":"2026-11-22T17:28:18.362Z","responseCode":503,"responseFlags":"UpstreamConnectionTermination","durationMs":53,"upstreamCluster":"inbound|8480||","requestId":"r"}',
  ],
  [
    'Elastic names, nested',
    '{"@timestamp":"2026-11-22T17:28:18.415Z","http":{"response":{"status_code":503},"request":{"id":"r"}},"envoy":{"response_flags":"UC","upstream_cluster":"inbound|8480||"},"event":{"duration":53000000}}',
  ],
  [
    'fields parsed by a shipper',
    '{"log_processed":{"start_time":"2026-11-22T17:28:18.362Z","response_code":503,"response_flags":"UC","duration":53,"upstream_cluster":"inbound|8480||","request_id":"r"},"kubernetes":{"pod_name":"a","host":"node-1"}}',
  ],
  ['key=value', 'time="2026-11-22T17:28:18.362Z" response_code=503 response_flags=UC duration=53 upstream_cluster="inbound|8480||" request_id=r'],
] as const) {
  test(`other names are understood: ${name}`, () => {
    const parsed = row(line);
    assert.deepEqual(
      [parsed.code, parsed.flags, parsed.durationMs, parsed.upstreamCluster, parsed.requestId, parsed.start],
      [503, ['UC'], 53, 'inbound|8480||', 'r', Date.UTC(2026, 10, 22, 17, 28, 18, 362)],
    );
  });
}

test('a format of its own is recognised by its parts', () => {
  const parsed = row(
    '2026-11-22T17:28:18.362Z 10.1.1.9 POST /write?x=1 HTTP/1.1 503 UC upstream_reset_before_response_started{connection_termination} 10 95 53 - 10.244.2.9:8480 inbound|8480|| 127.0.0.6:42460 10.244.2.9:8480 10.244.1.10:54752',
  );
  assert.deepEqual(
    [
      parsed.format,
      parsed.method,
      parsed.path,
      parsed.code,
      parsed.flags,
      parsed.durationMs,
      parsed.upstreamHost,
      parsed.upstreamLocal,
      parsed.downstreamRemote,
    ],
    ['custom', 'POST', '/write?x=1', 503, ['UC'], 53, '10.244.2.9:8480', '127.0.0.6:42460', '10.244.1.10:54752'],
  );
});

test('a common log time with the request and flags in quotes is a custom row', () => {
  const parsed = row('10.1.1.9 - - [22/Nov/2026:17:28:18 +0000] "POST /write HTTP/1.1" 503 "UF,URX" 10 95 53 "-" "curl"');
  assert.deepEqual([parsed.start, parsed.code, parsed.flags, parsed.bytesSent], [Date.UTC(2026, 10, 22, 17, 28, 18), 503, ['UF', 'URX'], 95]);
});

test('a row that breaks off anywhere after its request has begun is damaged, never a shorter row', () => {
  for (let length = 40; length < viaUpstream.length - '10.96.44.20:3000 10.244.1.6:55644 - default'.length; length += 1) {
    assert.equal(parseAccessRow(viaUpstream.slice(0, length)), 'damaged', `cut at ${length}: ${viaUpstream.slice(0, length)}`);
  }
});

test('two rows written into each other are damaged', () => {
  for (let length = 60; length < uc.length; length += 1) assert.equal(parseAccessRow(uc.slice(0, length) + refused), 'damaged', `cut at ${length}`);
});

test('a cut-off JSON row is damaged', () => {
  assert.equal(parseAccessRow(json.slice(0, 700)), 'damaged');
});

for (const line of [
  '',
  '2026-11-22T17:27:41.952675Z\tinfo\tFLAG: --concurrency="0"',
  '[2026-11-22 17:27:41.123][12][warning][config] [source/common/x.cc:1] gRPC config rejected',
  '[2026-11-22T17:27:41.123Z] "GET / HTTP/1.1" 200 512',
  '[2026-11-22T17:27:41.123Z]  "GET /" "Mozilla/5.0"',
  '10.1.1.1 - - [22/Nov/2026:17:27:41 +0000] "GET / HTTP/1.1" 503 19 "-" "curl/8"',
  '{"level":"info","ts":1700000000,"method":"GET","path":"/","status":200,"duration":3,"msg":"done"}',
  '{"message":"upstream_cluster is \\"x\\""}',
  'flags=none parsed',
]) {
  test(`not an access row: ${line.slice(0, 50)}`, () => {
    assert.equal(parseAccessRow(line), undefined);
  });
}

test('no text makes it throw, also text made of the parts of rows', () => {
  const parts = fc.constantFrom(
    '[2026-11-22T17:28:18.362Z] ',
    '"',
    '" ',
    'POST / HTTP/1.1',
    ' 503',
    ' UC',
    ' -',
    ' via_upstream',
    '{',
    '}',
    ' "-"',
    ' 1 2 3 4',
    'outbound|1||a',
    '10.1.1.1:1 ',
    '{"response_flags":',
    'flags=',
    '\u0000',
    '\ud800',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(parts, { maxLength: 40 }).map((list) => list.join('')),
      ),
      (line) => void parseAccessRow(line),
    ),
  );
});

test('quotes cost by their number', () => {
  growsLinearly((size) => void parseAccessRow(`[2026-11-22T17:28:18.362Z] "POST ${'" '.repeat(size)}`), 50_000);
  growsLinearly((size) => void parseAccessRow(`[2026-11-22T17:28:18.362Z] "POST / HTTP/1.1" 503 UC x "${'" x'.repeat(size)}`), 30_000);
  growsLinearly((size) => void parseAccessRow(`${'a'.repeat(size * 8)} HTTP/1.1 ${'"'.repeat(size)}`), 900);
});
