import assert from 'node:assert/strict';
import test from 'node:test';
import { accessLog, factOf, manifest } from '../testing/index.ts';
import { ownHop } from './own-hop.ts';
import { traffic } from './traffic.ts';

const row = (result: string, bytes = 95): string =>
  `[2026-11-22T17:22:05.691Z] "POST /write HTTP/1.1" ${result} - "-" 181 ${bytes} 2 - "-" "vmalert" "6f28162c" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.7:8480" outbound|8480||vminsert.monitoring.svc.cluster.local 10.244.1.8:53210 10.96.31.10:8480 10.244.1.8:40001 - default`;
const pod = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: vminsert-58bd74d78-q2z5m, namespace: monitoring, ownerReferences: [{ kind: ReplicaSet, name: vminsert-58bd74d78, controller: true }] }
  spec: { containers: [{ name: vminsert }, { name: istio-proxy }] }
  status: { podIP: 10.244.2.7 }
`;
const hopAfter = (result: string, outage: Parameters<typeof ownHop>[2], bytes?: number): string | undefined => {
  const [incident] = factOf(traffic, [accessLog('monitoring/vmalert-0', [row(result, bytes)]), pod]).incidents;
  assert.ok(incident !== undefined);
  return ownHop(incident, [0], outage);
};

test('an application that vanished behind its sidecar broke the hop between the two', () => {
  assert.equal(hopAfter('503 - via_upstream', { isProxy: false, kind: 'oom' }), 'vminsert-sidecar->vminsert');
});

test('a stopping pod whose sidecar still wrote the answers broke the hop behind it; an answer of another length may be the application’s', () => {
  const shutdown = { isProxy: false, kind: 'shutdown' } as const;
  assert.equal(hopAfter('503 - via_upstream', shutdown, 95), 'vminsert-sidecar->vminsert');
  assert.equal(hopAfter('503 - via_upstream', shutdown, 121), 'vminsert-sidecar->vminsert');
  assert.equal(hopAfter('503 - via_upstream', shutdown, 12), undefined);
  assert.equal(hopAfter('503 UF upstream_reset_before_response_started{remote_connection_failure}', shutdown), undefined);
});

test("the sidecar's own end, an evicted pod and a row that tells its hop leave the hop alone", () => {
  assert.equal(hopAfter('503 - via_upstream', { isProxy: true, kind: 'oom' }), undefined);
  assert.equal(hopAfter('503 - via_upstream', { isProxy: false, kind: 'eviction' }), undefined);
  assert.equal(hopAfter('503 UC upstream_reset_before_response_started{connection_termination}', { isProxy: false, kind: 'oom' }), undefined);
});
