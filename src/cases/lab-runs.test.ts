import assert from 'node:assert/strict';
import test from 'node:test';
import { diagnose } from '../index.ts';
import { readBundle } from '../sources/bundle/index.ts';
import { problemsOf } from '../testing/judge.ts';
import { trialsOf } from './accuracy.ts';
import { bundleOf, caseIds, labCasesFolder, truthOf } from './recorded-cases.ts';
import type { Specimen } from './specimen.ts';

for (const id of caseIds(labCasesFolder)) {
  test(`lab run ${id}: the answer is what was done, and nothing false is sure without parts of the evidence or beside something innocent`, async () => {
    const truth = truthOf(id, labCasesFolder);
    const snapshot = await readBundle([bundleOf(id, labCasesFolder)]);
    assert.deepEqual(problemsOf(diagnose(snapshot), truth), []);
    const happened = truth.cause === 'healthy' ? [] : [truth.cause, ...truth.acceptableAlso];
    const specimen: Specimen = { id, from: 'recorded', snapshot, truth: happened, not: truth.mustNot };
    const trials = trialsOf(specimen, 503, { losses: 3, only: /^kind (?:pods|events|access-logs|container-logs|proxy-config)$/ });
    assert.deepEqual(
      trials.filter(({ outcome, unbacked }) => outcome === 'wrong' || unbacked.length > 0).map(({ variant, why, unbacked }) => ({ variant, why, unbacked })),
      [],
    );
  });
}
