import test from 'node:test';
import { accessLog, containerLog, document, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { timeLimitWall } from './index.ts';

const row = (second: number, answer: string, duration: number, cluster = 'outbound|8481||vmselect.monitoring.svc.cluster.local'): string =>
  `[2026-01-01T00:00:0${second}.000Z] "GET /select/0/prometheus/api/v1/query HTTP/1.1" ${answer} 0 24 ${duration} - "-" "grafana" "00000000-0000-4000-8000-00000000000${second}" "vmselect.monitoring.svc.cluster.local:8481" "10.1.0.7:8481" ${cluster} 10.1.0.5:4000${second} 10.96.0.9:8481 10.1.0.5:53462 - default`;
const timeout = '504 UT response_timeout - "-"';
const reset = '503 UC upstream_reset_before_response_started{connection_termination} - "-"';
const caller = (...rows: readonly string[]): Given => accessLog('monitoring/grafana-0', rows);
const hop = 'grafana-sidecar->vmselect';
const route = (text: string): Given => manifest`
  apiVersion: networking.istio.io/v1
  kind: VirtualService
  metadata: { name: vmselect, namespace: monitoring }
  spec: { hosts: [vmselect.monitoring.svc.cluster.local], http: [{ timeout: ${text}, route: [{ destination: { host: vmselect.monitoring.svc.cluster.local } }] }] }
`;
const dump = document(
  'envoy/monitoring/grafana-0/config_dump.json',
  {
    configs: [
      {
        '@type': 'type.googleapis.com/envoy.admin.v3.RoutesConfigDump',
        dynamic_route_configs: [
          {
            route_config: {
              '@type': 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration',
              name: '8481',
              virtual_hosts: [
                {
                  name: 'vmselect',
                  domains: ['*'],
                  routes: [{ match: { prefix: '/' }, route: { cluster: 'outbound|8481||vmselect.monitoring.svc.cluster.local', timeout: '10s' } }],
                },
              ],
            },
          },
        ],
      },
    ],
  },
  'monitoring/grafana-0/istio-proxy',
);

testAnalyzer(test, timeLimitWall, [
  {
    name: 'the response limit of a Contour HTTPProxy is met',
    given: [
      accessLog('projectcontour/envoy-x2x4z', [
        row(1, timeout, 5003, 'monitoring/vmselect/8481/da39a3ee5e'),
        row(3, timeout, 5001, 'monitoring/vmselect/8481/da39a3ee5e'),
        row(5, timeout, 5002, 'monitoring/vmselect/8481/da39a3ee5e'),
      ]),
      manifest`
        apiVersion: projectcontour.io/v1
        kind: HTTPProxy
        metadata: { name: vmselect, namespace: monitoring }
        spec: { routes: [{ services: [{ name: vmselect, port: 8481 }], timeoutPolicy: { response: 5s } }] }
      `,
    ],
    expect: [{ message: 'timeoutAtLimit', data: { failed: 3, hop: 'envoy->vmselect', low: '5.001s', high: '5.003s', limit: '5s' } }],
  },
  {
    name: 'the proxy ends requests at the limit that a VirtualService sets',
    given: [caller(row(1, timeout, 3000), row(2, timeout, 3004), row(3, timeout, 3002)), route('3s')],
    expect: [{ message: 'timeoutAtLimit', data: { failed: 3, hop, low: '3s', high: '3.004s', limit: '3s' }, explains: [0, 1, 2] }],
  },
  {
    name: 'one request at the limit that the proxy’s own route has proves nothing',
    given: [caller(row(1, timeout, 10_001)), dump],
    expect: [{ message: 'fewAtLimit', data: { failed: 1, hop, low: '10.001s', high: '10.001s', limit: '10s' } }],
  },
  {
    name: 'the proxy ends requests for a time limit that was not collected',
    given: [caller(row(1, timeout, 3000)), route('30s')],
    expect: [{ message: 'proxyTimesOut', data: { failed: 1, hop, low: '3s', high: '3s' } }],
  },
  {
    name: 'a caller’s word of a time-out says nothing of the server',
    given: [
      containerLog('monitoring/grafana-0/grafana', [
        '2026-01-01T00:00:01.000Z error GET http://vmselect.monitoring.svc.cluster.local:8481/select: HTTP 504 "upstream request timeout"',
      ]),
    ],
    expect: [{ message: 'callersTellTimeout', data: { failed: 1, hop: 'grafana-sidecar->vmselect' } }],
  },
  {
    name: 'resets after one length of time',
    given: [caller(row(1, reset, 120_001), row(2, reset, 120_003), row(3, reset, 120_000))],
    expect: [{ message: 'resetsAtWall', data: { failed: 3, hop, low: '2m', high: '2m0.003s' }, explains: [0, 1, 2] }],
  },
  {
    name: 'the next one answers 504',
    given: [accessLog('monitoring/vmselect-0', [row(1, '504 - via_upstream - "-"', 5000, 'inbound|8481||')])],
    expect: [{ message: 'gatewayTimeoutAnswered', data: { failed: 1, server: 'vmselect', low: '5s', high: '5s' } }],
  },
  { name: 'a reset at once is no time limit', given: [caller(row(1, reset, 3))], expect: [{ message: 'noTimeLimitMet', data: { total: 1, high: '3ms' } }] },
  { name: 'slow requests that go well', given: [caller(row(1, '200 - via_upstream - "-"', 9000))], expect: [] },
  { name: 'without request rows nothing is timed', given: [route('3s')], expect: 'skipped' },
]);
