import assert from 'node:assert/strict';
import test from 'node:test';
import { createDistribution, type Distribution, distributionOf } from '../distribution.ts';
import type { PoolObservations, Reset } from '../observations.ts';
import { type Claim, contradictedBy } from './contradicted.ts';
import type { IdleLimit, Mechanism } from './inference.ts';

const none: Distribution = distributionOf(createDistribution().counts());
const reset: Reset = { start: 0, durationMs: 1, ordinal: 2, ageMs: 5_000, gapMs: 5_000 };
const pool: PoolObservations = {
  requests: 100,
  resets: [reset, reset, reset, reset],
  survivors: { gaps: none, ordinals: none, ages: none },
  timeline: { from: 0, bucketMs: 1_000, counts: [] },
  first: 0,
  last: 1,
};
const limit: IdleLimit = {
  shape: 'race',
  estimate: 5_000,
  from: 4_990,
  to: 5_005,
  resets: [0, 1, 2, 3],
  elsewhere: 0,
  survivors: { below: 96, inside: 0, beyond: 2 },
  chance: 0.04,
};

const claimOf = (mechanism: Mechanism, fitting: number, idleLimit?: IdleLimit): Claim => ({
  mechanism,
  fitting: pool.resets.slice(0, fitting),
  isMetronome: false,
  ...(idleLimit === undefined ? {} : { idleLimit }),
});

test('a limit that accounts for the resets and that nothing outlives stands', () =>
  assert.equal(contradictedBy(claimOf('idle-limit', 4, limit), pool), undefined));

test('what leaves two of three resets over is no explanation of them', () =>
  assert.equal(contradictedBy(claimOf('idle-limit', 1, limit), pool), 'explains-few'));

test('a limit that many requests outlive is none', () =>
  assert.equal(contradictedBy(claimOf('idle-limit', 4, { ...limit, survivors: { ...limit.survivors, beyond: 3 } }), pool), 'outlived'));

test('a server that refuses connections as it resets requests was away, which bursts are made of and limits are not', () => {
  const away = { ...pool, refusals: [{ from: 2_000, to: 7_000 }] };
  assert.equal(contradictedBy(claimOf('idle-limit', 4, limit), away), 'server-away');
  assert.equal(contradictedBy(claimOf('age-limit', 4), away), 'server-away');
  assert.equal(contradictedBy(claimOf('bursts', 4), away), undefined);
  // at another time it may have had its own reasons
  assert.equal(contradictedBy(claimOf('idle-limit', 4, limit), { ...pool, refusals: [{ from: 60_000, to: 70_000 }] }), undefined);
});

test('resets after one length of quiet that is rare have to do with it, whatever else they have in common', () => {
  const rare = { ...limit, chance: 0.001 };
  assert.equal(contradictedBy(claimOf('load', 4, rare), pool), 'also-idle');
  assert.equal(contradictedBy(claimOf('load', 4, { ...rare, chance: 0.3 }), pool), undefined);
  assert.equal(contradictedBy(claimOf('load', 4, { ...rare, resets: [0] }), pool), undefined);
  assert.equal(contradictedBy(claimOf('idle-limit', 4, { ...rare, survivors: { ...rare.survivors, beyond: 0 } }), pool), undefined);
});

test('resets on new connections may be overload where nobody counted what was under way', () => {
  assert.equal(contradictedBy(claimOf('first-use', 4), pool), 'load-unknown');
  assert.equal(contradictedBy(claimOf('first-use', 4), { ...pool, survivors: { ...pool.survivors, inFlight: none } }), undefined);
});

test('where requests come like a metronome and connections end at their second, age, count and quiet time are one', () => {
  assert.equal(contradictedBy({ ...claimOf('age-limit', 4), isMetronome: true }, pool), 'same-as-idle');
  const tenth = { ...claimOf('age-limit', 4), fitting: pool.resets.map((each) => ({ ...each, ordinal: 10 })), isMetronome: true };
  assert.equal(contradictedBy(tenth, pool), undefined);
});

test('an age or a count that many requests outlive is no limit', () => {
  const builder = createDistribution();
  for (const value of [50, 9_000, 9_000, 9_000]) builder.add(value);
  const outlived = { ...pool, survivors: { gaps: none, ordinals: distributionOf(builder.counts()), ages: distributionOf(builder.counts()) } };
  assert.equal(contradictedBy({ ...claimOf('age-limit', 4), ageLimit: { to: 5_000 } }, outlived), 'outlived');
  assert.equal(contradictedBy({ ...claimOf('request-limit', 4), requestLimit: 100 }, outlived), 'outlived');
  assert.equal(contradictedBy({ ...claimOf('age-limit', 4), ageLimit: { to: 10_000 } }, outlived), undefined);
});
