import assert from 'node:assert/strict';
import { test } from 'node:test';
import { containerLog, document, factOf, manifest } from '../testing/index.ts';
import { changes } from './changes.ts';

const said = (given: Parameters<typeof factOf>[1]): unknown =>
  factOf(changes, given).map(({ time, kind, source, subject, detail }) => [new Date(time).toISOString().slice(11, 19), kind, source, subject.name, detail]);

test('a roll-out is told by events and objects: scaling, the new version, who asked for it', () => {
  const rollout = manifest`
    apiVersion: v1
    kind: Event
    metadata: { name: e-scaled, namespace: shop }
    involvedObject: { kind: Deployment, namespace: shop, name: orders }
    reason: ScalingReplicaSet
    message: Scaled up replica set orders-5d4f8c7b9 from 0 to 1
    lastTimestamp: "2026-11-22T10:00:01Z"
    ---
    apiVersion: apps/v1
    kind: ReplicaSet
    metadata: { name: orders-5d4f8c7b9, namespace: shop, creationTimestamp: "2026-11-22T10:00:02Z", ownerReferences: [{ kind: Deployment, name: orders }] }
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: orders, namespace: shop }
    spec: { template: { metadata: { annotations: { kubectl.kubernetes.io/restartedAt: "2026-11-22T10:00:00Z" } } } }
  `;
  assert.deepEqual(said([rollout]), [
    ['10:00:00', 'restartAsked', 'object', 'orders', '-'],
    ['10:00:01', 'scaled', 'event', 'orders', 'Scaled up replica set orders-5d4f8c7b9 from 0 to 1'],
    ['10:00:02', 'rolledOut', 'object', 'orders-5d4f8c7b9', 'orders'],
  ]);
});

test('a pod tells of its making, its last end and its readiness, its process of when it began', () => {
  const pod = manifest`
    apiVersion: v1
    kind: Pod
    metadata: { name: orders-0, namespace: shop, creationTimestamp: "2026-11-22T09:00:00Z", ownerReferences: [{ kind: StatefulSet, name: orders, controller: true }] }
    spec: { containers: [{ name: orders }] }
    status:
      conditions: [{ type: Ready, status: "True", lastTransitionTime: "2026-11-22T10:00:09Z" }]
      containerStatuses:
        - name: orders
          ready: true
          restartCount: 1
          state: { running: { startedAt: "2026-11-22T10:00:05Z" } }
          lastState: { terminated: { exitCode: 137, reason: OOMKilled, startedAt: "2026-11-22T09:00:02Z", finishedAt: "2026-11-22T10:00:04Z" } }
  `;
  const page = document(
    'metrics/shop/orders-0/metrics.txt',
    '# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds 1795341605\n# TYPE go_goroutines gauge\ngo_goroutines 3\n',
    'shop/orders-0',
  );
  assert.deepEqual(said([pod, page]), [
    ['09:00:00', 'podCreated', 'object', 'orders-0', '-'],
    ['10:00:04', 'outOfMemory', 'object', 'orders-0', 'exit code 137'],
    ['10:00:05', 'processStarted', 'metric', 'orders-0', '-'],
    ['10:00:09', 'podReady', 'object', 'orders-0', '-'],
  ]);
});

test('configuration is told as it was written and as istiod took it over; endpoints and system objects are not', () => {
  const rule = manifest`
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata:
      name: orders
      namespace: shop
      creationTimestamp: "2026-11-22T08:00:00Z"
      managedFields: [{ manager: argocd, operation: Apply, time: "2026-11-22T10:00:00Z" }, { manager: status, subresource: status, time: "2026-11-22T10:10:00Z" }]
    spec: { host: orders }
  `;
  const istiod = containerLog('istio-system/istiod-0/discovery', [
    '2026-11-22T10:00:00.300000Z\tinfo\tads\tPush debounce stable[7] 1 for config DestinationRule/shop/orders: 100.1ms since last change, 100.1ms since last push, full=true',
    '2026-11-22T10:00:01.300000Z\tinfo\tads\tPush debounce stable[8] 1 for config ServiceEntry/shop/orders.shop.svc.cluster.local: 100.1ms since last change, 100.1ms since last push, full=false',
  ]);
  assert.deepEqual(said([rule, istiod]), [
    ['08:00:00', 'objectWritten', 'object', 'orders', 'created'],
    ['10:00:00', 'objectWritten', 'object', 'orders', 'argocd'],
    ['10:00:00', 'configTaken', 'log', 'orders', '-'],
  ]);
});

test('nodes tell of their trouble by events and by conditions', () => {
  const nodes = manifest`
    apiVersion: v1
    kind: Node
    metadata: { name: n1 }
    status: { conditions: [{ type: Ready, status: Unknown, lastTransitionTime: "2026-11-22T10:00:40Z" }, { type: MemoryPressure, status: "False", lastTransitionTime: "2026-11-01T00:00:00Z" }] }
    ---
    apiVersion: v1
    kind: Event
    metadata: { name: e-node, namespace: default }
    involvedObject: { kind: Node, name: n1 }
    reason: NodeNotReady
    message: Node n1 status is now NodeNotReady
    lastTimestamp: "2026-11-22T10:00:41Z"
  `;
  assert.deepEqual(said([nodes]), [
    ['10:00:40', 'nodeEvent', 'object', 'n1', 'Ready Unknown'],
    ['10:00:41', 'nodeEvent', 'event', 'n1', 'NodeNotReady'],
  ]);
});
