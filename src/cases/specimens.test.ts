import assert from 'node:assert/strict';
import test from 'node:test';
import { diagnose } from '../index.ts';
import { causeIds } from '../knowledge/causes.ts';
import { trialOf } from './accuracy.ts';
import { analyzerSpecimens, readmeSpecimens } from './analyzer-specimens.ts';
import { builtSpecimens } from './built-specimens.ts';
import { lessSharp } from './less-sharp.ts';
import { caseIds, casesFolder, labCasesFolder, truthOf } from './recorded-cases.ts';

const small = [...builtSpecimens(), ...readmeSpecimens(), ...(await analyzerSpecimens())];
const trials = small.map((specimen) => trialOf(specimen, 'whole', 'whole', specimen.snapshot, false));
const recorded = [casesFolder, labCasesFolder].flatMap((folder) => caseIds(folder).map((id) => truthOf(id, folder)));

test('every cause has at least three incidents, two near misses, and a healthy mesh that looks like it', () => {
  const short = causeIds.flatMap((cause) => {
    const like = trials.filter(({ specimen }) => specimen.not.includes(cause));
    const likeRecorded = recorded.filter(({ mustNot }) => mustNot.includes(cause));
    const incidents = trials.filter(({ specimen }) => specimen.truth.includes(cause)).length + recorded.filter((truth) => truth.cause === cause).length;
    const nearMisses = like.filter(({ isWell }) => !isWell).length + likeRecorded.filter((truth) => truth.cause !== 'healthy').length;
    const healthy = like.filter(({ isWell }) => isWell).length + likeRecorded.filter((truth) => truth.cause === 'healthy').length;
    return incidents < 3 || nearMisses < 2 || healthy < 1 ? [`${cause}: ${incidents} incidents, ${nearMisses} near misses, ${healthy} healthy`] : [];
  });
  assert.deepEqual(short, []);
});

test('no case of an analyzer, no example and no built incident is answered wrongly with confidence', () => {
  assert.ok(small.length > 600, `${small.length} specimens`);
  assert.deepEqual(
    trials.filter(({ outcome }) => outcome === 'wrong').map(({ specimen, why }) => `${specimen.id}: ${why}`),
    [],
  );
});

test('a verdict above likely rests on two kinds of evidence', () => {
  assert.deepEqual(
    trials.filter(({ unbacked }) => unbacked.length > 0).map(({ specimen, unbacked }) => `${specimen.id}: ${unbacked}`),
    [],
  );
});

for (const specimen of builtSpecimens()) {
  const { id, truth, snapshot } = specimen;
  test(`built: ${id}: ${truth.length === 0 ? 'is called healthy' : `${truth[0]} is named`}`, () => {
    const diagnosis = diagnose(snapshot);
    assert.equal(diagnosis.verdict, truth.length === 0 ? 'healthy' : 'diagnosed');
    assert.equal(diagnosis.causes[0]?.id, truth[0]);
  });
}

test('what says less sharply and what is said are public causes', () => {
  const known: readonly string[] = causeIds;
  assert.deepEqual(
    Object.entries(lessSharp)
      .flat(2)
      .filter((cause) => !known.includes(cause)),
    [],
  );
});
