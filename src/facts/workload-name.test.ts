import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workloadOfPodName } from './workload-name.ts';

const table: readonly (readonly [pod: string, workload: string])[] = [
  ['vminsert-78797c6fb-wwrsx', 'vminsert'],
  ['vmalert-66467cfcc9-kcp8c', 'vmalert'],
  ['metrics-pusher-5db66ffccb-dldl2', 'metrics-pusher'],
  ['vmstorage-0', 'vmstorage'],
  ['vminsert-example-6d4b8f9c7d-2xqpr', 'vminsert-example'],
  ['istio-ingressgateway-7f9b8d6c5-x7k2m', 'istio-ingressgateway'],
  ['node-exporter-8k2mz', 'node-exporter'],
  ['catalog', 'catalog'],
  ['my-debug-pod', 'my-debug-pod'],
];

for (const [pod, workload] of table) {
  test(`pod ${pod} belongs to ${workload}`, () => assert.equal(workloadOfPodName(pod), workload));
}
