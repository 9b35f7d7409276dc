import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { tallyOf } from '../../testing/inference-tally.ts';
import { raceConfounders } from '../../testing/race-confounders.ts';
import { type RaceScenario, raceScenarios } from '../../testing/race-scenarios.ts';
import type { PoolObservations } from '../observations.ts';
import { observePool, type PoolRequest } from '../../testing/observe-pool.ts';
import { inferResets } from './index.ts';
import { scaledPriors } from './regions.ts';
import { resetsNeeded } from './sample-size.ts';

const [asItIs, ...flaws] = raceConfounders;
const scenarioOf = (name: string) => raceScenarios.find((scenario) => scenario.name.startsWith(name)) ?? assert.fail(name);
const observed = (name: string, seed: number, resets: number) => observePool(scenarioOf(name).rows(seed, resets));

// more seeds and the whole table: bench/inference.ts
for (const scenario of raceScenarios.filter(({ name }) => !name.startsWith('a middlebox') && !name.startsWith('idle limit 5 s, busy')))
  test(`nothing wrong is named: ${scenario.name}, as it is and with each flaw`, () => {
    for (const flaw of raceConfounders) {
      const { wrongNamed, logs } = tallyOf(scenario, flaw, 6, 2, 101);
      assert.equal(wrongNamed, 0, `${flaw.name}, ${logs} logs`);
    }
  });

for (const name of ['idle limit 5 s, random', 'idle limit 60 s, periodic', 'Envoy as server', 'unannounced close after', 'unannounced close at', 'crash'])
  test(`ten resets are enough to name it: ${name}`, () => {
    const { named, logs } = tallyOf(scenarioOf(name), asItIs ?? assert.fail(), 10, 5, 201);
    assert.ok(named >= logs - 1, `${named} of ${logs}`);
  });

test('a log with nothing but errors is no ground for a verdict', () => {
  const errorsOnly = flaws.find(({ name }) => name === 'errors only') ?? assert.fail();
  for (const scenario of raceScenarios) {
    const { named, wrongNamed, wrongLikely } = tallyOf(scenario, errorsOnly, 6, 2, 301);
    assert.deepEqual([named, wrongNamed, wrongLikely], [0, 0, 0], scenario.name);
  }
});

test('the limit lies in the interval, and a known one is taken for it', () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const { idleLimit } = inferResets(observed('idle limit 5 s, random', seed, 6));
    assert.ok(idleLimit !== undefined && idleLimit.from <= 5_000 && idleLimit.to >= 5_000, `seed ${seed}: ${idleLimit?.from} to ${idleLimit?.to}`);
    assert.equal(idleLimit.snapped, 5_000);
  }
});

test('a known limit outside of the interval is not taken', () => {
  const { idleLimit } = inferResets(observed('idle limit 5 s, random', 1, 6), { knownIdleLimits: [4_000, 6_000] });
  assert.equal(idleLimit?.snapped, undefined);
  assert.ok((idleLimit?.to ?? 0) > 4_900);
});

test('an Envoy as server shows by resets that wait for its close, and its idle time-out is that less 6 s', () => {
  const { idleLimit, slow } = inferResets(observed('Envoy as server', 3, 6));
  assert.equal(idleLimit?.shape, 'drain');
  assert.ok(Math.abs((idleLimit?.drainIdle ?? 0) - 10_000) < 60, `${idleLimit?.drainIdle}`);
  assert.ok(slow.length > 0);
});

test('a metronome of hundreds of resets is taken for no limit of age or count either', () => {
  for (const seed of [1, 2, 3]) assert.notEqual(inferResets(observed('idle limit 60 s, metronome', seed, 300)).verdict, 'named', `seed ${seed}`);
});

test('no server closes idle connections after a tenth of a second', () => {
  const uses = (count: number): readonly PoolRequest[] =>
    Array.from({ length: count }, (_, use) => ({ start: use * 20, durationMs: 1, connection: 0, isReset: false }));
  const lostAfter100ms = Array.from({ length: 10 }, (_, round) => {
    const last = uses(30 + round).map((row) => ({ ...row, start: row.start + round * 60_000, connection: round }));
    return [...last, { start: (last.at(-1)?.start ?? 0) + 100 + round, durationMs: 1, connection: round, isReset: true }];
  }).flat();
  assert.notEqual(inferResets(observePool(lostAfter100ms)).mechanism, 'idle-limit');
});

test('a metronome is for the probe to decide', () => {
  const inference = inferResets(observed('idle limit 60 s, metronome', 2, 10));
  assert.deepEqual([inference.verdict, inference.needsProbe], ['undecided', 'metronome']);
});

test('where more resets would decide it says how many', () => {
  const inference = inferResets(observed('idle limit 60 s, periodic', 1, 2));
  assert.ok(inference.verdict !== 'named' && (inference.moreResets ?? 0) >= 1, JSON.stringify(inference));
});

test('the order of rows does not matter', () => {
  const rows = scenarioOf('idle limit 60 s, periodic').rows(5, 3);
  assert.deepEqual(inferResets(observePool(rows.toReversed())), inferResets(observePool(rows)));
});

test('what was held of shares before, a third or three times of it, names nothing wrong', () => {
  for (const factor of [1 / 3, 3])
    for (const scenario of raceScenarios.filter(({ name }) => !name.startsWith('a middlebox')))
      for (const seed of [1, 2]) {
        const { verdict, mechanism } = inferResets(observePool(scenario.rows(seed, 6)), { priors: scaledPriors(factor) });
        assert.ok(verdict !== 'named' || (mechanism !== undefined && scenario.truth.includes(mechanism)), `${scenario.name} x ${factor}: ${mechanism}`);
      }
});

test('whatever the rows, posteriors add up to 1 and indices are of resets', () => {
  const row = fc.record({ start: fc.nat(1_000_000), durationMs: fc.nat(20_000), connection: fc.nat(5), isReset: fc.boolean() });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows: readonly PoolRequest[]) => {
      const observations = observePool(rows);
      const { hypotheses, fitting, verdict, idleLimit, moments } = inferResets(observations);
      const all = observations.resets.length;
      assert.equal(verdict === 'nothing', all === 0);
      if (all === 0) return;
      const sum = hypotheses.reduce((total, { posterior }) => total + posterior, 0);
      assert.ok(Math.abs(sum - 1) < 1e-9 && moments >= 1 && moments <= all);
      for (const index of [...fitting, ...(idleLimit?.resets ?? [])]) assert.ok(index >= 0 && index < all);
      if (idleLimit !== undefined) assert.ok(idleLimit.from <= idleLimit.to && idleLimit.chance >= 0 && idleLimit.chance <= 1);
    }),
  );
});

test('the rarer the quiet time among requests, the fewer resets are needed', () => {
  assert.deepEqual(
    [0.001, 0.01, 0.05, 0.1, 0.3].map((chance) => resetsNeeded(chance)),
    [3, 3, 4, 5, 8],
  );
  assert.equal(resetsNeeded(1), Number.POSITIVE_INFINITY);
});

test('a hundred resets at one age are as good as ten: a close takes the requests on their way with it', () => {
  for (const seed of [1, 2, 3]) {
    const { verdict, mechanism, ageLimit } = inferResets(observed('unannounced close at', seed, 30));
    assert.deepEqual([verdict, mechanism], ['named', 'age-limit']);
    assert.ok((ageLimit?.from ?? 0) <= 120_010 && (ageLimit?.to ?? 0) >= 120_000, `${ageLimit?.from} to ${ageLimit?.to}`);
  }
});

/** The same rows, their starts counted per five minutes: as a log of days has them. */
function coarse({ timeline, ...rest }: PoolObservations): PoolObservations {
  const bucketMs = 300_000;
  const counts = Array.from({ length: Math.ceil((timeline.counts.length * timeline.bucketMs) / bucketMs) }, () => 0);
  for (const [index, count] of timeline.counts.entries()) {
    const into = Math.floor((index * timeline.bucketMs) / bucketMs);
    counts[into] = (counts[into] ?? 0) + count;
  }
  return { ...rest, timeline: { from: timeline.from, bucketMs, counts } };
}

test('crashes are told from a limit of age in logs of days too, whose requests are counted by minutes', () => {
  for (const seed of [1, 2, 3, 4]) {
    const observations = coarse(observed('crash each hour', seed, 12));
    const { verdict, mechanism } = inferResets(observations);
    assert.deepEqual([verdict, mechanism], ['named', 'bursts'], `seed ${seed}`);
    // whether requests come in bursts themselves must be known then
    const { sameSecond: _unknown, ...less } = observations;
    assert.deepEqual([inferResets(less).verdict, inferResets(less).withheld], ['undecided', 'too-coarse'], `seed ${seed}`);
  }
});

test('a metronome is for the probe to decide whatever else keeps the verdict back', () => {
  for (const seed of [1, 2]) assert.equal(inferResets(observed('idle limit 60 s, metronome', seed, 100)).needsProbe, 'metronome', `seed ${seed}`);
});

test('a crash of a busy server resets many at a time, which is no sign of load', () => {
  const crash: RaceScenario = scenarioOf('crash each hour');
  const rows = crash.rows(7, 60);
  const busy = rows.flatMap((row) => [0, 1, 2, 3].map((beside) => ({ ...row, start: row.start + beside, connection: `${row.connection} ${beside}` })));
  const { verdict, mechanism, withheld } = inferResets(observePool(busy));
  assert.deepEqual([verdict, mechanism, withheld], ['named', 'bursts', undefined]);
});

test('a race takes longer where the server is an Envoy', () => {
  const rows = scenarioOf('idle limit 60 s, periodic').rows(5, 6);
  const late = observePool(rows.map((row) => (row.isReset ? { ...row, durationMs: 900 - (row.start % 300) } : row)));
  assert.notEqual(inferResets(late).mechanism, 'idle-limit');
  const { mechanism, slow, idleLimit } = inferResets(late, { raceMs: 1_250 });
  assert.deepEqual([mechanism, slow, idleLimit?.shape, idleLimit?.snapped], ['idle-limit', [], 'race', 60_000]);
});

test("an Envoy's idle time-out is a known one where the moment of its close allows that", () => {
  const observations = observed('Envoy as server', 3, 6);
  assert.equal(inferResets(observations, { knownIdleLimits: [9_990] }).idleLimit?.drainIdle, 9_990);
  assert.notEqual(inferResets(observations, { knownIdleLimits: [9_500] }).idleLimit?.drainIdle, 9_500);
});
