import test from 'node:test';
import { accessLog, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { mtlsModeConflict } from './index.ts';

const client = 'vmalert-sidecar';
const server = 'vminsert-sidecar';
const callerRow = (
  second: number,
  answer: string,
  connection = `10.244.1.8:4929${second}`,
  cluster = 'outbound|8480||vminsert.monitoring.svc.cluster.local',
): string =>
  `[2026-01-01T00:00:0${second}.000Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" ${answer} 83 95 1 - "-" "vmalert" "00000000-0000-4000-8000-00000000000${second}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.7:8480" ${cluster} ${connection} 10.96.31.10:8480 10.244.1.8:53462 - default`;
const reset = '503 UC upstream_reset_before_response_started{connection_termination} - "-"';
const wrongVersion =
  '503 URX,UF upstream_reset_before_response_started{remote_connection_failure|TLS_error:|268435703:SSL_routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end} - "TLS_error:|268435703:SSL_routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end"';
const caller = (...rows: readonly string[]): Given => accessLog('monitoring/vmalert-66467cfcc9-kzvzl', rows);
const refusal = (second: number, from = `10.244.1.8:4929${second}`): string =>
  `[2026-01-01T00:00:0${second}.000Z] "- - -" 0 NR filter_chain_not_found - "-" 0 0 0 - "-" "-" "-" "-" "-" - - 10.244.2.7:8480 ${from} - -`;
const receiver = (...rows: readonly string[]): Given => accessLog('monitoring/vminsert-58bd74d78-vcpbd', rows);

const pods = (proxy: 'with proxy' | 'without proxy'): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-58bd74d78-vcpbd, namespace: monitoring, labels: { app: vminsert }, ownerReferences: [{ kind: ReplicaSet, name: vminsert-58bd74d78, controller: true }] }
  spec: { containers: [{ name: vminsert, image: victoriametrics/vminsert }${proxy === 'with proxy' ? ', { name: istio-proxy, image: istio/proxyv2 }' : ''}] }
  status: { podIP: 10.244.2.7 }
`;
const rule = (mode: string): Given => manifest`
  apiVersion: networking.istio.io/v1
  kind: DestinationRule
  metadata: { name: vminsert, namespace: monitoring }
  spec: { host: vminsert.monitoring.svc.cluster.local, trafficPolicy: { tls: { mode: ${mode} } } }
`;
const policy = (mode: string): Given => manifest`
  apiVersion: security.istio.io/v1
  kind: PeerAuthentication
  metadata: { name: default, namespace: monitoring }
  spec: { mtls: { mode: ${mode} } }
`;
const service = manifest`
  apiVersion: v1
  kind: Service
  metadata: { name: vminsert, namespace: monitoring }
  spec: { selector: { app: vminsert }, ports: [{ port: 8480 }] }
`;
const user = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vmalert-0, namespace: monitoring }
  spec: { containers: [{ name: vmalert, args: ['-remoteWrite.url=http://vminsert.monitoring.svc:8480/insert/0/prometheus'] }] }
`;

testAnalyzer(test, mtlsModeConflict, [
  {
    name: 'a server outside the mesh is sent no mutual TLS of the mesh',
    given: [
      caller(
        callerRow(1, wrongVersion, '10.244.1.8:49291', 'outbound|443||api.example.com').replace(
          'vminsert.monitoring.svc.cluster.local:8480',
          'api.example.com',
        ),
      ),
    ],
    expect: [],
  },
  {
    name: 'plaintext towards a listener that takes mutual TLS only, seen from both ends',
    given: [caller(callerRow(1, reset), callerRow(2, reset)), receiver(refusal(1), refusal(2)), pods('with proxy'), rule('DISABLE'), policy('STRICT')],
    expect: [{ message: 'plaintextRefused', data: { client, server, refused: 2 }, explains: [0, 1] }],
  },
  {
    name: "the same with the caller's log alone",
    given: [caller(callerRow(1, reset)), pods('with proxy'), rule('DISABLE'), policy('STRICT')],
    expect: [{ message: 'plaintextRefused', data: { client, server, refused: 1 } }],
  },
  {
    name: "a call to a pod's address goes through the passthrough cluster in plaintext",
    given: [caller(callerRow(1, reset, '10.244.1.8:49291', 'PassthroughCluster')), pods('with proxy'), policy('STRICT')],
    expect: [{ message: 'plaintextRefused', data: { client, server, refused: 1 } }],
  },
  {
    name: 'refusals by a strict listener of a caller that nothing is known of',
    given: [receiver(refusal(1, '10.9.9.9:1000'), refusal(2, '10.9.9.9:1001')), pods('with proxy'), policy('STRICT')],
    expect: [{ message: 'strictListenerRefuses', data: { client: '10.9.9.9', server, refused: 2 } }],
  },
  {
    name: 'refusals without any settings',
    given: [receiver(refusal(1, '10.9.9.9:1000'))],
    expect: [{ message: 'listenerRefuses', data: { client: '10.9.9.9', server, refused: 1 } }],
  },
  {
    name: 'plaintext is sent and nothing is known of the receiver',
    given: [caller(callerRow(1, reset), callerRow(2, reset), callerRow(3, reset)), rule('DISABLE'), pods('with proxy')],
    expect: [{ message: 'plaintextSentTo', data: { client, server, refused: 3 } }],
  },
  {
    name: 'mutual TLS towards a pod without a proxy',
    given: [caller(callerRow(1, wrongVersion, '-'), callerRow(2, wrongVersion, '-')), pods('without proxy'), rule('ISTIO_MUTUAL'), policy('PERMISSIVE')],
    expect: [{ message: 'mutualTlsToPlaintext', data: { client, server: 'vminsert', refused: 2 } }],
  },
  {
    name: 'mutual TLS towards a proxy that takes plaintext only',
    given: [
      caller(callerRow(1, reset.replace('UC', 'UF').replace('connection_termination', 'remote_connection_failure|TLS_error:_Connection_reset_by_peer'), '-')),
      pods('with proxy'),
      rule('ISTIO_MUTUAL'),
      policy('DISABLE'),
    ],
    expect: [{ message: 'mutualTlsToPlaintext', data: { client, server, refused: 1 } }],
  },
  {
    name: 'a handshake is answered in plaintext and no settings were collected',
    given: [caller(callerRow(1, wrongVersion, '-')), pods('without proxy')],
    expect: [{ message: 'answeredInPlaintext', data: { client, server: 'vminsert', refused: 1 } }],
  },
  {
    name: 'both ends agree, so a reset has another reason',
    given: [caller(callerRow(1, reset)), pods('with proxy'), rule('ISTIO_MUTUAL'), policy('STRICT')],
    expect: [{ message: 'bothAgree', data: { client, server, mode: 'mutual TLS' } }],
  },
  {
    name: 'plaintext is fine where the receiver takes both',
    given: [caller(callerRow(1, reset)), pods('with proxy'), rule('DISABLE'), policy('PERMISSIVE')],
    expect: [{ message: 'bothAgree', data: { client, server, mode: 'plaintext' } }],
  },
  {
    name: 'no policy in the evidence is not the word of a receiver that takes plaintext: the mesh’s own may not have been collected',
    given: [
      caller(callerRow(1, reset), callerRow(2, reset)),
      pods('with proxy'),
      rule('DISABLE'),
      manifest`{ apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: { name: default, namespace: shop }, spec: { mtls: { mode: STRICT } } }`,
    ],
    expect: [],
  },
  {
    name: 'other requests through the same cluster go well meanwhile',
    given: [caller(callerRow(1, reset), callerRow(2, '204 - via_upstream - "-"'), callerRow(3, reset)), pods('with proxy')],
    expect: [{ message: 'othersSucceed', data: { client, server, ok: 1 } }],
  },
  {
    name: "a refusal of the application's own port is behind the TLS of the mesh",
    given: [
      receiver(
        `[2026-01-01T00:00:01.000Z] "POST /w HTTP/1.1" 503 UF upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "delayed_connect_error:_Connection_refused" 83 95 1 - "-" "vmalert" "00000000-0000-4000-8000-000000000001" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.7:8480" inbound|8480|| - 10.244.2.7:8480 10.244.1.8:53462 - default`,
      ),
    ],
    expect: [{ message: 'noBrokenConnection', data: { total: 1 } }],
  },
  {
    name: 'the settings alone foretell it for a service that is used',
    given: [pods('with proxy'), service, user, rule('DISABLE'), policy('STRICT')],
    expect: [
      {
        message: 'settingsConflict',
        data: { service: 'vminsert.monitoring', client: 'DestinationRule monitoring/vminsert', server: 'PeerAuthentication monitoring/default' },
        predicts: 'vminsert.monitoring',
      },
    ],
  },
  { name: 'the same settings for a service that nobody uses', given: [pods('with proxy'), service, rule('DISABLE'), policy('STRICT')], expect: [] },
  { name: 'requests that go well', given: [caller(callerRow(1, '204 - via_upstream - "-"')), policy('STRICT')], expect: [] },
]);
