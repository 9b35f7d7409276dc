import assert from 'node:assert/strict';
import test from 'node:test';
import { accessLog, at, containerLog, document, lines, manifest } from './given.ts';
import { makeSnapshot } from './make-snapshot.ts';

test('a manifest of several documents files each object under its artifact, with its line', () => {
  const { artifacts } = makeSnapshot([
    manifest`
      apiVersion: v1
      kind: Pod
      metadata: { name: a, namespace: x }
      ---
      apiVersion: v1
      kind: Service
      metadata: { name: b, namespace: x }
    `,
  ]);
  const [service] = listOf(artifacts['services']);
  assert.deepEqual(service?.at.line, 4);
  assert.equal(listOf(artifacts['pods']).length, 1);
  assert.equal(artifacts['events']?.status, 'absent');
});

test('rows of an access log and lines of a container log go through the real log reader', () => {
  const row =
    '[2026-01-01T00:00:01.000Z] "POST /insert/0/prometheus HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 120 95 3 - "-" "vmalert" "6f1c" "vminsert:8480" "10.1.0.7:8480" inbound|8480|| 127.0.0.6:40112 10.1.0.7:8480 10.1.0.9:51234 - default';
  const { artifacts } = makeSnapshot([
    accessLog('monitoring/vminsert-0', lines`${row}`),
    containerLog('monitoring/vminsert-0/vminsert:previous', ['2026-01-01T00:00:02Z fatal error: out of memory']),
  ]);
  const [log] = listOf(artifacts['access-logs']);
  assert.equal(artifacts['access-logs']?.status, 'ok');
  assert.ok(log !== undefined);
});

test('the snapshot is of the moment that is given', () => {
  const snapshot = makeSnapshot([at('2026-02-03T04:05:06Z')]);
  assert.equal(snapshot.takenAtText, '2026-02-03T04:05:06.000Z');
  assert.deepEqual(snapshot.artifacts['snapshot-time'], { status: 'ok', value: { takenAt: snapshot.takenAt } });
});

test('a document that nothing recognises is a mistake of the case', () => {
  assert.throws(() => makeSnapshot([document('holiday.txt', 'nothing to see')]), /no artifact recognises/);
});

function listOf(gathered: unknown): readonly { readonly at: { readonly line?: number } }[] {
  return (gathered as { readonly value?: readonly { readonly at: { readonly line?: number } }[] }).value ?? []; // what the kubernetes artifacts give
}
