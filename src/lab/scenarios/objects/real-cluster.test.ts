import assert from 'node:assert/strict';
import test from 'node:test';
import { stringAt } from '../../../formats/json.ts';
import { numbered } from './stateful-set.ts';
import { withRealCluster } from './real-cluster.ts';
import { vmalert, vminsert, vmselect } from './write-path.ts';

const argsOf = (object: object): unknown =>
  (object as { spec: { template: { spec: { containers: { args: unknown }[] } } } }).spec.template.spec.containers[0]?.args;

test('a user’s own vminsert takes the place of the stand-in, with a vmstorage behind it', () => {
  const objects = withRealCluster(numbered(vminsert(['-http.idleConnTimeout=5s']), 2), 'vm');
  assert.deepEqual(
    objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`),
    ['Deployment/vmstorage', 'Service/vmstorage', 'StatefulSet/vminsert', 'Service/vminsert'],
  );
  const [, , real] = objects;
  assert.equal(stringAt(real, 'spec', 'template', 'spec', 'containers', 0, 'command', 0), 'vminsert');
  assert.deepEqual(argsOf(real ?? {}), ['-httpListenAddr=:8480', '-http.idleConnTimeout=5s', '-storageNode=vmstorage.vm.svc:8400']);
});

test('who writes to vminsert names the tenant, and nothing else changes', () => {
  const [, writer] = withRealCluster(vmalert('vm', { interval: '5s' }), 'vm');
  assert.ok((argsOf(writer ?? {}) as string[]).includes('-remoteWrite.url=http://vminsert.vm.svc:8480/insert/0/prometheus'));
  assert.deepEqual(withRealCluster(vmselect(), 'vm'), vmselect());
});
