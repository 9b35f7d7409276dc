import assert from 'node:assert/strict';
import test from 'node:test';
import { diagnose } from '../index.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { accessLog, containerLog, type Given, makeSnapshot, manifest } from '../testing/index.ts';

const pods = manifest`
  { apiVersion: v1, kind: Pod, metadata: { name: vminsert-58bd74d78-q2z5m, namespace: monitoring }, spec: { containers: [{ name: vminsert }, { name: istio-proxy }] }, status: { podIP: 10.244.2.7 } }
`;
/** A snapshot that says that something was read, as a real one does. */
function read(given: readonly Given[]): Snapshot {
  const snapshot = makeSnapshot(given);
  return { ...snapshot, coverage: { ...snapshot.coverage, read: [{ artifact: 'access-logs', title: '', files: [], items: 2 }] } };
}
const row = (time: string): string =>
  `[2026-11-22T17:${time}.306Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 204 - via_upstream - "-" 181 0 1 1 "-" "Go-http-client/1.1" "c9e0a4e0-8e31-9a3a-b1f5-2c9f1c3f5a11" "vminsert:8480" "10.244.2.7:8480" inbound|8480|| 127.0.0.6:45678 10.244.2.7:8480 10.244.1.8:53210 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default`;
const served = accessLog('monitoring/vminsert-58bd74d78-q2z5m', [row('20:00'), row('25:00')]);
const complaint = (time: string, body: string): ReturnType<typeof containerLog> =>
  containerLog('monitoring/vmalert-66467cfcc9-ft9vh/vmalert', [
    `2026-11-22T17:${time}.011Z\twarn\tVictoriaMetrics/app/vmalert/remotewrite/client.go:320\tattempt 1 to send request failed: unexpected response code 503 for http://vminsert.monitoring.svc.cluster.local:8480/insert/0/prometheus/api/v1/write. Response body "${body}" (retriable: true)`,
  ]);
const envoys = 'upstream connect error or disconnect/reset before headers. reset reason: connection failure';

test('rows that went well are healthy', () => assert.equal(diagnose(read([pods, served])).verdict, 'healthy'));

test('rows that went well vouch for nothing while a client logs answers of a failing proxy', () => {
  const { verdict, reason } = diagnose(read([pods, served, complaint('22:00', envoys)]));
  assert.deepEqual([verdict, reason.id], ['undecided', 'engine/contradicted']);
});

test('an answer from before the rows says nothing of them', () => {
  assert.equal(diagnose(read([pods, served, complaint('10:00', envoys)])).verdict, 'healthy');
});

test('an answer that no proxy wrote is no complaint', () => {
  assert.equal(diagnose(read([pods, served, complaint('22:00', 'quota exceeded')])).verdict, 'healthy');
});

test('an answer from another service does not concern the one that was asked about', () => {
  const snapshot = read([pods, served, complaint('22:00', envoys)]);
  assert.equal(diagnose(snapshot, { to: 'monitoring/vminsert' }).verdict, 'undecided');
  const other = read([pods, served, containerLog('monitoring/a-1/a', [`2026-11-22T17:22:00.011Z warn GET http://search.shop.svc:80/q failed: ${envoys}`])]);
  assert.equal(diagnose(other, { to: 'monitoring/vminsert' }).verdict, 'healthy');
});
