import assert from 'node:assert/strict';
import test from 'node:test';
import { raceConfounders } from '../testing/race-confounders.ts';
import { raceScenarios } from '../testing/race-scenarios.ts';
import { type Completeness, judgeCompleteness } from './completeness.ts';
import { observePool } from '../testing/observe-pool.ts';
import { seededRandom } from './random.ts';

/** The log of a pool with an idle limit of 5 s, with something wrong with it. */
function judged(flaw: string, seed: number): Completeness {
  const scenario = raceScenarios.find(({ name }) => name.startsWith('idle limit 5 s, busy')) ?? assert.fail();
  const { apply } = raceConfounders.find(({ name }) => name === flaw) ?? assert.fail(flaw);
  return judgeCompleteness(observePool(apply(scenario.rows(seed, 4), seededRandom(seed), () => scenario.rows(seed + 50, 4))));
}

for (const [flaw, doubts] of [
  ['as it is', []],
  ['errors only', ['errors-only']],
  ['every line twice', ['duplicated']],
  ['5,000 local ports, reused', []],
  ['durations not logged', []],
] as const)
  test(`${flaw}: ${doubts.join() || 'no doubt'}`, () => {
    for (let seed = 1; seed <= 3; seed += 1) assert.deepEqual(judged(flaw, seed).doubts, doubts);
  });

test('whole seconds are seen', () => assert.deepEqual([judged('whole seconds', 1).wholeSeconds, judged('as it is', 1).wholeSeconds], [true, false]));

test('in a whole log of one worker new connections have a reason, in a thinned one they do not', () => {
  assert.equal(judged('as it is', 1).explainsConnections, true);
  assert.equal(judged('a tenth of the good rows', 1).explainsConnections, false);
});

test('HTTP/2 is told from several pods under one name', () => {
  const rows = Array.from({ length: 100 }, (_, index) => ({ start: index * 100, durationMs: 400, connection: 1, isReset: false }));
  assert.deepEqual(judgeCompleteness(observePool(rows)).doubts, ['multiplexed']);
  const few = rows.map((row, index) => ({ ...row, durationMs: index === 30 || index === 60 ? 400 : 20 }));
  assert.deepEqual(judgeCompleteness(observePool(few)).doubts, ['merged']);
});
