import test from 'node:test';
import { accessLog, at, document, manifest, testAnalyzer } from '../../testing/index.ts';
import { departedAddress } from './index.ts';

const row = (
  upstream: string,
  cluster = 'outbound|8080||cart.shop.svc.cluster.local',
  local = '10.96.31.10:8080',
  status = '503 URX,UF upstream_reset_before_response_started{connection_timeout}',
): string =>
  `[2026-11-22T17:22:05.691Z] "GET /cart HTTP/1.1" ${status} - "-" 0 19 10000 - "-" "curl/8" "6f28162c-78dd-4dca-a89a-278891ba1d2e" "cart.shop.svc.cluster.local:8080" "${upstream}" ${cluster} - ${local} 10.244.2.25:51050 - default`;
const cluster = 'outbound|8080||cart.shop.svc.cluster.local';
const gone = accessLog('shop/web-0', [row('10.244.1.77:8080')]);
const service = manifest`
  apiVersion: v1
  kind: Service
  metadata: { name: cart, namespace: shop }
  spec: { selector: { app: cart }, ports: [{ port: 8080 }] }
`;
const pod = (created = '2026-11-22T10:00:00Z') => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: cart-0, namespace: shop, creationTimestamp: '${created}', labels: { app: cart }, ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }] }
  spec: { containers: [{ name: cart }] }
  status: { phase: Running, podIP: 10.244.1.9, conditions: [{ type: Ready, status: 'True' }] }
`;
const deleted = manifest`{ apiVersion: v1, kind: Event, metadata: { name: e, namespace: shop }, involvedObject: { kind: StatefulSet, namespace: shop, name: cart }, reason: SuccessfulDelete, message: 'delete Pod cart-1 in StatefulSet cart successful', count: 1, lastTimestamp: '2026-11-22T17:22:00Z' }`;
const still = document(
  'envoy/shop/web-0/clusters.txt',
  `${cluster}::10.244.1.77:8080::cx_active::0\n${cluster}::10.244.1.77:8080::health_flags::healthy\n`,
  'shop/web-0',
);
const sent = { message: 'sentToDeparted', data: { address: '10.244.1.77:8080', target: 'cart.shop', failures: 1, living: 'cart-0' }, explains: [0] };

testAnalyzer(test, departedAddress, [
  { name: 'an address that no pod has, beside a pod that was there', given: [gone, service, pod()], expect: [sent] },
  {
    name: 'the proxy still lists the address',
    given: [gone, service, pod(), still],
    expect: [{ message: 'proxyKeepsDeparted', data: { pod: 'shop/web-0', address: '10.244.1.77:8080', target: 'cart.shop', failures: 1 }, explains: [0] }],
  },
  {
    name: 'the proxy is out of date by istiod',
    given: [
      gone,
      service,
      pod(),
      document(
        'istiod/proxy-status.txt',
        'NAME         CLUSTER        CDS        LDS        EDS       RDS        ECDS     ISTIOD                     VERSION\nweb-0.shop   Kubernetes     SYNCED     SYNCED     STALE     SYNCED     IGNORED  istiod-7d9c5b6f4c-x2k8p    1.28.0\n',
      ),
    ],
    expect: [sent, { message: 'proxyOutOfDate', data: { pod: 'shop/web-0', types: 'EDS', failures: 1, address: '10.244.1.77:8080', target: 'cart.shop' } }],
  },
  {
    name: 'the client dials the address itself',
    given: [accessLog('shop/web-0', [row('10.244.1.77:8080', cluster, '10.244.1.77:8080')]), service, pod()],
    expect: [{ message: 'clientDialsDeparted', data: { client: 'web', address: '10.244.1.77:8080', target: 'cart.shop', failures: 1 }, explains: [0] }],
  },
  {
    name: 'an address of a pod that is there is not departed',
    given: [accessLog('shop/web-0', [row('10.244.1.9:8080')]), service, pod()],
    expect: [{ message: 'addressesLive', data: { addresses: 1, target: 'cart.shop' } }],
  },
  {
    name: 'an address outside the range of the pods may be another cluster’s',
    given: [accessLog('shop/web-0', [row('172.20.4.77:8080')]), service, pod()],
    expect: [],
  },
  {
    name: 'an address in the endpoints of the Service has a pod, which was not collected',
    given: [
      accessLog('shop/web-0', [row('10.244.1.77:8080', cluster, '10.244.1.77:8080')]),
      service,
      pod(),
      manifest`
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: cart-1, namespace: shop, labels: { kubernetes.io/service-name: cart } }
        ports: [{ port: 8080 }]
        endpoints: [{ addresses: [10.244.1.77], conditions: { ready: true } }]
      `,
    ],
    expect: [],
  },
  {
    name: 'a request that went nowhere went to no departed address',
    given: [accessLog('shop/web-0', [row('-', cluster, '10.96.31.10:8080', '503 UO upstream_reset_before_response_started{overflow}')]), service, pod()],
    expect: [{ message: 'nothingDialled', data: { failures: 1, target: 'cart.shop' } }],
  },
  { name: 'a pod made after the failure may have replaced the one that had the address', given: [gone, service, pod('2026-11-22T17:23:00Z')], expect: [] },
  {
    name: 'a pod deleted at that time was leaving',
    given: [gone, service, pod(), deleted],
    expect: [],
  },
  {
    name: 'requests that go on to the address a minute after its pod was deleted are departed, and so are the first ones: the proxy never learnt',
    given: [
      accessLog('shop/web-0', [row('10.244.1.77:8080'), row('10.244.1.77:8080').replace('17:22:05', '17:24:30').replace('6f28162c', '6f28162d')]),
      service,
      pod(),
      deleted,
    ],
    expect: [{ ...sent, data: { ...sent.data, failures: 2 }, explains: [0, 1] }],
  },
  {
    name: 'near miss: a proxy that lists the address while its pod leaves may learn of it yet',
    given: [gone, service, pod(), deleted, still, at('2026-11-22T17:22:20Z')],
    expect: [],
  },
  {
    name: 'a proxy that lists the address minutes after its pod was deleted had not learnt of it at the failures either',
    given: [gone, service, pod(), deleted, still, at('2026-11-22T17:26:00Z')],
    expect: [{ message: 'proxyKeepsDeparted', data: { pod: 'shop/web-0', address: '10.244.1.77:8080', target: 'cart.shop', failures: 1 }, explains: [0] }],
  },
  { name: 'without access logs nothing is seen', given: [service, pod()], expect: 'skipped' },
]);
