import test from 'node:test';
import { type Given, manifestOf, type NamedHere, testFix } from '../../testing/index.ts';
import { replicas } from './index.ts';

const deployment = (count: number): Given =>
  manifestOf(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: vminsert, namespace: monitoring }
spec: { replicas: ${count}, template: { metadata: { labels: { app: vminsert } } } }
`);
const scaled = (message: string): Given =>
  manifestOf(`
apiVersion: v1
kind: Event
metadata: { name: vminsert.1, namespace: monitoring }
involvedObject: { kind: Deployment, name: vminsert, namespace: monitoring }
reason: ScalingReplicaSet
message: ${message}
lastTimestamp: '2026-11-22T17:22:00Z'
`);
const named: NamedHere = {
  target: 'vminsert.monitoring',
  findings: [{ message: 'missing-pods/scaledToZero', subject: { kind: 'Deployment', namespace: 'monitoring', name: 'vminsert' }, data: {} }],
};
const twice = {
  title: 'scale',
  limits: ['scaledBy'],
  objects: [{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'vminsert', namespace: 'monitoring' }, spec: { replicas: 2 } }],
};
const before = scaled('Scaled down replica set vminsert-58bd74d78 to 0 from 2');

testFix(test, replicas, [
  {
    name: 'what the event says it had',
    given: [deployment(0), before],
    named,
    expect: [twice],
  },
  {
    name: 'the same in the words of a newer Kubernetes',
    given: [deployment(0), scaled('Scaled down replica set vminsert-58bd74d78 from 2 to 0')],
    named,
    expect: [twice],
  },
  {
    name: 'an event that does not tell how many there were',
    given: [deployment(0), scaled('Scaled down replica set vminsert-58bd74d78 to 0')],
    named,
    expect: [],
  },
  { name: 'one that has replicas again', given: [deployment(3), before], named, expect: [] },
  { name: 'another way of having no endpoint', given: [deployment(0), before], named: { ...named, findings: [] }, expect: [] },
]);
