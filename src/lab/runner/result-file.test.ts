import assert from 'node:assert/strict';
import test from 'node:test';
import { scenarios } from '../scenarios/index.ts';
import { resultFile } from './result-file.ts';
import { isRight, type ScenarioOutcome } from './run-all.ts';

const [scenario] = scenarios;

test('what a first try said stays beside the second, and what was left out is neither right nor wrong', () => {
  assert.ok(scenario !== undefined);
  const failed: ScenarioOutcome = { kind: 'failed', scenario, error: new Error('race lost three times: not within 240 s') };
  const again: ScenarioOutcome = { kind: 'leftOut', scenario, lacks: ['limits'], earlier: failed };
  assert.equal(isRight(failed), false);
  const { counts, scenarios: rows } = resultFile([again]);
  assert.deepEqual(counts, { right: 0, wrong: 0, leftOut: 1, failed: 0 });
  assert.deepEqual(rows[0]?.earlierProblems, ['race lost three times: not within 240 s']);
});
