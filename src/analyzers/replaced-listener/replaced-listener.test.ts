import test from 'node:test';
import { accessLog, containerLog, document, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { replacedListener } from './index.ts';

const key = 'shop/cart-0';
const target = 'cart.shop';
/** As the caller's proxy writes it: started `second` of 17:30, lasted `ms`. */
const row = (second: string, ms: number, answer = '503 UC upstream_reset_before_response_started{connection_termination}'): string =>
  `[2026-11-22T17:${second}.000Z] "GET /feed HTTP/1.1" ${answer} - "-" 0 95 ${ms} - "-" "web/2.4" "5a00e873-4d8f-45c7-9758-fc3a929f${second.replace(':', '')}" "cart.shop:8080" "10.1.0.7:8080" outbound|8080||cart.shop.svc.cluster.local 10.1.0.9:${second.replace(':', '4')} 10.96.0.4:8080 10.1.0.9:51234 - default`;
const client = (...rows: readonly string[]): Given => accessLog('shop/web-0', [row('00:00', 5, '200 - via_upstream'), ...rows]);
/** Three streams that began at different times and end together, 45 s after 17:30:00. */
const streams = client(row('30:10', 35_000), row('30:20', 25_000), row('30:40', 5_100));
const server = accessLog(key, [
  row('00:00', 4, '200 - via_upstream').replace(/outbound\S+ \S+ \S+ \S+/, 'inbound|8080|| 127.0.0.6:40001 10.1.0.7:8080 10.1.0.9:40000'),
]);
const dump = (updated: string): Given =>
  document(
    'envoy/shop/cart-0/config_dump.json',
    {
      configs: [
        {
          '@type': 'type.googleapis.com/envoy.admin.v3.ListenersConfigDump',
          dynamic_listeners: [
            {
              name: 'virtualInbound',
              active_state: {
                last_updated: updated,
                listener: {
                  '@type': 'type.googleapis.com/envoy.config.listener.v3.Listener',
                  name: 'virtualInbound',
                  address: { socket_address: { address: '0.0.0.0', port_value: 15006 } },
                  traffic_direction: 'INBOUND',
                },
              },
            },
          ],
        },
      ],
    },
    key,
  );
const pod = (ready = '2026-11-22T10:00:00Z', extra = ''): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: cart-0, namespace: shop, creationTimestamp: 2026-11-22T10:00:00Z, labels: { app: cart }, ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }]${extra} }
  spec: { containers: [{ name: cart }, { name: istio-proxy }] }
  status:
    podIP: 10.1.0.7
    containerStatuses:
      - { name: cart, ready: true, restartCount: 0, state: { running: { startedAt: ${ready} } } }
      - { name: istio-proxy, ready: true, restartCount: 0, state: { running: { startedAt: ${ready} } } }
`;
const drainLog = containerLog(`${key}/istio-proxy`, ['2026-11-22T17:30:00.000000Z\tinfo\tAgent draining Proxy']);
const listener = 'virtualInbound';
const time = '2026-11-22T17:30:00Z';
const drain = '45 s';

testAnalyzer(test, replacedListener, [
  {
    name: 'streams of different ages end together at the end of the drain time',
    given: [streams, server, pod(), dump(time)],
    expect: [{ message: 'cutTogetherAtDrainEnd', data: { pod: key, listener, time, failures: 3, after: drain, drain }, explains: [0, 1, 2] }],
  },
  {
    name: 'the drain time is what the agent was told',
    given: [
      client(row('30:01', 19_000), row('30:09', 11_000), row('30:15', 5_100)),
      server,
      pod(),
      dump(time),
      containerLog(`${key}/istio-proxy`, ['drainDuration: 20s']),
    ],
    expect: [{ message: 'cutTogetherAtDrainEnd', data: { pod: key, listener, time, failures: 3, after: '20 s', drain: '20 s' }, explains: [0, 1, 2] }],
  },
  {
    name: 'connections end one by one within the drain time',
    given: [client(row('30:10', 1), row('30:20', 1), row('30:40', 1)), server, pod(), dump(time)],
    expect: [{ message: 'endsAfterReplacement', data: { pod: key, listener, time, failures: 3, all: 3, drain }, explains: [0, 1, 2] }],
  },
  {
    name: 'a proxy is told to drain while its application goes on',
    given: [client(row('30:04', 1), row('30:05', 1)), server, pod(), drainLog],
    expect: [{ message: 'drainsWhileAppLives', data: { pod: key, time, failures: 2, drain }, explains: [0, 1] }],
  },
  {
    name: 'near miss: listeners that were last changed long before',
    given: [streams, server, pod(), dump('2026-11-22T12:30:00Z')],
    expect: [{ message: 'longUnchanged', data: { pods: 1, before: '5 h', target } }],
  },
  {
    name: 'near miss: the first configuration of a proxy that has just started replaces nothing',
    given: [streams, pod('2026-11-22T17:29:55Z'), dump(time)],
    expect: [],
  },
  {
    name: 'near miss: most connections ended before the change',
    given: [client(row('28:10', 1), row('28:20', 1), row('28:40', 1), row('30:10', 1)), server, pod(), dump(time)],
    expect: [],
  },
  {
    name: 'near miss: a pod that is going drains its proxy as it should',
    given: [client(row('30:04', 1), row('30:05', 1)), server, pod(undefined, ', deletionTimestamp: 2026-11-22T17:30:30Z'), drainLog],
    expect: [],
  },
  { name: 'healthy: a change that nobody noticed', given: [client(row('30:20', 3, '200 - via_upstream')), server, pod(), dump(time)], expect: [] },
  { name: 'without request evidence nothing is judged', given: [dump(time)], expect: 'skipped' },
]);
