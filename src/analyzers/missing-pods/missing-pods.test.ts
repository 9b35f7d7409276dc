import test from 'node:test';
import { accessLog, at, manifest, testAnalyzer } from '../../testing/index.ts';
import { missingPods } from './index.ts';

const row = (second: string): string =>
  `[2026-11-22T17:22:${second}Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "vmalert" "6f28162c-78dd-4dca-a89a-2788${second.replace('.', '')}91b" "vminsert.monitoring.svc.cluster.local:8480" "-" outbound|8480||vminsert.monitoring.svc.cluster.local - 10.96.31.10:8480 10.244.2.25:51050 - default`;
const noHost = accessLog('monitoring/vmalert-0', [row('05.691'), row('15.703'), row('25.700')]);
const service = manifest`
  apiVersion: v1
  kind: Service
  metadata: { name: vminsert, namespace: monitoring }
  spec: { selector: { app: vminsert }, clusterIP: 10.96.31.10, ports: [{ port: 8480 }] }
`;
const deployment = (replicas: number, status = '{}') => manifest`
  apiVersion: apps/v1
  kind: Deployment
  metadata: { name: vminsert, namespace: monitoring }
  spec: { replicas: ${replicas}, selector: { matchLabels: { app: vminsert } }, template: { metadata: { labels: { app: vminsert } } } }
  status: ${status}
`;
const scaledAt = (time: string) => manifest`
  apiVersion: v1
  kind: Event
  metadata: { name: vminsert.1, namespace: monitoring }
  involvedObject: { kind: Deployment, name: vminsert, namespace: monitoring }
  reason: ScalingReplicaSet
  message: Scaled down replica set vminsert-58bd74d78 to 0 from 2
  lastTimestamp: '${time}'
`;
const pod = (name: string, status: string) => manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: ${name}, namespace: monitoring, creationTimestamp: '2026-11-22T17:22:00Z', labels: { app: vminsert }, ownerReferences: [{ kind: ReplicaSet, name: vminsert-58bd74d78, controller: true }] }
  spec: { containers: [{ name: vminsert }] }
  status: ${status}
`;
const waiting = (reason: string, more = '') =>
  `{ phase: Pending, containerStatuses: [{ name: vminsert, ready: false, restartCount: 0, state: { waiting: { reason: ${reason}, message: 'no such image' } } ${more} }] }`;
const scaled = { controller: 'Deployment vminsert', service: 'vminsert.monitoring', failures: 3 };

testAnalyzer(test, missingPods, [
  {
    name: 'scaled to zero just before the failures',
    given: [noHost, service, deployment(0), scaledAt('2026-11-22T17:22:04Z'), at('2026-11-22T19:00:00Z')],
    expect: [{ message: 'scaledToZero', data: scaled, explains: [0, 1, 2] }],
  },
  {
    name: 'zero in a snapshot taken while requests fail',
    given: [noHost, service, deployment(0), at('2026-11-22T17:25:00Z')],
    expect: [{ message: 'scaledToZero', data: scaled, explains: [0, 1, 2] }],
  },
  {
    name: 'zero in a snapshot of hours later may be what somebody did about it',
    given: [noHost, service, deployment(0), at('2026-11-22T19:00:00Z')],
    expect: [{ message: 'scaledToZeroAtSomeTime', data: scaled }],
  },
  { name: 'scaled to zero after the failures', given: [noHost, service, deployment(0), scaledAt('2026-11-22T17:40:00Z')], expect: [] },
  { name: 'replicas are there', given: [noHost, service, deployment(2, '{ replicas: 2 }')], expect: [] },
  {
    name: 'a quota that allows no pod',
    given: [
      noHost,
      service,
      deployment(
        2,
        "{ conditions: [{ type: ReplicaFailure, status: 'True', reason: FailedCreate, message: 'exceeded quota', lastTransitionTime: '2026-11-22T17:22:10Z' }] }",
      ),
    ],
    expect: [{ message: 'podsRefused', data: { ...scaled, message: 'exceeded quota' }, explains: [0, 1, 2] }],
  },
  {
    name: 'images that cannot be pulled',
    given: [noHost, service, pod('vminsert-58bd74d78-a', waiting('ImagePullBackOff')), pod('vminsert-58bd74d78-b', waiting('ErrImagePull'))],
    expect: [
      {
        message: 'podsNeverStart',
        data: { pods: 2, target: 'vminsert.monitoring', pod: 'vminsert-58bd74d78-a', reason: 'ImagePullBackOff', message: 'no such image', failures: 3 },
        explains: [0, 1, 2],
      },
    ],
  },
  {
    name: 'a pod that no node takes',
    given: [
      noHost,
      service,
      pod(
        'vminsert-58bd74d78-a',
        "{ phase: Pending, conditions: [{ type: PodScheduled, status: 'False', reason: Unschedulable, message: 'Insufficient cpu' }] }",
      ),
    ],
    expect: [
      {
        message: 'podsNeverStart',
        data: { pods: 1, target: 'vminsert.monitoring', pod: 'vminsert-58bd74d78-a', reason: 'Unschedulable', message: 'Insufficient cpu', failures: 3 },
      },
    ],
  },
  { name: 'a pod that is on its way', given: [noHost, service, pod('vminsert-58bd74d78-a', waiting('ContainerCreating'))], expect: [] },
  {
    name: 'a container that ran before was started',
    given: [noHost, service, pod('vminsert-58bd74d78-a', waiting('CreateContainerError', ', lastState: { terminated: { exitCode: 1 } }'))],
    expect: [],
  },
  {
    name: 'another pod of it runs',
    given: [
      noHost,
      service,
      pod('vminsert-58bd74d78-a', waiting('ImagePullBackOff')),
      pod('vminsert-77bd74d78-b', '{ phase: Running, containerStatuses: [{ name: vminsert, ready: true, restartCount: 0, state: { running: {} } }] }'),
    ],
    expect: [],
  },
  { name: 'without requests nothing is judged', given: [deployment(0), service], expect: 'skipped' },
]);
