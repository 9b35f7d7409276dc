import assert from 'node:assert/strict';
import test from 'node:test';
import { createDistribution, type Distribution, distributionOf } from '../distribution.ts';
import type { PoolObservations, Reset } from '../observations.ts';
import { contradictedBy } from './contradicted.ts';
import type { IdleLimit } from './inference.ts';

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

test('a limit that accounts for the resets and that nothing outlives stands', () => assert.equal(contradictedBy('idle-limit', 4, limit, pool), undefined));

test('what leaves two of three resets over is no explanation of them', () => assert.equal(contradictedBy('idle-limit', 1, limit, pool), 'explains-few'));

test('no server closes idle connections after a tenth of a second', () =>
  assert.equal(contradictedBy('idle-limit', 4, { ...limit, estimate: 100 }, pool), 'too-short'));

test('a limit that many requests outlive is none', () =>
  assert.equal(contradictedBy('idle-limit', 4, { ...limit, survivors: { ...limit.survivors, beyond: 3 } }, pool), 'outlived'));

test('a server that refuses more connections than it resets requests was away, which bursts are made of and limits are not', () => {
  const away = { ...pool, refused: 5 };
  assert.equal(contradictedBy('idle-limit', 4, limit, away), 'server-away');
  assert.equal(contradictedBy('age-limit', 4, undefined, away), 'server-away');
  assert.equal(contradictedBy('bursts', 4, undefined, away), undefined);
});

test('resets on new connections may be overload where nobody counted what was under way', () => {
  assert.equal(contradictedBy('first-use', 4, undefined, pool), 'load-unknown');
  assert.equal(contradictedBy('first-use', 4, undefined, { ...pool, survivors: { ...pool.survivors, inFlight: none } }), undefined);
});
