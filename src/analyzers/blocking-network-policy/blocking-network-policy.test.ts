import test from 'node:test';
import { accessLog, document, manifest, testAnalyzer } from '../../testing/index.ts';
import { blockingNetworkPolicy } from './index.ts';

const row = (second: string, status = '503 URX,UF upstream_reset_before_response_started{connection_timeout}'): string =>
  `[2026-11-22T17:22:${second}Z] "GET /cart HTTP/1.1" ${status} - "-" 0 19 10000 - "-" "curl/8" "6f28162c-78dd-4dca-a89a-2788${second.replace('.', '')}1d" "cart.shop.svc.cluster.local:80" "10.244.1.9:8080" outbound|80||cart.shop.svc.cluster.local - 10.96.31.10:80 10.244.2.25:51050 - default`;
const timedOut = accessLog('web/web-0', [row('05.100'), row('25.100')]);
const pods = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: cart-0, namespace: shop, labels: { app: cart }, ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }] }
  spec: { containers: [{ name: cart, ports: [{ name: http, containerPort: 8080 }] }] }
  status: { podIP: 10.244.1.9 }
  ---
  apiVersion: v1
  kind: Pod
  metadata: { name: web-0, namespace: web, labels: { app: web }, ownerReferences: [{ kind: StatefulSet, name: web, controller: true }] }
  spec: { containers: [{ name: web }] }
  status: { podIP: 10.244.2.25 }
  ---
  apiVersion: v1
  kind: Service
  metadata: { name: cart, namespace: shop }
  spec: { selector: { app: cart }, ports: [{ port: 80, targetPort: 8080 }] }
  ---
  apiVersion: v1
  kind: Namespace
  metadata: { name: web, labels: { team: front } }
`;
const policy = (namespace: string, spec: string) => manifest`
  apiVersion: networking.k8s.io/v1
  kind: NetworkPolicy
  metadata: { name: guard, namespace: ${namespace} }
  spec: { ${spec} }
`;
const denied = { policy: 'shop/guard', direction: 'Ingress', pod: 'cart-0', peer: 'web-0', port: 8080, failures: 2 };

testAnalyzer(test, blockingNetworkPolicy, [
  {
    name: 'an ingress policy admits only its own namespace',
    given: [timedOut, pods, policy('shop', 'podSelector: { matchLabels: { app: cart } }, ingress: [{ from: [{ podSelector: {} }] }]')],
    expect: [{ message: 'policyDenies', data: denied, explains: [0, 1] }],
  },
  {
    name: 'what a policy does to a pod on its node’s network is not known',
    given: [
      timedOut,
      manifest`
        apiVersion: v1
        kind: Pod
        metadata: { name: cart-0, namespace: shop, labels: { app: cart }, ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }] }
        spec: { hostNetwork: true, containers: [{ name: cart }] }
        status: { podIP: 10.244.1.9 }
      `,
      policy('shop', 'podSelector: { matchLabels: { app: cart } }, ingress: [{ from: [{ podSelector: {} }] }]'),
    ],
    expect: [],
  },
  {
    name: 'the port is the pod’s, not the Service’s',
    given: [timedOut, pods, policy('shop', 'podSelector: {}, ingress: [{ ports: [{ port: 80 }] }]')],
    expect: [{ message: 'policyDenies', data: denied }],
  },
  {
    name: 'an egress policy of the client lets nothing but DNS out',
    given: [timedOut, pods, policy('web', 'podSelector: {}, policyTypes: [Egress], egress: [{ ports: [{ port: 53, protocol: UDP }] }]')],
    expect: [{ message: 'policyDenies', data: { policy: 'web/guard', direction: 'Egress', pod: 'web-0', peer: 'cart-0', port: 8080, failures: 2 } }],
  },
  {
    name: 'a rule for the client’s namespace and the named port allows',
    given: [
      timedOut,
      pods,
      policy('shop', 'podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: front } } }], ports: [{ port: http }] }]'),
    ],
    expect: [{ message: 'policiesAllow', data: { pod: 'cart-0', peer: 'web-0', port: 8080 } }],
  },
  {
    name: 'a refused connection is seldom a policy',
    given: [
      accessLog('web/web-0', [
        row('05.100', '503 URX,UF upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused}'),
      ]),
      pods,
      policy('shop', 'podSelector: {}, policyTypes: [Ingress]'),
    ],
    expect: [{ message: 'policyDeniesRefused', data: { ...denied, failures: 1 } }],
  },
  {
    name: 'a packet filter drops what goes to the port',
    given: [timedOut, pods, document('host/iptables.txt', '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --dport 8080 -j DROP\nCOMMIT\n')],
    expect: [{ message: 'firewallDrops', data: { port: 8080, rule: '-A INPUT -p tcp -m tcp --dport 8080 -j DROP', failures: 2 }, explains: [0, 1] }],
  },
  {
    name: 'a proxy that was served meanwhile is not shut out',
    given: [
      accessLog('web/web-0', [row('05.100'), row('05.300', '200 - via_upstream'), row('05.400', '200 - via_upstream')]),
      pods,
      policy('shop', 'podSelector: {}, policyTypes: [Ingress]'),
    ],
    expect: [{ message: 'servedMeanwhile', data: { share: 67 } }],
  },
  {
    name: 'a connection that was up came about',
    given: [accessLog('web/web-0', [row('05.100', '503 UC upstream_reset_before_response_started{connection_termination}')]), pods],
    expect: [{ message: 'connectionsCameAbout', data: { failures: 1, target: 'cart.shop' } }],
  },
  { name: 'without policies in the evidence nothing is said of them', given: [timedOut, pods], expect: [] },
  { name: 'without access logs nothing is seen', given: [pods], expect: 'skipped' },
]);
