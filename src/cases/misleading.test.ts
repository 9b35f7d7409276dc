import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Diagnosis, diagnose } from '../index.ts';
import { isNamed } from '../model/verdict.ts';
import { accessLog, at, containerLog, type Given, makeSnapshot, manifest } from '../testing/index.ts';

/** Small bundles that tempt: each has a fault on paper, and failures (or none) that it does not explain. */
const start = Date.UTC(2026, 10, 22, 10);
const clock = (second: number): string => new Date(start + second * 1_000).toISOString();
const uc = '503 UC upstream_reset_before_response_started{connection_termination}';
const ok = '200 - via_upstream';

interface Row {
  readonly second: number;
  readonly answer: string;
  readonly port?: number;
  readonly durationMs?: number;
}
/** What the server's proxy wrote of requests to its application. */
const served = ({ second, answer, port = 40_000, durationMs = 5 }: Row): string =>
  `[${clock(second)}] "GET /items HTTP/1.1" ${answer} - "-" 0 ${answer.startsWith('0') ? 0 : 95} ${durationMs} - "-" "web" "id-${second}-${port}" "orders.shop.svc:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:${port} 10.1.0.7:8080 10.1.0.9:51234 - default`;
const serverLog = (...rows: readonly Row[]): Given => accessLog('shop/orders-0', rows.toSorted((a, b) => a.second - b.second).map(served));
const quietHour: readonly Row[] = Array.from({ length: 60 }, (_, index) => ({ second: index * 60, answer: ok, port: 41_000 + index }));

interface PodState {
  readonly image?: string;
  readonly args?: string;
  readonly ready?: number;
  readonly restarts?: number;
  readonly lastState?: string;
  readonly started?: number;
}
const podWith = ({ image = 'registry/orders:1', args = '[]', ready = -7_000, restarts = 0, lastState = '{}', started = -7_100 }: PodState): Given => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: orders-0, namespace: shop, creationTimestamp: "${clock(-7_200)}", ownerReferences: [{ kind: StatefulSet, name: orders, controller: true }] }
  spec: { containers: [{ name: orders, image: "${image}", args: ${args} }, { name: istio-proxy }] }
  status:
    podIP: 10.1.0.7
    conditions: [{ type: Ready, status: "True", lastTransitionTime: "${clock(ready)}" }]
    containerStatuses:
      - { name: istio-proxy, ready: true, restartCount: 0, state: { running: { startedAt: "${clock(-7_100)}" } } }
      - { name: orders, ready: true, restartCount: ${restarts}, state: { running: { startedAt: "${clock(started)}" } }, lastState: ${lastState} }
`;
const event = (name: string, reason: string, second: number, message: string, kind = 'Pod'): Given => manifest`
  apiVersion: v1
  kind: Event
  metadata: { name: e-${reason.toLowerCase()}-${second}, namespace: shop }
  involvedObject: { kind: ${kind}, namespace: shop, name: ${name}, fieldPath: "spec.containers{orders}" }
  reason: ${reason}
  type: Warning
  message: "${message}"
  count: 1
  firstTimestamp: "${clock(second)}"
  lastTimestamp: "${clock(second)}"
`;
const judge = (...given: readonly Given[]): Diagnosis => {
  const snapshot = makeSnapshot([...given, at(clock(3_700))]);
  const read = [{ artifact: 'access-logs', title: 'Envoy access logs', files: ['f'], items: 1 }];
  return diagnose({ ...snapshot, coverage: { ...snapshot.coverage, read } });
};
const named = ({ incidents }: Diagnosis): readonly string[] => incidents.flatMap(({ causes }) => causes.filter(isNamed).map(({ id }) => id));

test('a mismatch of idle limits on paper explains no failure on a new connection', () => {
  const mismatch = podWith({ image: 'victoriametrics/vminsert:v1.150.0', args: '["-http.idleConnTimeout=5s"]' });
  const firstUse = [600, 1_200, 1_800, 2_400].map((second, index): Row => ({ second, answer: uc, port: 50_000 + index }));
  const diagnosis = judge(mismatch, serverLog(...quietHour, ...firstUse));
  assert.deepEqual([diagnosis.verdict, named(diagnosis)], ['undecided', []]);
});

test('a kill for memory an hour before says nothing of refusals of now', () => {
  const killed = podWith({
    restarts: 1,
    ready: -3_500,
    started: -3_560,
    lastState: `{ terminated: { exitCode: 137, reason: OOMKilled, startedAt: "${clock(-7_100)}", finishedAt: "${clock(-3_570)}" } }`,
  });
  const limited = [300, 301, 302, 900, 901].map(
    (second, index): Row => ({ second, answer: '503 UO upstream_reset_before_response_started{overflow}', port: 50_000 + index }),
  );
  const diagnosis = judge(killed, serverLog(...quietHour, ...limited));
  assert.ok(!named(diagnosis).includes('oom-killed'), named(diagnosis).join());
  assert.equal(diagnosis.incidents[0]?.failures, 5);
});

test('a readiness blip without a failing request is no incident', () => {
  const diagnosis = judge(
    podWith({ ready: 1_800 }),
    event('orders-0', 'Unhealthy', 1_790, 'Readiness probe failed: HTTP probe failed with statuscode: 500'),
    serverLog(...quietHour),
  );
  assert.deepEqual([diagnosis.verdict, diagnosis.incidents], ['healthy', []]);
});

test('a 503 of the application itself is no broken connection, whatever limits are on paper', () => {
  const mismatch = podWith({ image: 'victoriametrics/vminsert:v1.150.0', args: '["-http.idleConnTimeout=5s"]' });
  const answers = [600, 605, 1_200, 1_205, 1_800].map((second): Row => ({ second, answer: '503 - via_upstream' }));
  const diagnosis = judge(mismatch, serverLog(...quietHour, ...answers));
  assert.deepEqual(named(diagnosis), ['app-answered-503']);
});

test('a deploy at the same minute by chance is not blamed for resets that go on before and after it', () => {
  const deploy = event('orders', 'ScalingReplicaSet', 1_798, 'Scaled up replica set orders-5d4f8c7b9 from 1 to 2', 'Deployment');
  const resets = [300, 900, 1_800, 2_400, 3_000].map((second, index): Row => ({ second, answer: uc, port: 50_000 + index }));
  const diagnosis = judge(podWith({}), deploy, serverLog(...quietHour, ...resets));
  assert.deepEqual(named(diagnosis), []);
  assert.equal(diagnosis.incidents[0]?.around?.[0]?.what.id, 'change/scaled');
});

test('callers that leave at any time beside a pod that is told to stop elsewhere are no incident', () => {
  const gone = [100, 700, 1_300, 1_900].map(
    (second, index): Row => ({ second, answer: '0 DC downstream_remote_disconnect', port: 50_000 + index, durationMs: 300 + index * 900 }),
  );
  const diagnosis = judge(podWith({}), event('payments-0', 'Killing', 700, 'Stopping container payments'), serverLog(...quietHour, ...gone));
  assert.deepEqual([diagnosis.verdict, diagnosis.requests.clientAborted], ['healthy', 4]);
});

test('one slow request that meets its limit is no proof of a limit that is too short', () => {
  const row = (second: number, answer: string, durationMs: number): string =>
    `[${clock(second)}] "GET /items HTTP/1.1" ${answer} - "-" 0 24 ${durationMs} - "-" "web" "id-${second}" "orders.shop.svc:8080" "10.1.0.7:8080" outbound|8080||orders.shop.svc.cluster.local 10.1.0.9:40001 10.96.0.9:8080 10.1.0.9:53462 - default`;
  const route = manifest`
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: { name: orders, namespace: shop }
    spec: { hosts: [orders.shop.svc.cluster.local], http: [{ timeout: 3s, route: [{ destination: { host: orders.shop.svc.cluster.local } }] }] }
  `;
  const rows = [...[0, 2, 4, 6, 8, 10].map((second) => row(second, ok, 20)), row(70, '504 UT response_timeout', 3_001)];
  const diagnosis = judge(route, accessLog('shop/web-0', rows));
  assert.deepEqual([diagnosis.verdict, named(diagnosis)], ['undecided', []]);
  const open = diagnosis.causes.filter(({ verdict }) => verdict === 'possible').map(({ id }) => id);
  assert.deepEqual(open.toSorted(), ['middlebox-idle-drop', 'request-timeout']);
});

test('a process that logs SIGTERM without any object names nobody who sent it', () => {
  const stop = containerLog('shop/orders-0/orders', [`${clock(599.5)}\tinfo\tapp/main.go:107\treceived signal terminated`]);
  const resets = [600, 600.2, 600.4, 600.6].map((second, index): Row => ({ second, answer: uc, port: 50_000 + index }));
  const diagnosis = judge(stop, serverLog(...quietHour.slice(0, 10), ...resets));
  assert.deepEqual([diagnosis.verdict, named(diagnosis)], ['undecided', []]);
  assert.ok(['shutdown-race', 'evicted', 'liveness-killed'].every((id) => diagnosis.causes.some((cause) => cause.id === id && cause.verdict === 'possible')));
});

test('callers that all leave at one time limit are no healthy mesh, even where nothing went well', () => {
  const gone = (second: number): Row => ({ second, answer: '0 DC downstream_remote_disconnect', port: 42_000 + second, durationMs: 30_000 });
  const waits = Array.from({ length: 20 }, (_, index) => gone(index * 60));
  for (const answered of [[], [{ second: 5, answer: ok }]] as const) {
    const { verdict, requests } = diagnose(makeSnapshot([serverLog(...waits, ...answered)]), {});
    assert.notEqual(verdict, 'healthy');
    assert.equal(requests.failed, 20);
  }
});

test('a mesh from which callers leave more often than they are answered is not called healthy', () => {
  const gone = (second: number): Row => ({ second, answer: '0 DC downstream_remote_disconnect', port: 42_000 + second, durationMs: 300 + 77 * (second % 41) });
  const snapshot = makeSnapshot([serverLog(...Array.from({ length: 20 }, (_, index) => gone(index * 7)), { second: 5, answer: ok })]);
  const read = [{ artifact: 'access-logs', title: 'Envoy access logs', files: ['a.log'], items: 21 }];
  const { verdict, reason } = diagnose({ ...snapshot, coverage: { ...snapshot.coverage, read } }, {});
  assert.deepEqual([verdict, reason.id], ['undecided', 'engine/mostlyAborted']);
});

test('callers that leave after waits far longer than answers take may have been lost', () => {
  const answered = Array.from({ length: 100 }, (_, index): Row => ({ second: index * 10, answer: ok }));
  const gone = (durationMs: number): readonly Row[] =>
    Array.from({ length: 10 }, (_, index) => ({
      second: 5 + index * 97,
      answer: '0 DC downstream_remote_disconnect',
      port: 42_000 + index,
      durationMs: durationMs * (1 + index / 4),
    }));
  const read = [{ artifact: 'access-logs', title: 'Envoy access logs', files: ['a.log'], items: 110 }];
  const verdictFor = (rows: readonly Row[]): readonly string[] => {
    const snapshot = makeSnapshot([serverLog(...answered, ...rows)]);
    const { verdict, reason } = diagnose({ ...snapshot, coverage: { ...snapshot.coverage, read } }, {});
    return [verdict, reason.id];
  };
  assert.deepEqual(verdictFor(gone(4_000)), ['undecided', 'engine/abortedLate']);
  assert.deepEqual(verdictFor(gone(10)), ['healthy', 'engine/healthyButAborted']);
});

test('faults that the mesh injects as it was told to are called so', () => {
  const injected = [100, 400, 900].map((second): Row => ({ second, answer: '503 FI fault_filter_abort' }));
  const { verdict, reason, causes } = judge(podWith({}), serverLog(...quietHour, ...injected));
  assert.deepEqual([verdict, reason.id, causes.filter(isNamed)], ['undecided', 'engine/injected', []]);
});

test('gRPC calls whose status nobody logged are not called well', () => {
  const call = (second: number): string =>
    served({ second, answer: ok }).replace('"web"', '"grpc-go/1.70.0"').replace('"GET /items HTTP/1.1"', '"POST /cart.Cart/Get HTTP/2"');
  const snapshot = makeSnapshot([accessLog('shop/orders-0', [0, 60, 120].map(call))]);
  const read = [{ artifact: 'access-logs', title: 'Envoy access logs', files: ['a.log'], items: 3 }];
  const { verdict, reason } = diagnose({ ...snapshot, coverage: { ...snapshot.coverage, read } }, {});
  assert.deepEqual([verdict, reason.id], ['undecided', 'engine/grpcUntold']);
});
