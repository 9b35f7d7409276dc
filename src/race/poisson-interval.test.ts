import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { poissonInterval } from './poisson-interval.ts';

test('of few failures the interval is that of the tables', () => {
  assert.deepEqual(poissonInterval(0, 0), { low: 0, high: 0 });
  // Of a mean of 10, P(X <= 3) = 0.010 and P(X <= 4) = 0.029; P(X <= 16) = 0.973 and P(X <= 17) = 0.986.
  assert.deepEqual(poissonInterval(10, 10), { low: 4, high: 17 });
});

test('the sum and the normal approximation meet where one takes over from the other', () => {
  const [summed, approximated] = [poissonInterval(10_000, 10_000), poissonInterval(10_000.001, 10_000.001)];
  assert.ok(Math.abs(summed.low - approximated.low) <= 2 && Math.abs(summed.high - approximated.high) <= 2, JSON.stringify([summed, approximated]));
});

test('an interval holds its mean', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 50_000, noNaN: true }), (mean) => {
      const { low, high } = poissonInterval(mean, mean);
      assert.ok(low <= mean && mean <= high + 1);
    }),
  );
});
