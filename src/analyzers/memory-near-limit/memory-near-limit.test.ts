import test from 'node:test';
import { accessLog, document, manifest, testAnalyzer } from '../../testing/index.ts';
import { memoryNearLimit } from './index.ts';

const name = 'orders-7c9f8d6b5-x2k4p';
const rows = accessLog(`shop/${name}`, [
  '[2026-01-01T00:10:00.200Z] "GET /orders HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 3 - "-" "web" "a1" "orders.shop.svc.cluster.local:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40112 10.1.0.7:8080 10.1.0.9:51234 - default',
]);

const pod = (reason: string, exitCode: number, limits = '{ memory: 256Mi }') => manifest`
  apiVersion: v1
  kind: Pod
  metadata:
    name: ${name}
    namespace: shop
    creationTimestamp: "2026-01-01T00:00:00Z"
    ownerReferences: [{ kind: ReplicaSet, name: orders-7c9f8d6b5, controller: true }]
  spec:
    containers: [{ name: orders, resources: { limits: ${limits} } }, { name: istio-proxy }]
  status:
    podIP: 10.1.0.7
    containerStatuses:
      - name: orders
        ready: true
        restartCount: 1
        state: { running: { startedAt: "2026-01-01T00:10:02Z" } }
        lastState: { terminated: { exitCode: ${exitCode}, reason: ${reason}, startedAt: "2026-01-01T00:00:02Z", finishedAt: "2026-01-01T00:10:00Z" } }
`;

const labels = { namespace: 'shop', pod: name, container: 'orders' };
const memory = (...mebibytes: readonly number[]) => memoryFrom('2026-01-01T00:08:00Z', mebibytes);
const memoryFrom = (start: string, mebibytes: readonly number[]) =>
  document('series/memory.json', {
    status: 'success',
    data: {
      resultType: 'matrix',
      result: [
        {
          metric: { __name__: 'container_memory_working_set_bytes', ...labels },
          values: mebibytes.map((value, index) => [Date.parse(start) / 1000 + 30 * index, String(value * 1024 ** 2)]),
        },
      ],
    },
  });
const limit = document('series/limits.json', {
  status: 'success',
  data: {
    resultType: 'vector',
    result: [
      {
        metric: { __name__: 'kube_pod_container_resource_limits', resource: 'memory', ...labels },
        value: [Date.parse('2026-01-01T00:12:00Z') / 1000, String(128 * 1024 ** 2)],
      },
    ],
  },
});
const about = { container: 'orders', pod: name, time: '2026-01-01T00:10:00Z' };

testAnalyzer(test, memoryNearLimit, [
  {
    name: 'a container that filled its memory before an end that nothing names',
    given: [rows, pod('Error', 137), memory(180, 210, 240, 250)],
    expect: [{ message: 'fullBeforeEnd', data: { ...about, percent: 98, limit: 256, before: '30 s', failures: '1 of 1' }, explains: [0] }],
  },
  {
    name: 'the limit that kube-state-metrics tells goes before that of the object, which may have been changed since',
    given: [rows, pod('Error', 137), memory(80, 100, 120, 126), limit],
    expect: [{ message: 'fullBeforeEnd', data: { ...about, percent: 98, limit: 128, before: '30 s', failures: '1 of 1' }, explains: [0] }],
  },
  {
    name: 'near miss: the container had half of its memory left when it ended',
    given: [rows, pod('Error', 137), memory(40, 41, 42, 40), limit],
    expect: [{ message: 'roomBeforeEnd', data: { ...about, percent: 33, limit: 128 } }],
  },
  {
    name: 'a limit that may have been changed since argues no kill away',
    given: [rows, pod('Error', 137), memory(80, 81, 82, 80)],
    expect: [],
  },
  {
    name: 'a kill for memory that status names is not argued away by what two scrapes saw',
    given: [rows, pod('OOMKilled', 137), memory(80, 81, 82, 80)],
    expect: [],
  },
  {
    name: 'values of an hour before say nothing of the end',
    given: [rows, pod('Error', 137), memoryFrom('2025-12-31T23:00:00Z', [250, 250, 250])],
    expect: [],
  },
  { name: 'no limit, no judgement', given: [rows, pod('Error', 137, '{ }'), memory(180, 210, 240, 250)], expect: [] },
  { name: 'without series nothing is judged', given: [rows, pod('Error', 137)], expect: [] },
  { name: 'without request evidence it is skipped', given: [], expect: 'skipped' },
]);
