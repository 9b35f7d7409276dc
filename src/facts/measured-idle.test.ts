import assert from 'node:assert/strict';
import test from 'node:test';
import { document, factOf, manifest } from '../testing/index.ts';
import { serverIdle } from './server-idle.ts';

const pod = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-0, namespace: monitoring }
  spec: { containers: [{ name: vminsert, image: 'victoriametrics/vminsert:v1.131.0-cluster' }] }
  status: { podIP: 10.1.0.7 }
`;
const probe = document('probe.json', {
  plan: { target: { host: '10.1.0.7', port: 8480 }, allowLoadBalancer: false },
  idle: { kind: 'measured', minMs: 29_990, maxMs: 30_010, count: 4 },
  connections: [],
});

test('a limit that was measured goes before the default of the software, and keeps its evidence beside it', () => {
  const [idle] = factOf(serverIdle, [pod, probe]) ?? [];
  assert.equal(idle?.origin, 'measured');
  assert.equal(idle?.limit?.value, 29_990);
  assert.deepEqual(idle?.observedMs, { min: 29_990, max: 30_010 });
  assert.deepEqual(
    idle?.limit?.from.map(({ at }) => at.artifact),
    ['probe-reports', 'pods', 'pods'],
  );
});

test('a measured server of which nothing else is known has a limit as well', () => {
  const alone = document(
    'probe.json',
    { plan: { target: { host: '127.0.0.1', port: 8080 }, allowLoadBalancer: false }, idle: { kind: 'measured', minMs: 5, maxMs: 6 }, connections: [] },
    'shop/catalog-0',
  );
  assert.deepEqual(
    (factOf(serverIdle, [alone]) ?? []).map(({ workload, origin }) => [workload, origin]),
    [['catalog', 'measured']],
  );
});
