import test from 'node:test';
import { accessLog, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { selectorWithoutPods } from './index.ts';

const row = (flags: string, upstream = '-'): string =>
  `[2026-11-22T17:22:05.691Z] "GET /api/items HTTP/1.1" 503 ${flags} - "-" 0 19 0 - "-" "Go-http-client/1.1" "6f28162c-78dd-4dca-a89a-278891ba1d2e" "cart.shop.svc.cluster.local:8080" "${upstream}" outbound|8080||cart.shop.svc.cluster.local - 10.96.31.10:8080 10.244.2.25:51050 - default`;
const noHost = accessLog('shop/web-0', [row('UH no_healthy_upstream')]);
const service = (selector: string, targetPort = '8080'): Given => manifest`
  apiVersion: v1
  kind: Service
  metadata: { name: cart, namespace: shop }
  spec: { selector: { ${selector} }, ports: [{ port: 8080, targetPort: ${targetPort} }] }
`;
const pod = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: cart-0, namespace: shop, creationTimestamp: '2026-11-22T10:00:00Z', labels: { app: cart, tier: back }, ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }] }
  spec: { containers: [{ name: cart, ports: [{ name: http, containerPort: 8080 }] }] }
  status: { phase: Running, podIP: 10.244.1.9, conditions: [{ type: Ready, status: 'True' }] }
`;
const owner = manifest`{ apiVersion: apps/v1, kind: StatefulSet, metadata: { name: cart, namespace: shop }, spec: { replicas: 1, template: { metadata: { labels: { app: cart, tier: back } } } } }`;
const caller = manifest`
  apiVersion: apps/v1
  kind: Deployment
  metadata: { name: web, namespace: shop }
  spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, env: [{ name: CART, value: 'http://cart.shop:8080' }] }] } } }
`;

testAnalyzer(test, selectorWithoutPods, [
  {
    name: 'the pod of the same name has another label',
    given: [noHost, service('app: kart'), pod],
    expect: [{ message: 'selectsNobody', data: { service: 'cart.shop', selector: 'app=kart', pod: 'cart-0', labels: 'app=cart', failures: 1 }, explains: [0] }],
  },
  {
    name: 'a label too many finds nobody either',
    given: [noHost, service('app: cart, version: v2'), pod],
    expect: [{ message: 'selectsNobody', data: { service: 'cart.shop', selector: 'app=cart,version=v2', pod: 'cart-0', labels: 'app=cart', failures: 1 } }],
  },
  {
    name: 'pods of one chart that another Service selects are not what this one means',
    given: [
      noHost,
      service('app: kart, suite: shop-suite'),
      manifest`
        apiVersion: v1
        kind: Service
        metadata: { name: search, namespace: shop }
        spec: { selector: { app: search, suite: shop-suite }, ports: [{ port: 8080 }] }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: search-0, namespace: shop, creationTimestamp: '2026-11-22T10:00:00Z', labels: { app: search, suite: shop-suite } }
        spec: { containers: [{ name: search }] }
        status: { phase: Running, podIP: 10.244.1.12, conditions: [{ type: Ready, status: 'True' }] }
      `,
    ],
    expect: [{ message: 'noPodsAtAll', data: { service: 'cart.shop', selector: 'app=kart,suite=shop-suite' } }],
  },
  {
    name: 'the named target port is declared by no pod',
    given: [noHost, service('app: cart', 'web'), pod],
    expect: [{ message: 'portNameUndeclared', data: { service: 'cart.shop', port: 8080, name: 'web', pods: 1, failures: 1 }, explains: [0] }],
  },
  {
    name: 'a selector that finds its pods is not it',
    given: [noHost, service('app: cart', 'http'), pod],
    expect: [{ message: 'selectorMatches', data: { service: 'cart.shop', pods: 1, pod: 'cart-0' } }],
  },
  {
    name: 'a subset takes none of the pods',
    given: [
      accessLog('shop/web-0', [row('UH no_healthy_upstream').replace('outbound|8080||', 'outbound|8080|v2|')]),
      service('app: cart'),
      pod,
      manifest`{ apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: { name: cart, namespace: shop }, spec: { host: cart, subsets: [{ name: v2, labels: { version: v2 } }] } }`,
    ],
    expect: [{ message: 'subsetSelectsNobody', data: { subset: 'v2', service: 'cart.shop', labels: 'version=v2', pods: 1, failures: 1 }, explains: [0] }],
  },
  {
    name: 'a workload without pods is scaled down, not mislabelled',
    given: [
      noHost,
      service('app: cart'),
      manifest`
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: cart, namespace: shop }
        spec: { replicas: 0, template: { metadata: { labels: { app: cart } } } }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: web-0, namespace: shop, labels: { app: web } }
        spec: { containers: [{ name: web }] }
      `,
    ],
    expect: [{ message: 'scaledToNothing', data: { service: 'cart.shop', controller: 'Deployment cart' } }],
  },
  {
    name: 'with nothing like it there, the selector alone says little',
    given: [
      noHost,
      service('app: cart'),
      manifest`{ apiVersion: v1, kind: Pod, metadata: { name: web-0, namespace: shop, labels: { app: web } }, spec: { containers: [{ name: web }] } }`,
    ],
    expect: [{ message: 'noPodsAtAll', data: { service: 'cart.shop', selector: 'app=cart' } }],
  },
  {
    name: 'a broken connection had a host',
    given: [accessLog('shop/web-0', [row('UC upstream_reset_before_response_started{connection_termination}', '10.244.1.9:8080')]), service('app: cart'), pod],
    expect: [{ message: 'hostsWereFound', data: { failures: 1, target: 'cart.shop' } }],
  },
  {
    name: 'without requests, a Service that is called and selects nobody will find none',
    given: [service('app: kart'), pod, caller],
    expect: [{ message: 'wouldSelectNobody', data: { service: 'cart.shop', selector: 'app=kart', pod: 'cart-0', labels: 'app=cart' }, predicts: 'cart.shop' }],
  },
  {
    name: 'with no word of requests at all, a Service that selects nobody is taken to be called',
    given: [service('app: kart'), pod, owner],
    expect: [
      { message: 'selectsNobodyUnseen', data: { service: 'cart.shop', selector: 'app=kart', pod: 'cart-0', labels: 'app=cart' }, predicts: 'cart.shop' },
    ],
  },
  {
    name: 'near miss: where no controller was collected, a Service may be meant to stand empty',
    given: [service('app: kart'), pod],
    expect: [{ message: 'mightSelectNobody', data: { service: 'cart.shop', selector: 'app=kart' } }],
  },
  {
    name: 'where requests are seen, a Service that none of them is for may select nobody',
    given: [
      service('app: kart'),
      pod,
      accessLog('shop/web-0', [row('-', '10.244.1.9:8080').replaceAll('cart.shop', 'pay.shop').replace(' 503 - -', ' 200 - via_upstream')]),
    ],
    expect: [],
  },
  {
    name: 'a Service whose controller is scaled to zero is meant to stand empty',
    given: [
      service('app: kart'),
      pod,
      manifest`{ apiVersion: apps/v1, kind: Deployment, metadata: { name: kart, namespace: shop }, spec: { replicas: 0, template: { metadata: { labels: { app: kart } } } } }`,
    ],
    expect: [],
  },
  {
    name: 'a Service with nothing like it there is a risk',
    given: [
      service('app: cart'),
      manifest`{ apiVersion: v1, kind: Pod, metadata: { name: web-0, namespace: shop, labels: { app: web } }, spec: { containers: [{ name: web }] } }`,
    ],
    expect: [{ message: 'mightSelectNobody', data: { service: 'cart.shop', selector: 'app=cart' } }],
  },
  {
    name: 'where many Services stand empty, each is a risk only',
    given: [
      pod,
      service('app: kart'),
      ...['a', 'b', 'c'].map(
        (name) =>
          manifest`{ apiVersion: v1, kind: Service, metadata: { name: ${name}, namespace: shop }, spec: { selector: { app: ${name} }, ports: [{ port: 80 }] } }`,
      ),
    ],
    expect: ['cart', 'a', 'b', 'c'].map((name) => ({
      message: 'mightSelectNobody' as const,
      data: { service: `${name}.shop`, selector: name === 'cart' ? 'app=kart' : `app=${name}` },
    })),
  },
  { name: 'without Services nothing can be said', given: [noHost], expect: 'skipped' },
]);
