import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { type RepairRecord, stateOf } from './record.ts';
import { readRecords, recordsFolder, writeRecord } from './record-files.ts';

const record = (id: string, ...states: readonly RepairRecord['changes'][number]['state'][]): RepairRecord => ({
  schemaVersion: 1,
  id,
  at: '2026-11-22T17:00:00.000Z',
  context: 'lab',
  server: 'https://127.0.0.1:6443',
  fix: 'service-target-port',
  cause: 'target-port-mismatch',
  title: 'Send port 8480 elsewhere',
  changes: states.map((state) => ({
    verb: 'update',
    target: { kind: 'Service', namespace: 'shop', name: 'vminsert' },
    path: '/api/v1/namespaces/shop/services/vminsert',
    patch: {},
    former: {},
    state,
  })),
});

test('records come back, the latest first, without what is none of them, and only their owner reads them', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'why503-records-')), 'why503', 'repairs');
  try {
    assert.deepEqual(readRecords(folder), []);
    const [first, second] = [record('20261122-170000-aaaaaa', 'sent'), record('20261122-180000-bbbbbb', 'planned')];
    writeRecord(folder, first);
    writeRecord(folder, second);
    writeRecord(folder, { ...first, title: 'again' });
    writeFileSync(join(folder, 'notes.json'), '{"schemaVersion":1}');
    writeFileSync(join(folder, 'cut.json'), '{"schemaVersion":1,"id":"x","changes":[{');
    assert.deepEqual(readRecords(folder), [second, { ...first, title: 'again' }]);
    assert.equal(statSync(join(folder, `${first.id}.json`)).mode & 0o777, 0o600);
  } finally {
    rmSync(join(folder, '..', '..'), { recursive: true });
  }
});

test('the folder follows XDG, where an empty variable is none', () => {
  assert.equal(recordsFolder({ XDG_STATE_HOME: '/state' }), '/state/why503/repairs');
  assert.equal(recordsFolder({ XDG_STATE_HOME: '' }), recordsFolder({}));
});

test('a record is whole only when every change was made, and over when nothing of it may be left', () => {
  assert.equal(stateOf(record('a', 'applied', 'applied')), 'applied');
  assert.equal(stateOf(record('a', 'applied', 'refused')), 'part');
  assert.equal(stateOf(record('a', 'sent')), 'part');
  assert.equal(stateOf(record('a', 'undone', 'planned', 'refused')), 'undone');
});
