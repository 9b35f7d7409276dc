import assert from 'node:assert/strict';
import test from 'node:test';
import { accessLog, at, containerLog, factOf, manifest } from '../testing/index.ts';
import { clientFailures } from './client-failures.ts';
import { traffic } from './traffic.ts';

const services = manifest`
  { apiVersion: v1, kind: Service, metadata: { name: vminsert, namespace: monitoring }, spec: { clusterIP: 10.96.31.10, selector: { app: vminsert }, ports: [{ port: 8480 }] } }
`;
const quoted = (time: string, body: string): string =>
  `2026-11-22T17:${time}Z\twarn\tVictoriaMetrics/app/vmalert/remotewrite/client.go:320\tattempt 1 to send request failed: unexpected response code 503 for http://vminsert.monitoring.svc.cluster.local:8480/insert/0/prometheus/api/v1/write. Response body "${body}" (retriable: true)`;
const gaveUp = (time: string): string =>
  `2026-11-22T17:${time}Z\twarn\tVictoriaMetrics/app/vmalert/remotewrite/client.go:320\tattempt 1 to send request failed: error while sending request to http://vminsert.monitoring.svc.cluster.local:8480/insert/0/prometheus/api/v1/write: Post "http://vminsert.monitoring.svc.cluster.local:8480/insert/0/prometheus/api/v1/write": context deadline exceeded (Client.Timeout exceeded while awaiting headers); Data len 181(181) (retriable: true)`;
const vmalert = (...lines: readonly string[]): ReturnType<typeof containerLog> => containerLog('monitoring/vmalert-66467cfcc9-ft9vh/vmalert', lines);
const row = (time: string, result: string, duration = 4): string =>
  `[2026-11-22T17:${time}Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" ${result} - "-" 181 0 ${duration} - "-" "vmalert" "c9e0a4e0-${time}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.7:8480" outbound|8480||vminsert.monitoring.svc.cluster.local 10.244.1.8:53210 10.96.31.10:8480 10.244.1.8:40001 - default`;
const proxyRows = (...rows: readonly string[]): ReturnType<typeof accessLog> => accessLog('monitoring/vmalert-66467cfcc9-ft9vh', rows);
const reset = 'upstream connect error or disconnect/reset before headers. reset reason: connection termination';

test('without access logs the words of a caller tell family, target and client', () => {
  const [first, ...others] = factOf(clientFailures, [services, vmalert(quoted('28:18.416', reset))]);
  assert.equal(others.length, 0);
  assert.deepEqual(
    [first?.family, first?.details, first?.client, first?.server.workload.name, first?.hop, first?.unseenBeyond],
    ['reset', 'connection termination', 'vmalert', 'vminsert', 'vmalert-sidecar->vminsert', true],
  );
});

const families: readonly (readonly [string, string])[] = [
  [quoted('28:18.416', 'no healthy upstream'), 'no-host'],
  [quoted('28:18.416', 'upstream connect error or disconnect/reset before headers. reset reason: overflow'), 'overflow'],
  [quoted('28:18.416', 'upstream connect error or disconnect/reset before headers. retried and the latest reset reason: remote connection failure'), 'connect'],
  [quoted('28:18.416', 'cannot process insert request for 60.000 seconds because 4 concurrent insert requests are executed'), 'answered'],
  [gaveUp('28:48.416'), 'timeout'],
  ['2026-11-22T17:28:18.416Z error Get "http://vminsert.monitoring.svc:8480/health": dial tcp 10.96.31.10:8480: connect: connection refused', 'connect'],
  ['2026-11-22T17:28:18.416Z error Get "http://vminsert.monitoring.svc:8480/health": EOF', 'reset'],
];
for (const [line, family] of families) {
  test(`a caller that writes ${line.slice(-60)} tells ${family}`, () => {
    assert.deepEqual(
      factOf(clientFailures, [services, vmalert(line)]).map((failure) => failure.family),
      [family],
    );
  });
}

test('what the caller’s own proxy covers is told by its rows alone', () => {
  const rows = proxyRows(row('28:00.000', '200 - via_upstream'), row('29:00.000', '200 - via_upstream'));
  assert.deepEqual(factOf(clientFailures, [services, rows, vmalert(quoted('28:18.416', reset))]), []);
});

test('a failing row of the target beside the line is the same failure', () => {
  const server = accessLog('monitoring/vminsert-58bd74d78-q2z5m', [
    row('28:18.412', '503 UC upstream_reset_before_response_started{connection_termination}').replace(
      'outbound|8480||vminsert.monitoring.svc.cluster.local',
      'inbound|8480||',
    ),
  ]);
  assert.deepEqual(factOf(clientFailures, [services, server, vmalert(quoted('28:18.416', reset))]), []);
});

test('a caller that waited in vain is heard although its proxy logged only that it left', () => {
  const rows = proxyRows(
    row('28:00.000', '200 - via_upstream'),
    row('28:18.000', '0 DC downstream_remote_disconnect', 30_000),
    row('29:00.000', '200 - via_upstream'),
  );
  assert.deepEqual(
    factOf(clientFailures, [services, rows, vmalert(gaveUp('28:48.001'))]).map((failure) => failure.family),
    ['timeout'],
  );
});

test('a line about another program’s port on loopback, or about a caller, is no failing request', () => {
  assert.deepEqual(
    factOf(clientFailures, [
      services,
      vmalert(
        '2026-11-22T17:28:18.416Z error dial tcp 127.0.0.1:4317: connect: connection refused',
        '2026-11-22T17:28:19.416Z error write tcp 10.244.1.8:8880->10.244.3.3:45012: write: broken pipe',
      ),
    ]),
    [],
  );
});

test('a caller’s word is an incident, and requests that were told count as seen', () => {
  const seen = factOf(traffic, [
    at('2026-11-22T17:30:00Z'),
    services,
    vmalert(quoted('28:18.416', 'no healthy upstream'), quoted('28:19.416', 'no healthy upstream')),
  ]);
  assert.deepEqual(
    [seen.observed, seen.requests.seen, seen.incidents.map(({ target, total, families }) => [target, total, families])],
    [false, 2, [['vminsert.monitoring', 2, ['no-host']]]],
  );
});

test('no row and no word is no request evidence', () => assert.throws(() => factOf(traffic, [services]), /traffic is missing: .*access-logs/));

const vmauth = (...rest: readonly string[]): ReturnType<typeof containerLog> =>
  containerLog(
    'monitoring/vmauth-66467cfcc9-ft9vh/vmauth',
    rest.map(
      (text) => `2026-11-22T17:28:18.416Z\twarn\tVictoriaMetrics/app/vmauth/main.go:532\tremoteAddr: "127.0.0.6:48820"; requestURI: /api/v1/write; ${text}`,
    ),
  );
const tried = 'request to http://vminsert.monitoring.svc:8480/api/v1/write failed: EOF, retrying the request at another backend';
const gone =
  'all the 1 backends for the user "unauthorized" are unavailable for proxying the request - check previous WARN logs to see the exact error for each failed backend';

test('an attempt of vmauth is saved by the next backend, unless vmauth says that none was left', () => {
  const saved = (...rest: readonly string[]): readonly boolean[] => factOf(clientFailures, [services, vmauth(...rest)]).map((failure) => failure.savedByRetry);
  assert.deepEqual(saved(tried), [true]);
  assert.deepEqual(saved(tried, gone), [false]);
  assert.deepEqual(saved(tried, gone.replace('1 backends', '2 backends'), tried), [false, true]);
  assert.deepEqual(saved(tried, tried, gone), [true, false]);
});

test('a URL that vmagent keeps secret names no target: its settings do', () => {
  const line =
    '2026-11-22T17:28:18.416Z\terror\tVictoriaMetrics/app/vmagent/remotewrite/client.go:517\tunexpected status code received after sending a block with size 8354 bytes to "1:secret-url" during retry #1: 503; response body="upstream connect error or disconnect/reset before headers. reset reason: connection termination"; re-sending the block in 2s';
  const vmagent = manifest`
    apiVersion: v1
    kind: Pod
    metadata: { name: vmagent-0, namespace: monitoring }
    spec: { containers: [{ name: vmagent, args: ['-remoteWrite.url=http://vminsert.monitoring.svc:8480/insert/0/prometheus/api/v1/write'] }] }
  `;
  const log = containerLog('monitoring/vmagent-0/vmagent', [line]);
  assert.deepEqual(
    factOf(clientFailures, [services, vmagent, log]).map(({ server }) => server.workload.name),
    ['vminsert'],
  );
  assert.deepEqual(
    factOf(clientFailures, [log]).map(({ server }) => server.workload.name),
    ['unknown'],
  );
});
