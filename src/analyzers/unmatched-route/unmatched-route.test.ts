import test from 'node:test';
import { accessLog, document, manifest, testAnalyzer } from '../../testing/index.ts';
import { unmatchedRoute } from './index.ts';

const row = (path: string, status = '404 NR route_not_found'): string =>
  `[2026-11-22T17:24:05.103Z] "POST ${path} HTTP/1.1" ${status} - "-" 0 0 0 - "-" "vmalert" "21c74546-cf04-486f-bb59-e9256cabd425" "vminsert.monitoring.svc.cluster.local:8480" "-" - - 10.96.31.10:8480 10.244.1.34:55670 - -`;
const lost = accessLog('monitoring/vmalert-0', [row('/insert/0/prometheus/api/v1/write')]);
const virtualService = (match: string) => manifest`
  apiVersion: networking.istio.io/v1
  kind: VirtualService
  metadata: { name: tenants, namespace: monitoring }
  spec:
    hosts: [vminsert]
    http: [{ match: [${match}], route: [{ destination: { host: vminsert } }] }]
`;
const said = {
  message: 'noRouteFound',
  data: { failures: 1, host: 'vminsert.monitoring.svc.cluster.local:8480', path: '/insert/0/prometheus/api/v1/write' },
  explains: [0],
};

/** A gateway's rows of these minutes, for one host. */
const gateway = (...rows: readonly (readonly [minute: number, answer: string, host?: string])[]) =>
  accessLog(
    'istio-system/istio-ingressgateway-7d9c5b6f4c-x2k8p',
    rows.map(
      ([minute, answer, host = 'shop.example.com']) =>
        `[2026-11-22T17:${minute}:05.103Z] "GET /cart HTTP/1.1" ${answer} - "-" 0 0 0 - "-" "web" "id-${minute}" "${host}" "-" - - 10.244.1.3:8443 203.0.113.9:55670 - -`,
    ),
  );
const none = '404 NR route_not_found';

testAnalyzer(test, unmatchedRoute, [
  {
    name: 'a gateway that never had a route for the host',
    given: [gateway([10, none], [12, none], [15, none])],
    expect: [
      { message: 'noRouteAtGateway', data: { failures: 3, host: 'shop.example.com', gateway: 'istio-ingressgateway', minutes: 5 }, explains: [0, 1, 2] },
    ],
  },
  { name: 'a gateway whose routes came a moment later', given: [gateway([10, none], [10, none], [10, none])], expect: [] },
  {
    name: 'an address that somebody asks for by chance',
    given: [gateway([10, none, '203.0.113.7'], [12, none, '203.0.113.7'], [15, none, '203.0.113.7'])],
    expect: [],
  },
  { name: 'a gateway that had a route at another time', given: [gateway([10, none], [12, none], [15, none], [16, '200 - via_upstream'])], expect: [] },
  {
    name: 'the match list leaves the path out',
    given: [lost, virtualService('{ uri: { prefix: /insert/1/ } }')],
    expect: [
      said,
      {
        message: 'leftOut',
        data: {
          virtualService: 'monitoring/tenants',
          matches: 'prefix /insert/1/',
          host: 'vminsert.monitoring.svc.cluster.local:8480',
          failures: 1,
          path: '/insert/0/prometheus/api/v1/write',
        },
        explains: [0],
      },
    ],
  },
  {
    name: 'a rule that takes the path speaks against it',
    given: [lost, virtualService('{ uri: { prefix: /insert/ } }')],
    expect: [said, { message: 'ruleTakesIt', data: { virtualService: 'monitoring/tenants', path: '/insert/0/prometheus/api/v1/write', failures: 1 } }],
  },
  { name: 'a match by header cannot be judged from the row', given: [lost, virtualService('{ headers: { tenant: { exact: a } } }')], expect: [said] },
  {
    name: 'the proxy has no virtual host for the authority',
    given: [
      lost,
      document(
        'envoy/monitoring/vmalert-0/config_dump.json',
        {
          configs: [
            {
              '@type': 'type.googleapis.com/envoy.admin.v3.RoutesConfigDump',
              dynamic_route_configs: [
                {
                  route_config: {
                    '@type': 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration',
                    name: '8480',
                    virtual_hosts: [{ name: 'vmselect.monitoring.svc.cluster.local:8481', domains: ['vmselect.monitoring.svc.cluster.local'] }],
                  },
                },
              ],
            },
          ],
        },
        'monitoring/vmalert-0',
      ),
    ],
    expect: [{ message: 'hostUnknown', data: { pod: 'vmalert-0', host: 'vminsert.monitoring.svc.cluster.local:8480', failures: 1 }, explains: [0] }],
  },
  {
    name: 'a failure with another flag had a route',
    given: [accessLog('monitoring/vmalert-0', [row('/insert/1/x', '503 UH no_healthy_upstream')]), virtualService('{ uri: { prefix: /insert/1/ } }')],
    expect: [{ message: 'routesWereFound', data: { failures: 1, target: 'vminsert.monitoring' } }],
  },
  { name: 'requests that go well say nothing', given: [accessLog('monitoring/vmalert-0', [row('/insert/1/x', '200 - via_upstream')])], expect: [] },
  { name: 'without access logs no request is seen', given: [virtualService('{ uri: { prefix: /insert/2/ } }')], expect: 'skipped' },
]);
