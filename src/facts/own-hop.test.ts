import assert from 'node:assert/strict';
import test from 'node:test';
import { accessLog, factOf, manifest } from '../testing/index.ts';
import { ownHop } from './own-hop.ts';
import { traffic } from './traffic.ts';

const row = (result: string): string =>
  `[2026-11-22T17:22:05.691Z] "POST /write HTTP/1.1" ${result} - "-" 181 95 2 - "-" "vmalert" "6f28162c" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.7:8480" outbound|8480||vminsert.monitoring.svc.cluster.local 10.244.1.8:53210 10.96.31.10:8480 10.244.1.8:40001 - default`;
const pod = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-58bd74d78-q2z5m, namespace: monitoring, ownerReferences: [{ kind: ReplicaSet, name: vminsert-58bd74d78, controller: true }] }
  spec: { containers: [{ name: vminsert }, { name: istio-proxy }] }
  status: { podIP: 10.244.2.7 }
`;
const hopAfter = (result: string, outage: Parameters<typeof ownHop>[2]): string | undefined => {
  const [incident] = factOf(traffic, [accessLog('monitoring/vmalert-0', [row(result)]), pod]).incidents;
  assert.ok(incident !== undefined);
  return ownHop(incident, [0], outage);
};

test('an application that vanished behind its sidecar broke the hop between the two', () => {
  assert.equal(hopAfter('503 - via_upstream', { isProxy: false, kind: 'oom' }), 'vminsert-sidecar->vminsert');
});

test("the sidecar's own end, a pod that goes as a whole and a row that tells its hop leave the hop alone", () => {
  assert.equal(hopAfter('503 - via_upstream', { isProxy: true, kind: 'oom' }), undefined);
  assert.equal(hopAfter('503 - via_upstream', { isProxy: false, kind: 'shutdown' }), undefined);
  assert.equal(hopAfter('503 UC upstream_reset_before_response_started{connection_termination}', { isProxy: false, kind: 'oom' }), undefined);
});
