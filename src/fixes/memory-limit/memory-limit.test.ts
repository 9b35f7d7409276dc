import test from 'node:test';
import { type FixCase, type Given, manifestOf, type NamedHere, testFix } from '../../testing/index.ts';
import { memoryLimit } from './index.ts';

const pod = (image: string, resources: string): Given =>
  manifestOf(`
apiVersion: v1
kind: Pod
metadata: { name: writer-0, namespace: shop, ownerReferences: [{ kind: Deployment, name: writer, controller: true }] }
spec: { containers: [{ name: other, image: other }, { name: writer, image: '${image}', resources: ${resources} }] }
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
  { name: 'without a limit the node ran out, which no limit mends', given: [pod('writer:1', '{}')], named: killed, expect: [] },
]);
