import test from 'node:test';
import { accessLog, document, manifest, testAnalyzer } from '../../testing/index.ts';
import { missingCluster } from './index.ts';

const row = (status: string): string =>
  `[2026-11-22T17:24:05.103Z] "GET /cart HTTP/1.1" ${status} - "-" 0 0 0 - "-" "curl/8" "21c74546-cf04-486f-bb59-e9256cabd425" "cart.shop.svc.cluster.local:8080" "-" - - 10.96.31.10:8080 10.244.1.34:55670 - -`;
const lost = accessLog('shop/web-0', [row('503 NC cluster_not_found')]);
const service = manifest`
  apiVersion: v1
  kind: Service
  metadata: { name: cart, namespace: shop }
  spec: { selector: { app: cart }, ports: [{ port: 8080 }] }
`;
const virtualService = (destination: string) => manifest`
  apiVersion: networking.istio.io/v1
  kind: VirtualService
  metadata: { name: cart, namespace: shop }
  spec: { hosts: [cart], http: [{ route: [{ destination: { ${destination} } }] }] }
`;
const rule = (subset: string) => manifest`
  apiVersion: networking.istio.io/v1
  kind: DestinationRule
  metadata: { name: cart, namespace: shop }
  spec: { host: cart.shop.svc.cluster.local, subsets: [{ name: ${subset}, labels: { version: ${subset} } }] }
`;
const said = { message: 'clusterNotFound', data: { failures: 1, target: 'cart.shop' }, explains: [0] };

testAnalyzer(test, missingCluster, [
  {
    name: 'the subset is not defined',
    given: [lost, service, virtualService('host: cart, subset: v2'), rule('v1')],
    expect: [said, { message: 'subsetUndefined', data: { virtualService: 'shop/cart', subset: 'v2', host: 'cart', failures: 1 }, explains: [0] }],
  },
  { name: 'a subset that is defined is not it', given: [lost, service, virtualService('host: cart, subset: v1'), rule('v1')], expect: [said] },
  {
    name: 'the host is no Service',
    given: [lost, service, virtualService('host: kart')],
    expect: [said, { message: 'hostUndefined', data: { virtualService: 'shop/cart', host: 'kart', failures: 1 }, explains: [0] }],
  },
  {
    name: 'the proxy has a route to a cluster it lacks',
    given: [
      lost,
      document(
        'envoy/shop/web-0/config_dump.json',
        {
          configs: [
            {
              '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
              dynamic_active_clusters: [
                {
                  cluster: {
                    '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
                    name: 'outbound|8080|v1|cart.shop.svc.cluster.local',
                    type: 'EDS',
                  },
                },
              ],
            },
            {
              '@type': 'type.googleapis.com/envoy.admin.v3.RoutesConfigDump',
              dynamic_route_configs: [
                {
                  route_config: {
                    '@type': 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration',
                    name: '8080',
                    virtual_hosts: [
                      {
                        name: 'cart',
                        domains: ['cart.shop.svc.cluster.local'],
                        routes: [{ match: { prefix: '/' }, route: { cluster: 'outbound|8080|v2|cart.shop.svc.cluster.local' } }],
                      },
                    ],
                  },
                },
              ],
            },
          ],
        },
        'shop/web-0',
      ),
    ],
    expect: [
      said,
      {
        message: 'routeToNothing',
        data: { pod: 'shop/web-0', host: 'cart.shop.svc.cluster.local:8080', cluster: 'outbound|8080|v2|cart.shop.svc.cluster.local', failures: 1 },
        explains: [0],
      },
    ],
  },
  {
    name: 'without requests, a route to an undefined subset of a Service must fail',
    given: [service, virtualService('host: cart, subset: v3'), rule('v1')],
    expect: [
      { message: 'wouldFindNoCluster', data: { virtualService: 'shop/cart', host: 'cart.shop', destination: 'subset v3 of cart' }, predicts: 'cart.shop' },
    ],
  },
  {
    name: 'another flag had its cluster',
    given: [accessLog('shop/web-0', [row('503 UH no_healthy_upstream')])],
    expect: [{ message: 'clustersWereFound', data: { failures: 1, target: 'cart.shop' } }],
  },
  { name: 'without DestinationRules nobody knows the subsets', given: [service, virtualService('host: cart, subset: v3')], expect: [] },
]);
