import assert from 'node:assert/strict';
import test from 'node:test';
import { fitOf, type Sign, signatures } from '../../knowledge/signatures.ts';
import { accessLog, containerLog, makeSnapshot, runAnalyzer, testAnalyzer } from '../../testing/index.ts';
import { cannotBeId, failureSignature, judged, sawId } from './index.ts';

/** Rows as Istio 1.31 writes them, one for each kind of failure. */
const inbound =
  '"-" 1206 95 1 - "-" "vmalert" "6f1c" "vminsert.monitoring.svc:8480" "10.1.0.7:8480" inbound|8480|| 127.0.0.6:40112 10.1.0.7:8480 10.1.0.9:51234 - default';
const outbound = 'outbound|8480||vminsert.monitoring.svc.cluster.local 10.1.0.9:51234 10.96.0.4:8480 10.1.0.9:40000 - default';
const head = '[2026-01-01T00:00:01.000Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1"';
const sent = '1206 95 1 - "-" "vmalert" "6f1c" "vminsert.monitoring.svc:8480" "10.1.0.7:8480"';
const failed = 'upstream_reset_before_response_started';
const connecting = (transport: string): string => `${head} 503 UF ${failed}{remote_connection_failure|${transport}} - "${transport}" ${sent} ${outbound}`;
const server = 'monitoring/vminsert-0';
const client = 'monitoring/vmalert-0';
type RowSign = Exclude<Sign, 'reset-somewhere' | 'refused-somewhere' | 'gave-up'>;
const rows: Readonly<Record<RowSign, readonly [string, string]>> = {
  'reset-local': [server, `${head} 503 UC ${failed}{connection_termination} - ${inbound}`],
  'reset-remote': [client, `${head} 503 UC ${failed}{connection_termination} - "-" ${sent} ${outbound}`],
  'refused-local': [
    server,
    `${head} 503 UF ${failed}{remote_connection_failure|delayed_connect_error:_Connection_refused} - ${inbound.replace('"-"', '"delayed_connect_error:_Connection_refused"')}`,
  ],
  'refused-remote': [client, connecting('delayed_connect_error:_111')],
  'connect-timeout': [client, `${head} 503 UF ${failed}{connection_timeout} - "-" ${sent} ${outbound}`],
  'connect-unreachable': [client, connecting('delayed_connect_error:_No_route_to_host')],
  'connect-reset': [client, connecting('TLS_error:|33554536:system_library:OPENSSL_internal:Connection_reset_by_peer:TLS_error_end')],
  'connect-unknown': [client, `${head} 503 UF ${failed}{connection_failure} - "-" ${sent} ${outbound}`],
  'tls-certificate': [client, connecting('TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS_error_end')],
  'tls-protocol': [client, connecting('TLS_error:|268435703:SSL_routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end')],
  'tls-secret': [client, connecting('TLS_error:_Secret_is_not_supplied_by_SDS')],
  'no-host': [
    client,
    `${head} 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "vmalert" "6f1c" "vminsert.monitoring.svc:8480" "-" outbound|8480||vminsert.monitoring.svc.cluster.local - 10.96.0.4:8480 10.1.0.9:40000 - default`,
  ],
  overflow: [client, `${head} 503 UO ${failed}{overflow} - "-" ${sent} ${outbound}`],
  'no-route': [
    client,
    `${head} 404 NR route_not_found - "-" 0 0 0 - "-" "vmalert" "6f1c" "vminsert.monitoring.svc:8480" "-" - - 10.96.0.4:8480 10.1.0.9:40000 - -`,
  ],
  'no-cluster': [
    client,
    `${head} 503 NC cluster_not_found - "-" 0 0 0 - "-" "vmalert" "6f1c" "vminsert.monitoring.svc:8480" "-" - - 10.96.0.4:8480 10.1.0.9:40000 - default`,
  ],
  'refused-by-listener': [
    server,
    '[2026-01-01T00:00:01.000Z] "- - -" 0 NR filter_chain_not_found - "-" 0 0 0 - "-" "-" "-" "-" "-" - - 10.1.0.7:8480 10.1.0.9:51234 - -',
  ],
  timeout: [client, `${head} 504 UT response_timeout - "-" ${sent} ${outbound}`],
  protocol: [client, `${head} 502 UPE ${failed}{protocol_error} - "-" ${sent} ${outbound}`],
  'stream-reset': [client, `${head} 503 UR ${failed}{remote_reset} - "-" ${sent} ${outbound}`],
  denied: [client, `${head} 403 UAEX ext_authz_denied - "-" ${sent} ${outbound}`],
  answered: [server, `${head} 503 - via_upstream - ${inbound}`],
};

const target = 'vminsert.monitoring';
const others = (sign: Sign): readonly string[] =>
  Object.entries(signatures).flatMap(([cause, signature]) => (fitOf(sign, signature) === undefined ? [cause] : []));

testAnalyzer(test, failureSignature, [
  ...(Object.keys(rows) as RowSign[]).map((sign) => ({
    // the record's keys are the signs
    name: `a failure of the kind ${sign} is said to be one, and causes that cannot leave it are out`,
    given: [accessLog(rows[sign][0], [rows[sign][1]])],
    expect: [
      { message: sawId(sign), data: { count: 1, failures: 1, target }, explains: [0] },
      ...others(sign).map((cause) => ({ message: cannotBeId(cause), data: { failures: 1, target, seen: sign } })),
    ],
  })),
  ...(
    [
      ['reset-somewhere', 'Post "http://vminsert.monitoring.svc:8480/insert/0/prometheus/api/v1/write": EOF'],
      [
        'refused-somewhere',
        'Post "http://vminsert.monitoring.svc:8480/insert/0/prometheus/api/v1/write": dial tcp 10.96.0.4:8480: connect: connection refused',
      ],
    ] as const
  ).map(([sign, error]) => ({
    name: `a caller that tells ${sign} says nothing of the hop`,
    given: [containerLog(`${client}/app`, [`2026-01-01T00:00:01.000Z error ${error}`])],
    expect: [
      { message: sawId(sign), data: { count: 1, failures: 1, target }, explains: [0] },
      ...others(sign).map((cause) => ({ message: cannotBeId(cause), data: { failures: 1, target, seen: sign } })),
    ],
  })),
  {
    name: 'callers that give up after a long wait have failed requests',
    given: [
      accessLog(client, [
        ...[0, 1, 2, 3, 4].map(
          (second) =>
            `[2026-01-01T00:00:0${second}.000Z] "GET / HTTP/1.1" 200 - via_upstream - "-" 0 9 5 - "-" "vmalert" "ok${second}" "vminsert.monitoring.svc:8480" "10.1.0.7:8480" ${outbound}`,
        ),
        ...[10, 20, 30].map(
          (second) =>
            `[2026-01-01T00:00:${second}.000Z] "GET / HTTP/1.1" 0 DC downstream_remote_disconnect - "-" 0 0 2000 - "-" "vmalert" "dc${second}" "vminsert.monitoring.svc:8480" "10.1.0.7:8480" ${outbound}`,
        ),
      ]),
    ],
    expect: [
      { message: sawId('gave-up'), data: { count: 3, failures: 3, target }, explains: [0, 1, 2] },
      ...others('gave-up').map((cause) => ({ message: cannotBeId(cause), data: { failures: 3, target, seen: 'gave-up' } })),
    ],
  },
  {
    name: 'an answer that came from beyond the last log may be of any kind, so nothing is said',
    given: [accessLog(client, [`${head} 503 - via_upstream - "-" ${sent} ${outbound}`])],
    expect: [],
  },
  { name: 'without access logs there is nothing to sort', given: [], expect: 'skipped' },
]);

/** What the table must say, by name: the claims people argue about. */
const claims: readonly (readonly [string, RowSign, 'hints' | 'excludes' | 'nothing'])[] = [
  ['keepalive-idle-mismatch', 'reset-local', 'hints'],
  ['keepalive-idle-mismatch', 'no-host', 'excludes'],
  ['keepalive-idle-mismatch', 'refused-local', 'excludes'],
  ['oom-killed', 'reset-local', 'hints'],
  ['oom-killed', 'no-host', 'hints'],
  ['oom-killed', 'overflow', 'excludes'],
  ['oom-killed', 'no-route', 'excludes'],
  ['certificate-expired', 'reset-local', 'excludes'],
  ['certificate-expired', 'reset-remote', 'hints'],
  ['mtls-mode-mismatch', 'reset-local', 'excludes'],
  ['target-port-mismatch', 'refused-local', 'hints'],
  ['target-port-mismatch', 'no-host', 'nothing'],
  ['app-answered-503', 'reset-local', 'excludes'],
  ['circuit-breaker-overflow', 'overflow', 'hints'],
  ['vminsert-overloaded', 'answered', 'hints'],
];
for (const [cause, sign, as] of claims) {
  test(`${sign} ${as === 'nothing' ? 'says nothing about' : as} ${cause}`, () => {
    const said = runAnalyzer(failureSignature, makeSnapshot([accessLog(rows[sign][0], [rows[sign][1]])]));
    const bearings =
      said.status === 'ran'
        ? said.findings.flatMap((finding) => finding.bearsOn.filter((bearing) => bearing.cause === cause).map((bearing) => bearing.as))
        : [];
    assert.deepEqual(bearings, as === 'nothing' ? [] : [as]);
  });
}

test('every cause but the one that looks like anything is judged', () => assert.equal(judged.length, Object.keys(signatures).length));
