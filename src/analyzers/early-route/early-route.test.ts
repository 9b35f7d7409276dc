import test from 'node:test';
import { accessLog, document, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { earlyRoute } from './index.ts';

const host = 'cart.shop.svc.cluster.local';
const canary = `outbound|8080|canary|${host}`;
const target = 'cart.shop';
const proxy = 'shop/web-0';
const row = (time: string, answer: string, cluster: string, upstream = '"10.1.0.7:8080"'): string =>
  `[2026-11-22T17:${time}.000Z] "GET /cart HTTP/1.1" ${answer} - "-" 0 0 1 - "-" "web/2.4" "5a00e873-4d8f-45c7-9758-fc3a929f${time.replace(':', '')}" "cart.shop.svc.cluster.local:8080" ${upstream} ${cluster} 10.1.0.9:40001 10.96.0.4:8080 10.1.0.9:51234 - default`;
const missing = (time: string): string => row(time, '503 NC cluster_not_found', '-', '"-"').replace('10.1.0.9:40001', '-');
const empty = (time: string): string => row(time, '503 UH no_healthy_upstream', canary, '"-"').replace('10.1.0.9:40001', '-');
const well = (time: string, cluster = canary): string => row(time, '200 - via_upstream', cluster);
const client = (...rows: readonly string[]): Given => accessLog(proxy, rows);
const dump = (updated: string): Given =>
  document(
    'envoy/shop/web-0/config_dump.json',
    {
      configs: [
        {
          '@type': 'type.googleapis.com/envoy.admin.v3.ClustersConfigDump',
          dynamic_active_clusters: [
            { cluster: { '@type': 'type.googleapis.com/envoy.config.cluster.v3.Cluster', name: canary, type: 'EDS' }, last_updated: updated },
          ],
        },
      ],
    },
    proxy,
  );
const late = '2026-11-22T17:30:12Z';
const lacked = [missing('30:00'), missing('30:05'), missing('30:10')] as const;
const earlier = well('20:00', `outbound|8080|stable|${host}`);
const web = (started: string): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: web-0, namespace: shop, creationTimestamp: ${started} }
  spec: { containers: [{ name: web }, { name: istio-proxy }] }
  status: { podIP: 10.1.0.9 }
`;
const shop = (created: string, ready: string): Given => manifest`
  apiVersion: v1
  kind: Service
  metadata: { name: cart, namespace: shop }
  spec: { selector: { app: cart }, ports: [{ port: 8080 }] }
  ---
  apiVersion: networking.istio.io/v1
  kind: DestinationRule
  metadata: { name: cart, namespace: shop }
  spec:
    host: cart
    subsets: [{ name: stable, labels: { hash: a } }, { name: canary, labels: { hash: b } }]
  ---
  apiVersion: v1
  kind: Pod
  metadata:
    name: cart-b-0
    namespace: shop
    creationTimestamp: ${created}
    labels: { app: cart, hash: b }
    ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }]
  spec: { containers: [{ name: cart }, { name: istio-proxy }] }
  status:
    podIP: 10.1.0.7
    conditions: [{ type: Ready, status: "True", lastTransitionTime: ${ready} }]
`;
const lackedHosts = [empty('30:00'), empty('30:05'), empty('30:10')] as const;
const filled = { failed: 3, subset: 'canary', target, length: '10 s', pod: 'cart-b-0', time: late };

testAnalyzer(test, earlyRoute, [
  {
    name: 'the cluster comes as the want of it ends, and serves from then on',
    given: [client(earlier, ...lacked, well('30:20')), dump(late)],
    expect: [
      {
        message: 'clusterCameLater',
        data: { proxy, failed: 3, target, length: '10 s', cluster: canary, time: late, ok: 1 },
        explains: [0, 1, 2],
      },
    ],
  },
  {
    name: 'the first pod of the subset becomes ready as the want of a host ends',
    given: [client(...lackedHosts, well('30:20')), shop('2026-11-22T17:29:50Z', late)],
    expect: [{ message: 'subsetFilledLater', data: filled, explains: [0, 1, 2] }],
  },
  {
    name: 'the other subset is well meanwhile',
    given: [client(...lackedHosts, well('30:04', `outbound|8080|stable|${host}`), well('30:20')), shop('2026-11-22T17:29:50Z', late)],
    expect: [{ message: 'subsetFilledLaterBesideOther', data: { ...filled, ok: 1 }, explains: [0, 1, 2] }],
  },
  {
    name: 'near miss: the cluster was changed long after the want ended',
    given: [client(earlier, ...lacked, well('30:20')), dump('2026-11-22T17:55:00Z')],
    expect: [],
  },
  { name: 'near miss: nothing goes through the cluster since', given: [client(earlier, ...lacked), dump(late)], expect: [] },
  {
    name: "near miss: the caller's proxy may have just started, for nothing tells that it was there before",
    given: [client(...lacked, well('30:20')), dump(late)],
    expect: [],
  },
  {
    name: "near miss: the caller's proxy has just started and lacks everything",
    given: [client(...lacked, well('30:20')), dump(late), web('2026-11-22T17:29:55Z')],
    expect: [],
  },
  {
    name: 'near miss: an old pod of the subset was unready for a while',
    given: [client(...lackedHosts, well('30:20')), shop('2026-11-22T10:00:00Z', late)],
    expect: [],
  },
  {
    name: 'near miss: the want goes on for longer than a step',
    given: [client(missing('01:00'), missing('20:00'), missing('40:00'))],
    expect: [{ message: 'wantGoesOn', data: { target, length: '39 min' } }],
  },
  { name: 'healthy: a new subset that was there before its route', given: [client(well('30:20')), dump(late), shop('2026-11-22T17:29:50Z', late)], expect: [] },
  { name: 'without request evidence nothing is judged', given: [dump(late)], expect: 'skipped' },
]);
