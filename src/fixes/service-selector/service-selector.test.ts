import test from 'node:test';
import { manifest, testFix } from '../../testing/index.ts';
import { serviceSelector } from './index.ts';

const pod = manifest`
  apiVersion: v1
  kind: Pod
  metadata:
    name: vminsert-7d9f8-x2x4z
    namespace: monitoring
    labels: { app: vminsert, tier: write, pod-template-hash: 7d9f8 }
    ownerReferences: [{ kind: ReplicaSet, name: vminsert-7d9f8, controller: true }]
  spec: { containers: [{ name: vminsert, image: victoriametrics/vminsert }] }
`;

const named = { target: 'vminsert.monitoring' };

testFix(test, serviceSelector, [
  {
    name: 'a label that no pod has is replaced by what the workload of that name carries',
    given: [
      pod,
      manifest`
        apiVersion: v1
        kind: Service
        metadata: { name: vminsert, namespace: monitoring }
        spec: { selector: { app: vm-insert, tier: write }, ports: [{ port: 8480 }] }
      `,
    ],
    named,
    expect: [
      {
        title: 'select',
        objects: [
          {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: { name: 'vminsert', namespace: 'monitoring' },
            spec: { selector: { app: 'vminsert', tier: 'write' } },
          },
        ],
      },
    ],
  },
  {
    name: 'what the operator of VictoriaMetrics writes is left to it',
    given: [
      pod,
      manifest`
        apiVersion: v1
        kind: Service
        metadata: { name: vminsert, namespace: monitoring, labels: { managed-by: vm-operator } }
        spec: { selector: { app: vm-insert }, ports: [{ port: 8480 }] }
      `,
    ],
    named,
    expect: [],
  },
  {
    name: 'labels that pods of another workload carry as well are no answer',
    given: [
      pod,
      manifest`
        apiVersion: v1
        kind: Pod
        metadata:
          name: backup-5c6d7-aaaaa
          namespace: monitoring
          labels: { app: vminsert, tier: write }
          ownerReferences: [{ kind: ReplicaSet, name: backup-5c6d7, controller: true }]
        spec: { containers: [{ name: backup, image: backup }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: vminsert, namespace: monitoring }
        spec: { selector: { app: vm-insert, tier: write }, ports: [{ port: 8480 }] }
      `,
    ],
    named,
    expect: [],
  },
  {
    name: 'a Service that selects its pods is left as it is',
    given: [
      pod,
      manifest`
        apiVersion: v1
        kind: Service
        metadata: { name: vminsert, namespace: monitoring }
        spec: { selector: { app: vminsert }, ports: [{ port: 8480 }] }
      `,
    ],
    named,
    expect: [],
  },
]);
