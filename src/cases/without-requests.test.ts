import assert from 'node:assert/strict';
import test from 'node:test';
import { diagnose } from '../index.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { instant } from '../model/time.ts';
import { filesOf, readFiles } from './case-files.ts';
import { falsehoodsOf } from '../testing/judge.ts';
import { caseIds, truthOf } from './recorded-cases.ts';

/** Faults of the set-up, and a state, that fail every request: no request need be seen to know it. */
const FORETOLD: ReadonlySet<string> = new Set(['target-port-mismatch', 'readiness-failing', 'crash-loop', 'mtls-mode-mismatch']);

for (const id of caseIds()) {
  const truth = truthOf(id);
  const isForetold = FORETOLD.has(truth.cause);
  test(`${id}: without any log ${isForetold ? 'the failing of every request is foretold' : 'nothing is known of requests, and nobody is accused'}`, async () => {
    const files = new Map([...(await filesOf(id))].filter(([path]) => !/log|(?:^|\/)stats/.test(path)));
    const diagnosis = diagnose(tenMinutesLater(await readFiles(files)));
    assert.deepEqual(falsehoodsOf(diagnosis, truth), []);
    assert.equal(diagnosis.verdict, isForetold ? 'diagnosed' : 'undecided');
    if (isForetold) assert.deepEqual([diagnosis.incidents[0]?.predicted, diagnosis.causes[0]?.id], [true, truth.cause]);
  });
}

/** The objects of these cases were collected within a minute of the start of their pods, where nothing can be held against a pod yet. */
function tenMinutesLater(snapshot: Snapshot): Snapshot {
  const takenAt = snapshot.takenAt + 600_000;
  return {
    ...snapshot,
    takenAt,
    takenAtText: instant(takenAt),
    artifacts: { ...snapshot.artifacts, 'snapshot-time': { status: 'ok', value: { takenAt } } },
  };
}
