import test from 'node:test';
import { accessLog, containerLog, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { changesNearBursts } from './index.ts';

const clock = (second: number): string => new Date(Date.UTC(2026, 10, 22, 10) + second * 1_000).toISOString();
const row = (second: number): string =>
  `[${clock(second)}] "GET / HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 1 - "-" "web" "id-${second}" "orders.shop.svc:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default`;
/** Three failures at once at each of these seconds. */
const burstsAt = (...seconds: readonly number[]): Given =>
  accessLog(
    'shop/orders-0',
    seconds.flatMap((second) => [0, 0.5, 1].map((more) => row(second + more))),
  );
const singleAt = (...seconds: readonly number[]): Given => accessLog('shop/orders-0', seconds.map(row));
/** istiod's log, from a minute before to an hour after, with a change of a rule at these seconds. */
const istiod = (...seconds: readonly number[]): Given =>
  containerLog('istio-system/istiod-0/discovery', [
    `${clock(-60)}\tinfo\tads\tPush debounce stable[1] 1 for config Gateway/other/edge: 100ms since last change, 100ms since last push, full=true`,
    ...seconds.map(
      (second, index) =>
        `${clock(second)}\tinfo\tads\tPush debounce stable[${index + 2}] 1 for config VirtualService/shop/orders: 100ms since last change, 100ms since last push, full=true`,
    ),
    `${clock(3_600)}\tinfo\tads\tXDS: Pushing Services:3 ConnectedEndpoints:2 Version:2026-11-22T11:00:00Z/9`,
  ]);
const deletedAt = (second: number): Given => manifest`
  apiVersion: v1
  kind: Event
  metadata: { name: e-scaled-${second}, namespace: shop }
  involvedObject: { kind: StatefulSet, namespace: shop, name: orders }
  reason: SuccessfulRescale
  message: scaled
  lastTimestamp: "${clock(second)}"
`;
const steadyPod = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: orders-0, namespace: shop, creationTimestamp: "${clock(-7_200)}", ownerReferences: [{ kind: StatefulSet, name: orders, controller: true }] }
  spec: { containers: [{ name: orders }, { name: istio-proxy }] }
  status:
    podIP: 10.1.0.7
    conditions: [{ type: Ready, status: "True", lastTransitionTime: "${clock(-7_190)}" }]
    containerStatuses:
      - { name: orders, ready: true, restartCount: 0, state: { running: { startedAt: "${clock(-7_195)}" } } }
      - { name: istio-proxy, ready: true, restartCount: 0, state: { running: { startedAt: "${clock(-7_195)}" } } }
`;
const target = 'orders.shop';

testAnalyzer(test, changesNearBursts, [
  {
    name: 'each burst begins two seconds after a change of a rule',
    given: [burstsAt(0, 200, 400), istiod(-2, 198, 398)],
    expect: [
      { message: 'configurationBeforeEach', data: { bursts: 3, target, apart: '2s', changes: 'VirtualService orders' }, explains: [0, 1, 2, 3, 4, 5, 6, 7, 8] },
    ],
  },
  {
    name: 'each burst begins after the workload was scaled',
    given: [burstsAt(0, 400), deletedAt(-1), deletedAt(397)],
    expect: [{ message: 'podsBeforeEach', data: { bursts: 2, target, apart: '3s', changes: 'StatefulSet orders' }, explains: [0, 1, 2, 3, 4, 5] }],
  },
  {
    name: 'near miss: a deploy at the same minute as one burst is chance',
    given: [burstsAt(0), deletedAt(-1)],
    expect: [],
  },
  {
    name: 'near miss: one of the bursts begins without a change',
    given: [burstsAt(0, 200, 400), istiod(-2, 398)],
    expect: [],
  },
  {
    name: 'near miss: rules change so often that every burst meets a change',
    given: [burstsAt(0, 200, 400), istiod(...Array.from({ length: 80 }, (_, index) => -50 + 6 * index))],
    expect: [],
  },
  {
    name: 'moments without any change of configuration, with istiod’s log all along',
    given: [singleAt(0, 200, 400), istiod(1_000)],
    expect: [{ message: 'noConfigurationNear', data: { bursts: 3, target } }],
  },
  {
    name: 'moments without any change of the pods',
    given: [singleAt(0, 200, 400), steadyPod],
    expect: [{ message: 'noPodsNear', data: { bursts: 3, target } }],
  },
  { name: 'without request rows there is nothing to join', given: [deletedAt(0)], expect: 'skipped' },
]);
