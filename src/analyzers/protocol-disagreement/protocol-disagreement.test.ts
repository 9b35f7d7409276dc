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

testAnalyzer(test, protocolDisagreement, [
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
