import test from 'node:test';
import { accessLog, document, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { protocolDisagreement } from './index.ts';

const cluster = 'outbound|9000||legacy.shop.svc.cluster.local';
const row = (second: number, answer: string, connection = `10.1.0.5:4000${second}`): string =>
  `[2026-01-01T00:00:0${second}.000Z] "GET /items HTTP/1.1" ${answer} 0 87 2 - "-" "curl" "00000000-0000-4000-8000-00000000000${second}" "legacy.shop.svc.cluster.local:9000" "10.1.0.7:9000" ${cluster} ${connection} 10.96.0.9:9000 10.1.0.5:53462 - default`;
const garbage = '502 UPE upstream_reset_before_response_started{protocol_error} - "-"';
const reset = '503 UC upstream_reset_before_response_started{connection_termination} - "-"';
const caller = (...rows: readonly string[]): Given => accessLog('shop/frontend-0', rows);
const service = manifest`
  apiVersion: v1
  kind: Service
  metadata: { name: legacy, namespace: shop }
  spec: { ports: [{ name: http-api, port: 9000 }] }
`;
const http2 = document(
  'envoy/shop/frontend-0/config_dump.json',
  {
    configs: [
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
        dynamic_active_clusters: [
          {
            cluster: {
              name: cluster,
              type: 'EDS',
              typed_extension_protocol_options: {
                'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': { explicit_http_config: { http2_protocol_options: {} } },
              },
            },
          },
        ],
      },
    ],
  },
  'shop/frontend-0/istio-proxy',
);

/** As recorded: billing serves TLS on the port that its Service calls http; Istio moved the probe into its proxy's environment. */
const inbound = (second: number, answer: string, local = `127.0.0.6:5676${second}`): string =>
  `[2026-11-22T23:17:0${second}.066Z] "GET /invoices HTTP/1.1" ${answer} 0 95 12 - "-" "lab-client/1.0" "3f0e4c27-1a8a-462e-bdd0-6a5474822b6${second}" "billing.shop.svc:8080" "10.203.1.3:8080" inbound|8080|| ${local} 10.203.1.3:8080 10.203.1.4:46188 outbound_.8080_._.billing.shop.svc.cluster.local default`;
const billing = 'shop/billing-6997cd95d5-mxg62';
const billingLog = (...rows: readonly string[]): Given => accessLog(billing, rows);
const refused = billingLog(inbound(2, reset), inbound(3, reset));
const billingPod = ({ env = '', probe = '{}', ready = true }: { readonly env?: string; readonly probe?: string; readonly ready?: boolean }): Given =>
  document('pods.json', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'billing-6997cd95d5-mxg62',
      namespace: 'shop',
      ownerReferences: [{ kind: 'ReplicaSet', name: 'billing-6997cd95d5', controller: true }],
    },
    spec: {
      containers: [
        { name: 'billing', ports: [{ containerPort: 8080, name: 'http' }], readinessProbe: JSON.parse(probe) },
        { name: 'istio-proxy', env: [{ name: 'ISTIO_KUBE_APP_PROBERS', value: env }] },
      ],
    },
    status: { podIP: '10.203.1.3', containerStatuses: [{ name: 'billing', ready, restartCount: 0 }] },
  });
const movedProbe = (port: number): string => `{"/app-health/billing/readyz":{"httpGet":{"path":"/ready","port":${port},"scheme":"HTTPS"},"timeoutSeconds":2}}`;
const deployment = (port: number): Given => manifest`
  apiVersion: apps/v1
  kind: Deployment
  metadata: { name: billing, namespace: shop }
  spec: { template: { spec: { containers: [{ name: billing, readinessProbe: { httpGet: { path: /ready, port: ${port}, scheme: HTTPS } } }] } } }
  status: { readyReplicas: 1 }
`;
const inboundDump = (transport: object): Given =>
  document(
    `envoy/${billing}/config_dump.json`,
    {
      configs: [
        {
          '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
          dynamic_active_clusters: [{ cluster: { name: 'inbound|8080||', type: 'ORIGINAL_DST', ...transport } }],
        },
      ],
    },
    `${billing}/istio-proxy`,
  );
const tlsSocket = {
  transport_socket: {
    name: 'envoy.transport_sockets.tls',
    typed_config: { '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext' },
  },
};
const speaksTls = { message: 'portSpeaksTls', data: { cluster: 'inbound|8080||', port: 8080, failed: 2 }, hop: 'billing-sidecar->billing', explains: [0, 1] };

testAnalyzer(test, protocolDisagreement, [
  {
    name: 'the sidecar speaks plaintext to the port that its pod is probed on over HTTPS',
    given: [refused, billingPod({ env: movedProbe(8080) }), inboundDump({})],
    expect: [speaksTls],
  },
  {
    name: 'a probe that was not rewritten and names its port tells the same',
    given: [refused, billingPod({ probe: '{"httpGet":{"port":"http","scheme":"HTTPS"}}' })],
    expect: [speaksTls],
  },
  {
    name: 'so does the Deployment when its pods were not collected',
    given: [refused, deployment(8080)],
    expect: [speaksTls],
  },
  {
    name: 'a caller speaks plaintext to a pod without a sidecar that is probed over HTTPS',
    given: [
      caller(row(1, reset), row(2, reset)),
      manifest`
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: legacy, namespace: shop }
        spec: { host: legacy.shop.svc.cluster.local, trafficPolicy: { tls: { mode: DISABLE } } }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: legacy-0, namespace: shop }
        spec: { containers: [{ name: legacy, startupProbe: { httpGet: { port: 9000, scheme: HTTPS } } }] }
        status: { podIP: 10.1.0.7, containerStatuses: [{ name: legacy, ready: true }] }
      `,
    ],
    expect: [{ message: 'portSpeaksTls', data: { cluster, port: 9000, failed: 2 }, explains: [0, 1] }],
  },
  {
    name: 'a request that goes well shows that the probed port reads plaintext',
    given: [billingLog(inbound(2, reset), inbound(3, reset), inbound(4, '200 - via_upstream - "-"')), billingPod({ env: movedProbe(8080) }), inboundDump({})],
    expect: [{ message: 'sameProtocolServes', data: { cluster: 'inbound|8080||', ok: 1 } }],
  },
  {
    name: 'an error that the application itself writes shows it too',
    given: [billingLog(inbound(2, reset), inbound(3, reset), inbound(4, '500 - via_upstream - "-"')), billingPod({ env: movedProbe(8080) })],
    expect: [],
  },
  {
    name: 'a probe of another port says nothing of this one',
    given: [refused, billingPod({ env: movedProbe(8443) }), inboundDump({})],
    expect: [],
  },
  {
    name: 'the other port in the Deployment neither',
    given: [refused, deployment(8443)],
    expect: [],
  },
  {
    name: 'a probe that does not succeed may itself be wrong',
    given: [refused, billingPod({ env: movedProbe(8080), ready: false })],
    expect: [],
  },
  {
    name: 'a port that is also probed in plaintext reads both',
    given: [refused, billingPod({ env: movedProbe(8080), probe: '{"httpGet":{"port":8080}}' })],
    expect: [],
  },
  {
    name: 'a proxy that begins TLS towards the port speaks as the probe does',
    given: [refused, billingPod({ env: movedProbe(8080) }), inboundDump(tlsSocket)],
    expect: [],
  },
  {
    name: 'an environment that was cut off tells nothing',
    given: [refused, billingPod({ env: movedProbe(8080).slice(0, 60) })],
    expect: [],
  },
  {
    name: 'a port named http answers what is not HTTP',
    given: [caller(row(1, garbage), row(2, garbage)), service],
    expect: [{ message: 'declaredOtherwise', data: { cluster, failed: 2, declared: 'http-api' }, explains: [0, 1] }],
  },
  {
    name: 'unreadable answers, nothing known of the port',
    given: [caller(row(1, garbage))],
    expect: [{ message: 'unreadable', data: { cluster, failed: 1 } }],
  },
  {
    name: 'HTTP/2 towards a server that closes on its preface',
    given: [caller(row(1, reset), row(2, reset)), http2],
    expect: [{ message: 'http2Unanswered', data: { cluster, failed: 2 }, explains: [0, 1] }],
  },
  {
    name: 'requests that the proxy cannot read',
    given: [accessLog('shop/frontend-0', [row(1, '400 DPE http1.codec_error - "-"')])],
    expect: [{ message: 'requestUnreadable', data: { failed: 1, server: 'frontend-sidecar' } }],
  },
  {
    name: 'one bad answer among good ones is no wrong protocol',
    given: [caller(row(1, garbage), row(2, '200 - via_upstream - "-"'), row(3, '200 - via_upstream - "-"')), service],
    expect: [{ message: 'sameProtocolServes', data: { cluster, ok: 2 } }],
  },
  {
    name: 'what went well before the first failure may have been spoken otherwise',
    given: [caller(row(1, '200 - via_upstream - "-"'), row(2, garbage), row(3, garbage)), service],
    expect: [{ message: 'declaredOtherwise', data: { cluster, failed: 2, declared: 'http-api' } }],
  },
  {
    name: 'a time-out is no protocol error',
    given: [caller(row(1, '504 UT response_timeout - "-"'))],
    expect: [{ message: 'noProtocolError', data: { total: 1 } }],
  },
  { name: 'a reset on HTTP/1 stays open', given: [caller(row(1, reset))], expect: [] },
]);
