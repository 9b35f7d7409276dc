import test from 'node:test';
import { accessLog, document, manifest, testAnalyzer } from '../../testing/index.ts';
import { hiddenDestination } from './index.ts';

const http =
  '[2026-11-22T17:24:05.103Z] "GET /cart HTTP/1.1" 502 - direct_response - "-" 0 0 0 - "-" "curl/8" "21c74546-cf04-486f-bb59-e9256cabd425" "cart.shop.svc.cluster.local:8080" "-" - - 10.96.31.10:8080 10.244.1.34:55670 - block_all';
const known =
  '[2026-11-22T17:24:05.103Z] "GET /cart HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 0 0 - "-" "curl/8" "21c74546-cf04-486f-bb59-e9256cabd425" "cart.shop.svc.cluster.local:8080" "-" outbound|8080||cart.shop.svc.cluster.local - 10.96.31.10:8080 10.244.1.34:55670 - default';
const buried = accessLog('web/web-0', [http]);
const cart = manifest`
  apiVersion: v1
  kind: Service
  metadata: { name: cart, namespace: shop }
  spec: { clusterIP: 10.96.31.10, ports: [{ port: 8080 }] }
`;
const sidecar = (hosts: string) => manifest`
  apiVersion: networking.istio.io/v1
  kind: Sidecar
  metadata: { name: default, namespace: web }
  spec: { egress: [{ hosts: [${hosts}] }], outboundTrafficPolicy: { mode: REGISTRY_ONLY } }
`;
const pod = manifest`{ apiVersion: v1, kind: Pod, metadata: { name: web-0, namespace: web, labels: { app: web }, ownerReferences: [{ kind: StatefulSet, name: web, controller: true }] }, spec: { containers: [{ name: web }] } }`;
const blackHoled = { message: 'blackHoled', data: { failures: 1, client: 'web', destination: 'cart.shop' }, explains: [0] };

testAnalyzer(test, hiddenDestination, [
  {
    name: 'the egress hosts leave the destination out',
    given: [buried, cart, pod, sidecar("'./*', 'istio-system/*'")],
    expect: [
      blackHoled,
      {
        message: 'leftOutOfEgress',
        data: { sidecar: 'web/default', client: 'web', hosts: './*, istio-system/*', destination: 'cart.shop', failures: 1 },
        explains: [0],
      },
    ],
  },
  { name: 'egress hosts that cover it are not it', given: [buried, cart, pod, sidecar("'./*', 'shop/cart.shop.svc.cluster.local'")], expect: [blackHoled] },
  {
    name: 'the proxy has no cluster for a Service that exists',
    given: [
      buried,
      cart,
      document(
        'envoy/web/web-0/config_dump.json',
        {
          configs: [
            {
              '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
              dynamic_active_clusters: [
                { cluster: { '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster', name: 'outbound|80||web.web.svc.cluster.local', type: 'EDS' } },
              ],
            },
          ],
        },
        'web/web-0',
      ),
    ],
    expect: [blackHoled, { message: 'clusterHidden', data: { pod: 'web/web-0', destination: 'cart.shop', policy: 'BlackHoleCluster' }, explains: [0] }],
  },
  {
    name: 'a row that names the cluster shows that the proxy knows it',
    given: [accessLog('web/web-0', [known]), cart, pod, sidecar("'./*'")],
    expect: [{ message: 'destinationKnown', data: { failures: 1, target: 'cart.shop' } }],
  },
  {
    name: 'a narrow scope that hides nothing anybody asks for is nothing',
    given: [accessLog('web/web-0', [known.replace('503 UH no_healthy_upstream', '200 - via_upstream')]), sidecar("'./*'")],
    expect: [],
  },
  { name: 'without access logs nothing is seen', given: [cart, sidecar("'./*'")], expect: 'skipped' },
]);
