import test from 'node:test';
import { accessLog, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { overloadedSurvivors } from './index.ts';

const target = 'catalog.shop';
const stays = 'catalog-7c9f8d6b5-aaaaa';
const goes = 'catalog-7c9f8d6b5-bbbbb';
const key = `shop/${stays}`;
const clock = (second: number): string => new Date(Date.UTC(2026, 10, 22, 17, 30, 0) + second * 1_000).toISOString();
const row = (second: number, answer: string, ip = '10.1.0.7'): string =>
  `[${clock(second)}] "GET /items HTTP/1.1" ${answer} - "-" 0 24 1 1 "-" "web" "5a00e873-4d8f-45c7-9758-${String(Math.round(second * 10)).padStart(12, '0')}" "catalog.shop:8080" "${ip}:8080" inbound|8080|| 127.0.0.6:40001 ${ip}:8080 10.1.0.9:51234 - default`;
const ok = '200 - via_upstream';
const busy = '503 - via_upstream';
/** One request in `step` seconds from `from` to `to`. */
const every = (step: number, from: number, to: number, answer: string): readonly string[] =>
  Array.from({ length: Math.floor((to - from) / step) }, (_, index) => row(from + index * step, answer));
/** Quiet for a minute at one request in two seconds, then two in a second of which half are refused, then quiet again. */
const shifted = (refused: number): Given =>
  accessLog(key, [...every(2, -60, -1, ok), ...every(1, 1, 11, ok), ...every(1, 1.5, 1.5 + refused, busy), ...every(2, 60, 120, ok)]);
const outbound = (line: string, ip: string): string =>
  line.replace(
    /"10\.1\.0\.7:8080" inbound.*$/,
    `"${ip}:8080" outbound|8080||catalog.shop.svc.cluster.local 10.1.0.5:40001 10.96.0.9:8080 10.1.0.5:53462 - default`,
  );
const deletedAt = (name: string, second: number): Given => manifest`
  apiVersion: v1
  kind: Event
  metadata: { name: e-deleted-${name}, namespace: shop }
  involvedObject: { kind: ReplicaSet, namespace: shop, name: catalog-7c9f8d6b5 }
  reason: SuccessfulDelete
  message: "Deleted pod: ${name}"
  count: 1
  firstTimestamp: "${clock(second)}"
  lastTimestamp: "${clock(second)}"
`;
const deleted = manifest`
  apiVersion: v1
  kind: Event
  metadata: { name: e-killing, namespace: shop }
  involvedObject: { kind: Pod, namespace: shop, name: ${goes}, fieldPath: "spec.containers{catalog}" }
  reason: Killing
  message: Stopping container catalog
  count: 1
  firstTimestamp: "2026-11-22T17:30:00Z"
  lastTimestamp: "2026-11-22T17:30:00Z"
  ---
  apiVersion: v1
  kind: Event
  metadata: { name: e-deleted, namespace: shop }
  involvedObject: { kind: ReplicaSet, namespace: shop, name: catalog-7c9f8d6b5 }
  reason: SuccessfulDelete
  message: "Deleted pod: ${goes}"
  count: 1
  firstTimestamp: "2026-11-22T17:30:00Z"
  lastTimestamp: "2026-11-22T17:30:00Z"
`;
const pod = (name: string, ip: string, since = '2026-11-22T10:00:00Z'): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata:
    name: ${name}
    namespace: shop
    creationTimestamp: ${since}
    ownerReferences: [{ kind: ReplicaSet, name: catalog-7c9f8d6b5, controller: true }]
  spec: { containers: [{ name: catalog }, { name: istio-proxy }] }
  status:
    podIP: ${ip}
    conditions: [{ type: Ready, status: "True", lastTransitionTime: ${since} }]
    containerStatuses:
      - { name: catalog, ready: true, restartCount: 0, state: { running: { startedAt: ${since} } } }
      - { name: istio-proxy, ready: true, restartCount: 0, state: { running: { startedAt: ${since} } } }
`;
/** Three pods are replaced, two at once and the third four seconds later; new ones are ready after 3, 5 and 7 s. Of the old ones only their caller's rows are left. */
const replaced: readonly Given[] = [
  ...[
    ['zzzzz', 0],
    ['bbbbb', 0],
    ['ccccc', 4],
  ].map(([id, second]) => deletedAt(`catalog-7c9f8d6b5-${id}`, Number(second))),
  pod('catalog-5d5d5d5d5-hhhhh', '10.1.0.11', '2026-11-22T17:30:03Z'),
  pod('catalog-5d5d5d5d5-ggggg', '10.1.0.12', '2026-11-22T17:30:05Z'),
  pod('catalog-5d5d5d5d5-fffff', '10.1.0.13', '2026-11-22T17:30:07Z'),
];
const callerRows = (refused: string): Given =>
  accessLog('shop/web-0', [
    ...every(1, -60, -1, ok).map((line) => outbound(line, '10.1.0.7')),
    ...every(0.5, 0.6, 3.6, refused).map((line) => outbound(line, '10.1.0.7')),
    ...every(1, 1.3, 4.3, ok).map((line) => outbound(line, '10.1.0.7')),
    ...every(1, 8, 60, ok).map((line) => outbound(line, '10.1.0.11')),
  ]);
const here = pod(stays, '10.1.0.7');
const beside = { target, survivors: 1, away: goes, time: '2026-11-22T17:30:00Z' };
const allOf = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

testAnalyzer(test, overloadedSurvivors, [
  {
    name: 'the pod that stays gets more and refuses while another is away',
    given: [shifted(10), here, deleted],
    expect: [{ message: 'survivorsCarryMore', data: { ...beside, failed: 10, failures: 10, ratio: 2 }, explains: allOf(10) }],
  },
  {
    name: 'few refusals support it',
    given: [shifted(6), here, deleted],
    expect: [{ message: 'survivorsFail', data: { ...beside, failed: 6, failures: 6 }, explains: allOf(6) }],
  },
  {
    name: 'without a quiet time to compare with nothing is said of the load',
    given: [accessLog(key, every(1, 1.5, 9.5, '504 UT response_timeout')), here, deleted],
    expect: [{ message: 'survivorsFail', data: { ...beside, failed: 8, failures: 8 }, explains: allOf(8) }],
  },
  {
    name: 'a pod of which only its caller’s rows are left refuses some and serves others while two of three are away',
    given: [callerRows(busy), ...replaced],
    expect: [
      {
        message: 'fewServe',
        data: { failed: 6, failures: 6, target, least: 1, usual: 3, length: '7s', time: '2026-11-22T17:30:00Z' },
        explains: allOf(6),
      },
    ],
  },
  {
    name: 'near miss: connections that end are no sign of load',
    given: [callerRows('503 UC upstream_reset_before_response_started{connection_termination}'), ...replaced],
    expect: [],
  },
  {
    name: 'near miss: the pods that stay get no more than before',
    given: [accessLog(key, [...every(0.5, -60, -1, ok), ...every(1, 1.5, 11.5, busy), ...every(0.5, 60, 120, ok)]), here, deleted],
    expect: [],
  },
  {
    name: 'near miss: the failures are at the pod that goes',
    given: [
      accessLog(
        `shop/${goes}`,
        every(1, 1.5, 9.5, '503 UC upstream_reset_before_response_started{connection_termination}').map((line) => line.replaceAll('10.1.0.7', '10.1.0.8')),
      ),
      here,
      deleted,
    ],
    expect: [{ message: 'leavingPodsFail', data: { failed: 8, failures: 8, target } }],
  },
  {
    name: 'near miss: a pod that has just been made refuses until it is warm',
    given: [accessLog(key, every(1, 1.5, 11.5, busy)), pod(stays, '10.1.0.7', '2026-11-22T17:30:01Z'), deleted],
    expect: [],
  },
  {
    name: 'near miss: it refuses as often when nobody is away',
    given: [accessLog(key, [...every(2, -60, -1, busy), ...every(1, 1.5, 11.5, busy), ...every(2, 60, 120, busy)]), here, deleted],
    expect: [],
  },
  {
    name: 'near miss: nobody goes',
    given: [accessLog(key, every(1, 1.5, 9.5, busy)), here],
    expect: [{ message: 'nobodyAway', data: { target, pods: 1 } }],
  },
  {
    name: 'healthy: a roll-out whose survivors carry the load',
    given: [accessLog(key, [...every(2, -60, -1, ok), ...every(1, 1, 11, ok)]), here, deleted],
    expect: [],
  },
  { name: 'without request evidence nothing is judged', given: [here, deleted], expect: 'skipped' },
]);
