import assert from 'node:assert/strict';
import test from 'node:test';
import { accessLog, containerLog, document, factOf, type Given, manifest } from '../testing/index.ts';
import { changes } from './changes.ts';
import { countedFailures } from './counted-failures.ts';
import { incidentEnds } from './incident-ends.ts';
import { outages } from './outages.ts';
import { traffic } from './traffic.ts';

const start = Date.parse('2026-11-22T17:00:00Z') / 1000;
const time = (ms: number): string => new Date(ms).toISOString().slice(11, 19);

/** A range answer: a value each minute from 17:00 on; `null` where the series has none. */
function recorded(
  file: string,
  ...all: readonly (readonly [name: string, labels: Readonly<Record<string, string>>, values: readonly (number | null)[]])[]
): Given {
  return document(`series/${file}.json`, {
    status: 'success',
    data: {
      resultType: 'matrix',
      result: all.map(([name, labels, values]) => ({
        metric: { __name__: name, ...labels },
        values: values.flatMap((value, index) => (value === null ? [] : [[start + 60 * index, String(value)]])),
      })),
    },
  });
}

const web = { namespace: 'shop', pod: 'web-7d9c5b6f4c-x2k8p', container: 'web' };
const pods = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: web-7d9c5b6f4c-x2k8p, namespace: shop, creationTimestamp: "2026-11-20T17:00:00Z", ownerReferences: [{ kind: ReplicaSet, name: web-7d9c5b6f4c, controller: true }] }
  spec: { containers: [{ name: web }, { name: istio-proxy }] }
  status:
    podIP: 10.0.0.2
    containerStatuses:
      - { name: istio-proxy, ready: true, restartCount: 0, state: { running: { startedAt: "2026-11-20T17:00:02Z" } } }
      - name: web
        ready: true
        restartCount: 4
        state: { running: { startedAt: "2026-11-22T17:08:31Z" } }
        lastState: { terminated: { exitCode: 1, reason: Error, startedAt: "2026-11-22T17:03:32Z", finishedAt: "2026-11-22T17:08:30Z" } }
`;
const restarts = recorded(
  'container-ends',
  ['kube_pod_container_status_restarts_total', web, [2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4]],
  ['kube_pod_container_status_last_terminated_reason', { ...web, reason: 'OOMKilled' }, [1, 1, 1, 1, 1, 1, 1, 1, 1, null, null]],
  ['kube_pod_container_status_last_terminated_reason', { ...web, reason: 'Error' }, [null, null, null, null, null, null, null, null, null, 1, 1]],
);

test('an end before the last one is known by the series, with its reason; the last is told by status, once', () => {
  const ends = factOf(outages, [pods, restarts]).filter(({ isInferred }) => !isInferred);
  assert.deepEqual(
    ends.map(({ kind, from, slackMs }) => [kind, time(from), slackMs]),
    [
      ['oom', '17:03:30', 60_000],
      ['crash', '17:08:30', 1_000],
    ],
  );
  assert.equal(ends[0]?.evidence[0].kind, 'metric');
});

test('restarts of a pod that is gone are known by the series alone', () => {
  const gone = { ...web, pod: 'web-7d9c5b6f4c-zzzzz' };
  const [end] = factOf(outages, [
    recorded(
      'ends',
      ['kube_pod_container_status_restarts_total', gone, [0, 0, 1, 1]],
      ['kube_pod_container_status_last_terminated_exitcode', gone, [null, null, 139, 139]],
    ),
  ]);
  assert.deepEqual([end?.kind, end?.pod, end?.workload, end?.exitCode], ['crash', 'shop/web-7d9c5b6f4c-zzzzz', 'web', 139]);
});

test('where series count all restarts, a later end hides none of the time of the failures', () => {
  const failing = accessLog(`shop/${web.pod}`, [
    `[2026-11-22T17:02:00.200Z] "GET / HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "web:8080" "10.0.0.2:8080" inbound|8080|| 127.0.0.6:40112 10.0.0.2:8080 10.0.0.9:51234 - default`,
  ]);
  const counted = (values: readonly (number | null)[]): Given => recorded('ends', ['kube_pod_container_status_restarts_total', web, values]);
  const covered = (...given: readonly Given[]): boolean | undefined => factOf(incidentEnds, [pods, failing, ...given])[0]?.isCovered;
  assert.equal(covered(), false, 'status tells of the last of four ends alone');
  assert.equal(covered(counted([3, 3, 3, 3, 3, 3, 3, 3, 3, 4])), true);
  assert.equal(covered(counted([null, null, null, 3, 3, 3, 3, 3, 3, 4])), false, 'watched only afterwards');
  assert.equal(covered(counted([3, null, null, null, null, null, null, 3])), false, 'nobody asked for a while');
});

const request = (reporter: string, code: string, flags: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  namespace: 'shop',
  pod: reporter === 'source' ? 'caller-7d9c5b6f4c-abcde' : web.pod,
  reporter,
  source_workload: 'caller',
  source_workload_namespace: 'shop',
  destination_workload: 'web',
  destination_workload_namespace: 'shop',
  destination_service: 'web.shop.svc.cluster.local',
  response_code: code,
  response_flags: flags,
  ...more,
});
const total = 'istio_requests_total';
const all = [total, request('source', '200', '-'), [1, 2, 3, 4, 5]] as const;

test('without access logs a counter tells when requests failed, with which flag, whose and for whom', () => {
  const found = factOf(countedFailures, [recorded('requests', all, [total, request('source', '503', 'UC'), [null, null, null, 2, 2]])]);
  assert.deepEqual(
    found.map((failure) => [
      failure.family,
      failure.flags,
      failure.code,
      failure.client,
      failure.server.workload.name,
      failure.hop,
      time(failure.time),
      time(failure.end),
    ]),
    Array.from({ length: 2 }, () => ['reset', ['UC'], 503, 'caller', 'web', 'caller-sidecar->web-sidecar', '17:02:00', '17:03:00']),
  );
});

test('they make an incident, and never say that all is well', () => {
  const { incidents, observed } = factOf(traffic, [recorded('requests', all, [total, request('source', '503', 'UC'), [null, null, null, 2, 2]])]);
  assert.deepEqual([incidents[0]?.target, incidents[0]?.total, observed], ['web.shop', 2, false]);
  assert.throws(() => factOf(traffic, [recorded('requests', all)]), /missing|undefined/, 'no failures counted is no request evidence');
});

test('what the server’s proxy counted is not counted again as passed on by the caller’s', () => {
  const found = factOf(countedFailures, [
    recorded('requests', all, [total, request('source', '503', '-'), [0, 0, 3, 3]], [total, request('destination', '503', 'UC'), [0, 0, 3, 3]]),
  ]);
  assert.deepEqual([...new Set(found.map(({ direction, serverPod }) => `${direction} ${serverPod ?? ''}`))], [`inbound shop/${web.pod}`]);
  assert.equal(found.length, 3);
});

const row = (at: string): string =>
  `[2026-11-22T${at}Z] "GET / HTTP/1.1" 200 - via_upstream - "-" 0 5 3 - "-" "x" "a1" "web:80" "10.0.0.2:8080" outbound|80||web.shop.svc.cluster.local 10.0.0.9:40112 10.1.0.1:80 10.0.0.9:51234 - default`;

test('a time that the access log of either end covers is told by its rows alone', () => {
  const counter = recorded('requests', all, [total, request('source', '503', 'UC'), [0, 0, 0, 2, 2]]);
  const covering = accessLog('shop/caller-7d9c5b6f4c-abcde', [row('17:00:00.000'), row('17:30:00.000')]);
  assert.deepEqual(factOf(countedFailures, [counter, covering]), []);
  const earlier = accessLog('shop/caller-7d9c5b6f4c-abcde', [row('16:00:00.000'), row('16:30:00.000')]);
  assert.equal(factOf(countedFailures, [counter, earlier]).length, 2);
});

test('what a caller says in its own words is not counted again', () => {
  const words = containerLog('shop/caller-7d9c5b6f4c-abcde/caller', [
    '2026-11-22T17:02:30.000Z error Get "http://web.shop.svc:80/": EOF',
    '2026-11-22T17:02:31.000Z error Get "http://web.shop.svc:80/": EOF',
  ]);
  const counter = recorded('requests', all, [total, request('source', '503', 'UC'), [0, 0, 0, 2, 2]]);
  assert.equal(factOf(traffic, [counter, words]).incidents[0]?.total, 2);
});

test('who left is nobody’s failure, and an application’s own 404 neither', () => {
  assert.deepEqual(
    factOf(countedFailures, [recorded('requests', all, [total, request('source', '0', 'DC'), [0, 4]], [total, request('source', '404', '-'), [0, 4]])]),
    [],
  );
});

test('a request that no pod took is for the host that was asked', () => {
  const labels = request('source', '503', 'UH', { destination_workload: 'unknown', destination_workload_namespace: 'unknown' });
  const [failure] = factOf(countedFailures, [recorded('requests', all, [total, labels, [0, 0, 1]])]);
  assert.deepEqual([failure?.family, failure?.server.workload.name], ['no-host', 'web']);
});

test('a push of configuration is told with its time, and one of endpoints or one of many is not', () => {
  const quiet = Array.from({ length: 20 }, (_, index) => (index < 12 ? 5 : 9));
  const steady = Array.from({ length: 20 }, (_, index) => index);
  const pushes = (values: readonly number[], type = 'lds'): Given =>
    recorded(
      'istiod',
      ['pilot_xds_pushes', { type }, values],
      ['pilot_proxy_convergence_time_sum', {}, quiet.map((value) => (value === 9 ? 12 : 2))],
      ['pilot_proxy_convergence_time_count', {}, quiet.map((value) => (value === 9 ? 6 : 2))],
    );
  assert.deepEqual(
    factOf(changes, [pushes(quiet)]).map(({ kind, detail, time: at }) => [kind, detail, time(at)]),
    [['pushed', '4, ⌀ 2.5 s', '17:11:30']],
  );
  assert.deepEqual(factOf(changes, [pushes(quiet, 'eds')]), []);
  assert.deepEqual(factOf(changes, [pushes(steady)]), []);
});
