import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CauseId, causeIds } from '../knowledge/causes.ts';
import { observations } from './observations.ts';
import { explain, type ExplanationKind, type Writer } from './index.ts';
import { growsLinearly } from '../testing/grows-linearly.ts';

interface Case {
  readonly text: string;
  readonly kind: ExplanationKind;
  readonly flags?: readonly string[];
  readonly by?: Writer;
  readonly first?: CauseId;
  readonly has?: readonly CauseId[];
  readonly lacks?: readonly CauseId[];
}

const body = 'upstream connect error or disconnect/reset before headers.';
const closing: readonly CauseId[] = [
  'keepalive-idle-mismatch',
  'app-crashed',
  'oom-killed',
  'shutdown-race',
  'liveness-killed',
  'mtls-mode-mismatch',
  'certificate-expired',
  'app-closed-mid-request',
  'unannounced-close',
  'connection-lifetime-limit',
  'protocol-mismatch',
  'listener-drain',
];
const inboundRow = (
  rest: string,
  tail = 'inbound|8480|| 127.0.0.6:42460 10.244.2.9:8480 10.244.1.10:54752 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default',
): string =>
  `[2026-11-22T17:28:18.362Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" ${rest} "-" "vmalert" "6c56e689-235e-495d-b791-934798d52f90" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" ${tail}`;
const outboundTail = 'outbound|8480||vminsert.monitoring.svc.cluster.local 10.244.1.8:49296 10.96.31.10:8480 10.244.1.8:53462 - default';

const cases: readonly Case[] = [
  { text: 'recv() failed (104: Connection reset by peer) while reading response header', kind: 'other-proxy', by: 'other-proxy', has: closing },
  { text: '503 SC--', kind: 'other-proxy', by: 'other-proxy', first: 'target-port-mismatch' },
  { text: 'Readiness probe failed: HTTP probe failed with statuscode: 503', kind: 'container-end', by: 'kubelet', first: 'readiness-failing' },
  { text: 'Back-off restarting failed container vminsert in pod vminsert-0', kind: 'container-end', first: 'crash-loop' },
  {
    text: '{"start_time":"2026-11-22T17:28:18.362Z","method":"POST","path":"/cart.Cart/Get","protocol":"HTTP/2","response_code":200,"response_flags":"-","response_code_details":"via_upstream","grpc_status":"Unavailable","upstream_cluster":"outbound|80||cart.shop.svc.cluster.local","duration":4}',
    kind: 'access-log',
    has: ['app-answered-503', 'keepalive-idle-mismatch'],
  },
  { text: 'dial tcp 10.0.0.1:8480: i/o timeout', kind: 'client-log', by: 'client', has: ['network-policy-blocked'] },
  { text: 'upstream_reset_before_response_started{future_thing}', kind: 'details', has: ['keepalive-idle-mismatch', 'network-policy-blocked'] },
  { text: 'exit code 255', kind: 'container-end', by: 'kubelet', first: 'shutdown-race', has: ['vmstorage-unavailable'] },
  { text: 'exited with status 137', kind: 'container-end', first: 'oom-killed', has: ['liveness-killed'] },
  { text: '"exitCode": 137, "reason": "OOMKilled"', kind: 'container-end', first: 'oom-killed', lacks: ['liveness-killed'] },
  {
    text: `503 ${body} reset reason: connection termination`,
    kind: 'error-body',
    flags: ['UC'],
    by: 'some-envoy',
    has: closing,
    lacks: ['no-route', 'readiness-failing', 'circuit-breaker-overflow'],
  },
  { text: 'UC', kind: 'flag', flags: ['UC'], by: 'some-envoy', has: closing },
  { text: 'uc', kind: 'flag', flags: ['UC'] },
  { text: '503 UC', kind: 'flag', flags: ['UC'], has: closing },
  { text: 'response_flags=UC', kind: 'flag', flags: ['UC'], has: closing },
  { text: 'UpstreamConnectionTermination', kind: 'flag', flags: ['UC'], has: closing },
  { text: 'URX,UF', kind: 'flag', flags: ['URX', 'UF'], has: ['target-port-mismatch', 'network-policy-blocked'], lacks: ['keepalive-idle-mismatch'] },
  { text: 'UF,URX', kind: 'flag', flags: ['UF', 'URX'], lacks: ['keepalive-idle-mismatch'] },
  { text: 'URX,UC', kind: 'flag', flags: ['URX', 'UC'], has: closing },
  { text: '404 NR', kind: 'flag', flags: ['NR'], first: 'no-route', has: ['sidecar-scope'], lacks: ['keepalive-idle-mismatch', 'oom-killed'] },
  { text: '503 NR', kind: 'flag', flags: ['NR'], first: 'no-route' },
  {
    text: '503 UH',
    kind: 'flag',
    flags: ['UH'],
    first: 'readiness-failing',
    has: ['service-selector-mismatch', 'outlier-ejection'],
    lacks: ['keepalive-idle-mismatch'],
  },
  { text: '503 UO', kind: 'flag', flags: ['UO'], first: 'circuit-breaker-overflow', lacks: ['keepalive-idle-mismatch'] },
  { text: '504 UT', kind: 'flag', flags: ['UT'], first: 'request-timeout' },
  { text: '0 DC', kind: 'flag', flags: ['DC'], first: 'request-timeout', lacks: ['no-route'] },
  { text: 'DR', kind: 'flag', flags: ['DR'] },
  { text: '503 NC', kind: 'flag', flags: ['NC'], first: 'unknown-cluster' },
  { text: '502 UPE', kind: 'flag', flags: ['UPE'], first: 'malformed-response', lacks: ['keepalive-idle-mismatch'] },
  { text: '503 UR', kind: 'flag', flags: ['UR'], has: ['connection-lifetime-limit'] },
  { text: '503 LR', kind: 'flag', flags: ['LR'] },
  { text: '403 UAEX', kind: 'flag', flags: ['UAEX'], first: 'authorization-denied' },
  { text: '429 RL', kind: 'flag', flags: ['RL'], first: 'rate-limited' },
  { text: '408 SI', kind: 'flag', flags: ['SI'], first: 'request-timeout' },
  { text: '400 DPE', kind: 'flag', flags: ['DPE'], has: ['protocol-mismatch'] },
  { text: '503 OM', kind: 'flag', flags: ['OM'], first: 'proxy-overloaded' },
  {
    text: `${body} reset reason: remote connection failure, transport failure reason: delayed connect error: 111`,
    kind: 'error-body',
    flags: ['UF'],
    has: ['target-port-mismatch', 'app-not-listening'],
    lacks: ['certificate-expired'],
  },
  {
    text: `${body} retried and the latest reset reason: remote connection failure, transport failure reason: TLS_error:|268435703:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end`,
    kind: 'error-body',
    flags: ['UF'],
    first: 'tls-origination-mismatch',
    has: ['mtls-mode-mismatch'],
    lacks: ['app-not-listening'],
  },
  {
    text: `${body} reset reason: remote connection failure, transport failure reason: TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS_error_end`,
    kind: 'error-body',
    flags: ['UF'],
    has: ['certificate-expired', 'ca-trust-mismatch', 'clock-skew'],
  },
  {
    text: `${body} reset reason: remote connection failure`,
    kind: 'error-body',
    flags: ['UF'],
    has: ['target-port-mismatch', 'certificate-expired', 'startup-race'],
    lacks: ['keepalive-idle-mismatch'],
  },
  { text: `${body} reset reason: connection failure`, kind: 'error-body', flags: ['UF'] },
  { text: `${body} reset reason: connection timeout`, kind: 'error-body', flags: ['UF'], first: 'network-policy-blocked' },
  { text: `${body} reset reason: overflow`, kind: 'error-body', flags: ['UO'], first: 'circuit-breaker-overflow' },
  { text: `${body} reset reason: protocol error`, kind: 'error-body', flags: ['UPE'], first: 'malformed-response' },
  { text: `${body} reset reason: remote refused stream reset`, kind: 'error-body', flags: ['UR'] },
  { text: `rpc error: code = Unavailable desc = ${body} reset reason: connection termination`, kind: 'client-log', flags: ['UC'], has: closing },
  {
    text: 'HTTP/1.1 503 Service Unavailable\r\nX-Server-Hostname: vminsert-7c9f8d6b5-x2k4p\r\nserver: istio-envoy\r\n\r\ncannot process insert request for 60.000 seconds because 2 concurrent insert requests are executed. Possible solutions: to reduce workload',
    kind: 'error-body',
    by: 'application',
    first: 'vminsert-overloaded',
    lacks: ['keepalive-idle-mismatch'],
  },
  {
    text: `HTTP/1.1 503 Service Unavailable\r\nX-Server-Hostname: vmauth-6d5f-abcde\r\nServer: envoy\r\n\r\n${body} reset reason: connection termination`,
    kind: 'error-body',
    flags: ['UC'],
    by: 'some-envoy',
    has: closing,
  },
  {
    text: '< HTTP/1.1 503 Service Unavailable\n< x-server-hostname: vmselect-0\n< server: istio-envoy',
    kind: 'status',
    by: 'application',
    has: ['app-answered-503', 'vmstorage-unavailable'],
    lacks: ['no-route'],
  },
  {
    text: 'HTTP/1.1 503 Service Unavailable\nserver: istio-envoy\n\nthe header X-Server-Hostname: was not there',
    kind: 'status',
    by: 'unknown',
    has: ['readiness-failing'],
  },
  {
    text: 'remoteAddr: "127.0.0.6:1"; requestURI: /select/0/prometheus/api/v1/query; error when executing query="up": cannot fetch query results from vmstorage nodes: cannot perform search on vmstorage vmstorage-0:8401: dial tcp4: connection refused',
    kind: 'error-body',
    by: 'application',
    first: 'vmstorage-unavailable',
  },
  {
    text: 'cannot start executing the request during -maxQueueDuration=10s because 100 concurrent requests from the user default are executed',
    kind: 'error-body',
    by: 'application',
    first: 'rate-limited',
  },
  { text: 'user unauthorized missing route for "/none"', kind: 'error-body', by: 'application', first: 'no-route' },
  {
    text: "reject request from the user unauthorized because the request body couldn't be read in -maxQueueDuration=10s; read 512 bytes in 10s",
    kind: 'error-body',
    by: 'application',
    first: 'request-timeout',
  },
  { text: 'no healthy upstream', kind: 'error-body', flags: ['UH'], first: 'readiness-failing', by: 'some-envoy' },
  { text: 'upstream request timeout', kind: 'error-body', flags: ['UT'], first: 'request-timeout' },
  { text: 'RBAC: access denied', kind: 'error-body', first: 'authorization-denied' },
  { text: 'upstream_reset_before_response_started{connection_termination}', kind: 'details', flags: ['UC'], has: closing },
  { text: 'upstream_reset_before_response_started{connection termination}', kind: 'details', flags: ['UC'], has: closing },
  {
    text: 'upstream_reset_after_response_started{connection_termination}',
    kind: 'details',
    flags: ['UC'],
    has: ['app-crashed'],
    lacks: ['keepalive-idle-mismatch'],
  },
  {
    text: 'upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused}',
    kind: 'details',
    flags: ['UF'],
    has: ['target-port-mismatch'],
    lacks: ['network-policy-blocked', 'certificate-expired'].slice(1) as readonly CauseId[],
  },
  {
    text: 'upstream_reset_before_response_started{connection failure,delayed connect error: 111}',
    kind: 'details',
    flags: ['UF'],
    has: ['target-port-mismatch'],
  },
  { text: 'route_not_found', kind: 'details', flags: ['NR'], first: 'no-route' },
  { text: 'cluster_not_found', kind: 'details', flags: ['NC'], first: 'unknown-cluster' },
  { text: '503 NR cluster_not_found', kind: 'flag', flags: ['NR'], first: 'unknown-cluster' },
  { text: 'response_timeout', kind: 'details', flags: ['UT'] },
  { text: 'downstream_remote_disconnect', kind: 'details', flags: ['DC'] },
  { text: 'rbac_access_denied_matched_policy[none]', kind: 'details', first: 'authorization-denied' },
  { text: '503 - via_upstream', kind: 'details', by: 'next-hop', first: 'app-answered-503', has: ['keepalive-idle-mismatch'] },
  { text: 'delayed connect error: 111', kind: 'transport-failure', flags: ['UF'], has: ['target-port-mismatch'] },
  { text: 'delayed_connect_error:_113', kind: 'transport-failure', first: 'network-policy-blocked' },
  { text: 'TLS error: Secret is not supplied by SDS', kind: 'transport-failure', first: 'certificate-unavailable' },
  {
    text: 'TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:certificate has expired:TLS_error_end',
    kind: 'transport-failure',
    first: 'certificate-expired',
  },
  {
    text: 'TLS_error:|33554536:system library:OPENSSL_internal:Connection reset by peer:TLS_error_end',
    kind: 'transport-failure',
    flags: ['UF'],
    first: 'mtls-mode-mismatch',
  },
  {
    text: '2026-11-22T17:27:35.052548Z\twarn\tca\tca request failed, starting attempt 1 in 95.896715ms',
    kind: 'client-log',
    by: 'client',
    first: 'certificate-unavailable',
  },
  {
    text: inboundRow('503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95 53 -'),
    kind: 'access-log',
    flags: ['UC'],
    by: 'server-sidecar',
    has: ['keepalive-idle-mismatch', 'oom-killed', 'app-crashed'],
    lacks: ['mtls-mode-mismatch', 'certificate-expired'],
  },
  {
    text: inboundRow('503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95 5301 -'),
    kind: 'access-log',
    flags: ['UC'],
    by: 'server-sidecar',
    has: ['oom-killed', 'app-crashed', 'request-timeout'],
    lacks: ['keepalive-idle-mismatch'],
  },
  {
    text: inboundRow('503 UC upstream_reset_before_response_started{connection_termination} - "-" 83 95 1 -', outboundTail),
    kind: 'access-log',
    flags: ['UC'],
    by: 'client-proxy',
    has: ['mtls-mode-mismatch', 'certificate-expired', 'keepalive-idle-mismatch'],
  },
  {
    text: inboundRow('503 - via_upstream - "-" 83 95 60012 60011', 'inbound|8480|| 127.0.0.6:42460 10.244.2.9:8480 10.244.1.10:54752 - default'),
    kind: 'access-log',
    flags: [],
    by: 'application',
    has: ['vminsert-overloaded', 'app-answered-503'],
    lacks: ['keepalive-idle-mismatch'],
  },
  {
    text: inboundRow('503 - via_upstream - "-" 83 95 3 2', outboundTail),
    kind: 'access-log',
    flags: [],
    by: 'next-hop',
    has: ['app-answered-503', 'keepalive-idle-mismatch', 'oom-killed'],
  },
  { text: inboundRow('204 - via_upstream - "-" 83 0 3 2', outboundTail), kind: 'access-log', flags: [], lacks: [...causeIds] },
  {
    text: inboundRow(
      '503 URX,UF upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "delayed_connect_error:_Connection_refused" 83 95 3 -',
    ),
    kind: 'access-log',
    flags: ['URX', 'UF'],
    by: 'server-sidecar',
    has: ['target-port-mismatch', 'app-not-listening'],
    lacks: ['network-policy-blocked', 'stale-endpoints'],
  },
  {
    text: '[2026-11-22T17:18:30.919Z] "GET /v1/items?page=2 HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "metrics-pusher/2.4" "c14a3188-2965-4698-bb75-07b78c4c5067" "catalog.shop.svc.cluster.local:3000" "-" outbound|3000||catalog.shop.svc.cluster.local - 10.96.44.20:3000 10.244.1.6:55624 - default',
    kind: 'access-log',
    flags: ['UH'],
    by: 'client-proxy',
    first: 'readiness-failing',
  },
  {
    text: '[2026-11-22T17:18:30.919Z] "GET / HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "x" "c14a3188-2965-4698-bb75-07b78c4c5067" "catalog.shop:3000" "-" outbound|3000|canary|catalog.shop.svc.cluster.local - 10.96.44.20:3000 10.244.1.6:55624 - default',
    kind: 'access-log',
    flags: ['UH'],
    first: 'rollout-ordering',
  },
  {
    text: '[2026-11-22T17:13:38.766Z] "- - -" 0 NR filter_chain_not_found - "-" 0 0 0 - "-" "-" "-" "-" "-" - - 10.244.2.7:8480 10.244.1.8:49296 - -',
    kind: 'access-log',
    flags: ['NR'],
    by: 'server-sidecar',
    first: 'mtls-mode-mismatch',
    has: ['mtls-mode-mismatch'],
  },
  {
    text: '[2026-11-22T17:24:05.103Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 404 NR route_not_found - "-" 0 0 0 - "-" "vmalert" "21c74546-cf04-486f-bb59-e9256cabd425" "vminsert.monitoring.svc.cluster.local:8480" "-" - - 10.96.31.10:8480 10.244.1.34:55670 - -',
    kind: 'access-log',
    flags: ['NR'],
    by: 'client-proxy',
    first: 'no-route',
  },
  {
    text: '[2026-11-22T17:24:05.103Z] "- - -" 0 UH - - "-" 0 0 0 - "-" "-" "-" "-" "-" BlackHoleCluster - 10.96.31.10:8480 10.244.1.34:55670 - -',
    kind: 'access-log',
    flags: ['UH'],
    by: 'client-sidecar',
    first: 'sidecar-scope',
  },
  {
    text: '{"response_code":503,"response_flags":"UC","response_code_details":"upstream_reset_before_response_started{connection_termination}","duration":2,"method":"GET","path":"/","protocol":"HTTP/1.1","start_time":"2026-11-22T17:24:05.103Z","upstream_cluster":"inbound|8480||","bytes_received":0,"bytes_sent":95,"upstream_host":"10.244.2.9:8480"}',
    kind: 'access-log',
    flags: ['UC'],
    by: 'server-sidecar',
    has: ['keepalive-idle-mismatch'],
    lacks: ['mtls-mode-mismatch'],
  },
  {
    text: `2026-11-22T17:28:18.416Z\twarn\tVictoriaMetrics/app/vmalert/remotewrite/client.go:320\tattempt 1 to send request failed: unexpected response code 503 for http://vminsert.monitoring.svc.cluster.local:8480/insert/0/prometheus/api/v1/write. Response body "${body} reset reason: connection termination" (retriable: true)`,
    kind: 'client-log',
    flags: ['UC'],
    by: 'some-envoy',
    has: closing,
  },
  {
    text: 'attempt 1 to send request failed: error while sending request to http://vminsert:8480/: Post "http://vminsert:8480/": EOF; Data len 83(83) (retriable: true)',
    kind: 'client-log',
    by: 'client',
    has: ['keepalive-idle-mismatch', 'app-crashed'],
  },
  {
    text: 'attempt 2 to send request failed: error while sending request: Post "http://vminsert:8480/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    kind: 'client-log',
    by: 'client',
    has: ['request-timeout', 'vminsert-overloaded', 'vmstorage-unavailable'],
    lacks: ['keepalive-idle-mismatch'],
  },
  {
    text: '{"ts":"2026-11-22T17:28:18.416Z","level":"warn","caller":"client.go:320","msg":"attempt 1 to send request failed: unexpected response code 503. Response body \\"no healthy upstream\\""}',
    kind: 'client-log',
    flags: ['UH'],
    first: 'readiness-failing',
  },
  {
    text: 'cannot process insert request for 60.000 seconds because 4 concurrent insert requests are executed. Possible solutions: to reduce workload',
    kind: 'error-body',
    by: 'application',
    first: 'vminsert-overloaded',
    has: ['vmstorage-unavailable'],
    lacks: ['keepalive-idle-mismatch'],
  },
  { text: 'The server is in delayed shutdown mode, which will end in 3.2s', kind: 'error-body', by: 'application', first: 'shutdown-race' },
  {
    text: 'cannot store metrics: the storage is in read-only mode; check -storage.minFreeDiskSpaceBytes',
    kind: 'error-body',
    by: 'application',
    first: 'vmstorage-unavailable',
  },
  { text: 'all the 3 backends for the user "x" are unavailable for proxying the request', kind: 'error-body', by: 'application' },
  { text: 'curl: (52) Empty reply from server', kind: 'client-log', by: 'client', has: ['keepalive-idle-mismatch', 'app-crashed'] },
  { text: 'curl: (56) Recv failure: Connection reset by peer', kind: 'client-log', by: 'client', has: ['app-crashed'] },
  { text: 'Error: socket hang up', kind: 'client-log', has: ['keepalive-idle-mismatch'] },
  { text: 'read tcp 10.0.0.1:5->10.0.0.2:80: read: connection reset by peer', kind: 'client-log', has: ['keepalive-idle-mismatch'] },
  { text: 'dial tcp 10.96.0.1:8480: connect: connection refused', kind: 'client-log', first: 'startup-race' },
  { text: 'dial tcp: lookup vminsert on 10.96.0.10:53: no such host', kind: 'client-log', first: 'dns-failure' },
  {
    text: '2026/11/22 17:00:00 [error] 29#29: *1 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 10.0.0.1',
    kind: 'other-proxy',
    by: 'other-proxy',
    has: ['keepalive-idle-mismatch'],
  },
  {
    text: 'upstream prematurely closed connection while reading response header from upstream',
    kind: 'other-proxy',
    has: ['keepalive-idle-mismatch', 'app-crashed'],
  },
  {
    text: 'connect() failed (111: Connection refused) while connecting to upstream',
    kind: 'other-proxy',
    has: ['target-port-mismatch'],
    lacks: ['keepalive-idle-mismatch'],
  },
  {
    text: 'Nov 22 17:00:00 lb haproxy[14389]: 10.0.1.2:33317 [22/Nov/2026:17:00:00.655] http-in static/srv1 10/0/30/-1/109 502 2750 - - SH-- 1/1/1/1/0 0/0 "GET /index.html HTTP/1.1"',
    kind: 'other-proxy',
    by: 'other-proxy',
    has: ['keepalive-idle-mismatch'],
  },
  {
    text: 'http 2026-11-22T17:00:00.186641Z app/my-lb/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.000 0.001 -1 502 - 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - -',
    kind: 'other-proxy',
    by: 'other-proxy',
    has: ['keepalive-idle-mismatch', 'app-crashed'],
  },
  {
    text: 'error access connection complete src.addr=10.0.0.1:5 dst.addr=10.0.0.2:15008 error="connection timed out, maybe a NetworkPolicy is blocking HBONE port 15008: deadline has elapsed"',
    kind: 'other-proxy',
    first: 'network-policy-blocked',
  },
  { text: '503 Service Unavailable', kind: 'status', by: 'unknown', has: ['keepalive-idle-mismatch', 'readiness-failing', 'app-answered-503'] },
  { text: '503', kind: 'status', by: 'unknown' },
  { text: 'HTTP/1.1 404 Not Found', kind: 'status', first: 'no-route' },
  { text: 'good morning', kind: 'unknown', by: 'unknown', lacks: [...causeIds] },
  { text: '', kind: 'unknown' },
  { text: 'PLEASE DO NOT PANIC', kind: 'unknown' },
];

for (const { text, kind, flags, by, first, has, lacks } of cases) {
  test(`explains ${JSON.stringify(text.slice(0, 110))}`, () => {
    const explanation = explain(text);
    const causes = explanation.causes.map(({ id }) => id);
    assert.equal(explanation.kind, kind);
    assert.equal(explanation.recognized, kind !== 'unknown');
    if (flags !== undefined) assert.deepEqual(explanation.fields['flags'], flags);
    if (by !== undefined) assert.equal(explanation.writtenBy.by, by);
    if (first !== undefined) assert.equal(causes[0], first);
    for (const id of has ?? []) assert.ok(causes.includes(id), `${id} remains possible`);
    for (const id of lacks ?? []) assert.ok(!causes.includes(id), `${id} is ruled out`);
  });
}

test('an explanation survives JSON, names only public causes and never twice', () => {
  for (const { text } of cases) {
    const explanation = explain(text);
    assert.deepEqual(JSON.parse(JSON.stringify(explanation)), explanation);
    const ids = explanation.causes.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.every((id) => causeIds.includes(id)));
  }
});

test('a status of gRPC, a header of VictoriaMetrics and HAProxy without a server are known by themselves', () => {
  const unavailable = explain('grpc-status: 14');
  assert.deepEqual([unavailable.kind, unavailable.parts.map(({ part }) => part)], ['status', ['grpc-status 14', '503']]);
  assert.equal(explain('"grpc_status":"Unavailable"').parts[0]?.part, 'grpc-status 14');
  assert.equal(explain('grpc-status: 0').recognized, false);
  const named = explain('X-Server-Hostname: vminsert-0');
  assert.deepEqual([named.kind, named.writtenBy.says.includes('vminsert-0')], ['error-body', true]);
  assert.equal(explain('be_orders/<NOSRV> 0/-1/-1/-1/0 503').causes[0]?.id, 'readiness-failing');
});

test('Chinese changes words, never the answer', () => {
  for (const { text } of cases) {
    const [english, chinese] = [explain(text), explain(text, { language: 'zh-TW' })];
    assert.deepEqual(
      chinese.causes.map(({ id }) => id),
      english.causes.map(({ id }) => id),
    );
    assert.ok(chinese.parts.every(({ says }) => /[\u4e00-\u9fff]/.test(says)));
    assert.ok(english.parts.every(({ says }) => !/[\u4e00-\u9fff]|\{\w+\}/.test(says)));
  }
});

test('every cause has an observation that tells it apart', () => {
  const separable = new Set(observations.flatMap(({ separates }) => separates));
  assert.deepEqual(
    causeIds.filter((id) => !separable.has(id)),
    [],
  );
});

test('no text, however strange, makes it throw', () => {
  const pieces = fc.constantFrom(
    'UC',
    '503',
    '{',
    '}',
    '"',
    '[2026-11-22T17:13:38.766Z] ',
    'reset reason: ',
    'via_upstream',
    'outbound|80||a',
    '\n',
    '\u0000',
    '{"response_code":',
    'EOF',
    '__proto__',
    'constructor',
    'upstream_reset_before_response_started{',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string({ unit: 'binary' }),
        fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(' ')),
      ),
      (text) => {
        assert.equal(typeof explain(text).recognized, 'boolean');
      },
    ),
    { numRuns: 500 },
  );
});

test('whatever stands around a lone UC, it never comes down to one cause', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), fc.constantFrom('inbound|8480|| ', `${outboundTail} `), (duration, tail) => {
      assert.ok(
        explain(inboundRow(`503 UC upstream_reset_before_response_started{connection_termination} - "-" 1 95 ${duration} -`, tail.trim())).causes.length > 1,
      );
    }),
    { numRuns: 100 },
  );
});

test('a long text costs by its length', () => {
  for (const unit of ['a', '"', '{', '503 ', 'UC,', 'connect() failed ', '[2026-', 'l5d '])
    growsLinearly((size) => void explain(unit.repeat(size / unit.length)), 100_000);
});
