import assert from 'node:assert/strict';
import test from 'node:test';
import { type Arrivals, burstArrivals, periodicArrivals, poissonArrivals, resampledArrivals } from './arrivals.ts';
import { seededRandom } from './random.ts';

function some(arrivals: Arrivals, count: number): readonly number[] {
  return arrivals.take(count).toArray();
}

test('a metronome keeps its time', () => {
  assert.deepEqual(some(periodicArrivals(60_000, 0, seededRandom(1)), 3), [0, 60_000, 120_000]);
});

test('requests of a Poisson process come as often as asked', () => {
  const last = some(poissonArrivals(20, seededRandom(1)), 100_000).at(-1) ?? 0;
  assert.ok(Math.abs(last - 5_000_000) < 50_000, `${last} ms for 100,000 requests`);
});

test('a burst comes as a whole, and one that is longer than the period delays the next', () => {
  assert.deepEqual(some(burstArrivals(3, 1_000, 0, 10, seededRandom(1)), 6), [0, 10, 20, 1_000, 1_010, 1_020]);
  assert.deepEqual(some(burstArrivals(3, 15, 0, 10, seededRandom(1)), 6), [0, 10, 20, 20, 25, 35]);
});

test('gaps are drawn from those seen, with the time of the answer between', () => {
  const arrivals = some(
    resampledArrivals(
      [
        { from: 100, to: 100, count: 3 },
        { from: 5_000, to: 5_003, count: 1 },
      ],
      20,
      seededRandom(1),
    ),
    4_000,
  );
  const gaps = arrivals.slice(1).map((at, index) => Math.floor(at - (arrivals[index] ?? 0) - 20 + 1e-6));
  const short = gaps.filter((gap) => gap === 100).length;
  assert.ok(gaps.every((gap) => gap === 100 || (gap >= 5_000 && gap <= 5_003)));
  assert.ok(Math.abs(short / gaps.length - 0.75) < 0.04, `${short} of ${gaps.length}`);
});

test('where nothing was seen nothing arrives', () => {
  assert.deepEqual(some(resampledArrivals([], 20, seededRandom(1)), 4), []);
});
