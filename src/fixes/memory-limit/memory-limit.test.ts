import test from 'node:test';
import { type FixCase, type Given, manifestOf, type NamedHere, testFix } from '../../testing/index.ts';
import { memoryLimit } from './index.ts';

const pod = (image: string, resources: string, labels: Readonly<Record<string, string>> = {}): Given =>
  manifestOf(`
apiVersion: v1
kind: Pod
metadata: { name: writer-0, namespace: shop, labels: ${JSON.stringify(labels)}, ownerReferences: [{ kind: Deployment, name: writer, controller: true }] }
spec: { containers: [{ name: other, image: other }, { name: writer, image: '${image}', resources: ${resources} }] }
`);
const vminsert = manifestOf(`
apiVersion: v1
kind: Pod
metadata:
  name: vminsert-long-term-0
  namespace: monitoring
  labels: { managed-by: vm-operator, app.kubernetes.io/name: vminsert, app.kubernetes.io/instance: long-term }
  ownerReferences: [{ kind: StatefulSet, name: vminsert-long-term, controller: true }]
spec: { containers: [{ name: vminsert, image: 'victoriametrics/vminsert:v1.131.0', resources: { limits: { memory: 1Gi } } }] }
`);
const cluster = manifestOf(`
apiVersion: operator.victoriametrics.com/v1beta1
kind: VMCluster
metadata: { name: long-term, namespace: monitoring }
spec: { vminsert: { replicaCount: 2, resources: { limits: { memory: 1Gi } } } }
`);
const killed: NamedHere = {
  target: 'writer.shop',
  findings: [
    { message: 'container-oom-kill/killedDuringFailures', subject: { kind: 'Pod', namespace: 'shop', name: 'writer-0' }, data: { container: 'writer' } },
  ],
};
const expected = (memory: string, limits: readonly string[]): FixCase['expect'][number] => ({
  title: 'raise',
  limits,
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'writer', namespace: 'shop' },
      spec: { template: { spec: { containers: [{ name: 'writer', resources: { limits: { memory } } }] } } },
    },
  ],
});

testFix(test, memoryLimit, [
  {
    name: 'the container that was killed gets twice its limit',
    given: [pod('writer:1', '{ limits: { memory: 36Mi } }')],
    named: killed,
    expect: [expected('72Mi', ['oneStep', 'node'])],
  },
  {
    name: 'of VictoriaMetrics it is said that it takes what it is given',
    given: [pod('victoriametrics/vminsert:v1.131.0', '{ limits: { memory: 1G } }')],
    named: killed,
    expect: [expected('1908Mi', ['oneStep', 'node', 'victoriaMetrics'])],
  },
  {
    name: 'of a workload that a chart writes it is said where its values are',
    given: [pod('writer:1', '{ limits: { memory: 36Mi } }', { 'app.kubernetes.io/name': 'victoria-metrics-agent', 'app.kubernetes.io/instance': 'metrics' })],
    named: killed,
    expect: [expected('72Mi', ['belongsInValues', 'oneStep', 'node'])],
  },
  {
    name: 'what the operator writes gets its limit in its custom resource',
    given: [vminsert, cluster],
    named: { target: 'vminsert-long-term.monitoring' },
    expect: [
      {
        title: 'raise',
        objects: [
          {
            apiVersion: 'operator.victoriametrics.com/v1beta1',
            kind: 'VMCluster',
            metadata: { name: 'long-term', namespace: 'monitoring' },
            spec: { vminsert: { resources: { limits: { memory: '2048Mi' } } } },
          },
        ],
      },
    ],
  },
  { name: 'a custom resource that was not collected cannot be changed', given: [vminsert], named: { target: 'vminsert-long-term.monitoring' }, expect: [] },
  { name: 'without a limit the node ran out, which no limit mends', given: [pod('writer:1', '{}')], named: killed, expect: [] },
]);
