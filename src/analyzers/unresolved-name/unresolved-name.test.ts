import test from 'node:test';
import { accessLog, containerLog, document, testAnalyzer } from '../../testing/index.ts';
import { unresolvedName } from './index.ts';

const row = (status: string, host: string, cluster: string, upstream = '-'): string =>
  `[2026-11-22T17:22:05.691Z] "GET / HTTP/1.1" ${status} - "-" 0 19 0 - "-" "curl/8" "6f28162c-78dd-4dca-a89a-278891ba1d2e" "${host}" "${upstream}" ${cluster} - 10.96.31.10:443 10.244.2.25:51050 - default`;
const external = 'outbound|443||api.example.com';
const lookups = (name: string) =>
  containerLog(
    'shop/web-0/web',
    ['03', '04', '06'].map((second) => `2026-11-22T17:22:${second}.100Z error dial tcp: lookup ${name} on 10.96.0.10:53: no such host`),
  );

testAnalyzer(test, unresolvedName, [
  {
    name: 'the proxy says that the name does not resolve',
    given: [accessLog('shop/web-0', [row('503 DF dns_resolution_failure', 'api.example.com', external)])],
    expect: [{ message: 'resolutionFailed', data: { failures: 1, target: 'api.example.com' }, explains: [0] }],
  },
  {
    name: 'a DNS cluster has no host',
    given: [
      accessLog('shop/web-0', [row('503 UH no_healthy_upstream', 'api.example.com', external)]),
      document(
        'envoy/shop/web-0/config_dump.json',
        {
          configs: [
            {
              '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
              dynamic_active_clusters: [{ cluster: { '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster', name: external, type: 'STRICT_DNS' } }],
            },
          ],
        },
        'shop/web-0',
      ),
      document(
        'envoy/shop/web-0/clusters.txt',
        'outbound|80||cart.shop.svc.cluster.local::10.244.1.9:8080::cx_active::0\noutbound|80||cart.shop.svc.cluster.local::10.244.1.9:8080::health_flags::healthy\n',
        'shop/web-0',
      ),
    ],
    expect: [{ message: 'dnsClusterEmpty', data: { cluster: external, pod: 'shop/web-0', type: 'STRICT_DNS', failures: 1 }, explains: [0] }],
  },
  {
    name: 'the application says so at the time of the failures',
    given: [accessLog('shop/web-0', [row('503 UH no_healthy_upstream', 'api.example.com', external)]), lookups('api.example.com')],
    expect: [
      { message: 'lookupsFail', data: { container: 'web-0/web', count: 3, name: 'api.example.com', error: 'no such host', failures: 1 }, explains: [0] },
    ],
  },
  {
    name: 'without requests, look-ups that keep failing foretell them',
    given: [lookups('cart.shop.svc.cluster.local')],
    expect: [
      {
        message: 'lookupsFailAlone',
        data: { container: 'web-0/web', count: 3, name: 'cart.shop.svc.cluster.local', error: 'no such host' },
        predicts: 'cart.shop',
      },
    ],
  },
  {
    name: 'a host of the mesh needs no DNS of the proxy',
    given: [accessLog('shop/web-0', [row('503 UH no_healthy_upstream', 'cart.shop.svc.cluster.local', 'outbound|80||cart.shop.svc.cluster.local')])],
    expect: [{ message: 'nameWasResolved', data: { failures: 1, target: 'cart.shop' } }],
  },
  {
    name: 'a look-up of another name that failed is nothing',
    given: [accessLog('shop/web-0', [row('200 - via_upstream', 'api.example.com', external, '93.184.216.34:443')]), lookups('other.example.com')],
    expect: [],
  },
]);
