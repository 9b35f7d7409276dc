import assert from 'node:assert/strict';
import test from 'node:test';
import { createDistribution, distributionOf } from '../distribution.ts';
import type { PoolObservations, Reset } from '../observations.ts';
import { drainEvidence } from './drain-evidence.ts';
import { limitEvidence } from './limit-evidence.ts';
import { logLikelihoodOf, regionPriors } from './regions.ts';

const survivors = createDistribution();
for (let gap = 1; gap <= 20_000; gap += 1) survivors.add(gap);
const gaps = distributionOf(survivors.counts());

function poolOf(resets: readonly Reset[]): PoolObservations {
  return {
    requests: gaps.total + resets.length,
    resets,
    survivors: { gaps, ordinals: gaps, ages: gaps },
    timeline: { from: 0, bucketMs: 1_000, counts: [] },
    first: 0,
    last: 1_000_000,
  };
}

const resetsAt = (count: number, gapOf: (index: number) => number, durationMs: number): readonly Reset[] =>
  Array.from({ length: count }, (_, index) => ({ start: index * 10_000, durationMs, gapMs: gapOf(index), ordinal: 2, ageMs: gapOf(index) }));

test('averaged over limits, resets are no more probable than under the best of them, however many values they have', () => {
  const known = [60_000];
  for (const count of [3, 30, 300]) {
    const resets = resetsAt(count, (index) => 59_700 + (600 * index) / count, 1);
    const values = resets.map(({ gapMs = 0 }) => gapMs);
    const prior = { widths: [{ least: 300, share: 0.03 }], least: 50, greatest: 4_000_000, known };
    const { logLikelihood, best } = limitEvidence(poolOf(resets), values, gaps, prior, regionPriors);
    assert.ok(best !== undefined);
    const most = logLikelihoodOf(poolOf(resets), best.inside, best.beyond, regionPriors);
    assert.ok(logLikelihood <= most, `${count}: ${logLikelihood} > ${most}`);
  }
});

test('an Envoy that closes after one quiet time costs the same for a hundred different moments as for two', () => {
  const costOf = (count: number): number => {
    const resets = resetsAt(count, (index) => 65_000 + (90 * index) / count, 900);
    const { logLikelihood, best } = drainEvidence(poolOf(resets), regionPriors);
    assert.ok(best !== undefined);
    return logLikelihoodOf(poolOf(resets), best.inside, best.beyond, regionPriors) - logLikelihood;
  };
  assert.ok(costOf(100) > Math.log(100), `${costOf(100)}`);
  assert.ok(Math.abs(costOf(100) - costOf(2)) < 1.5, `${costOf(100)} ${costOf(2)}`);
});
