import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { binsLess, createBinCounter, distributionOfBins } from './binned.ts';
import { createDistribution, distributionOf } from './distribution.ts';

const values = fc.array(fc.integer({ min: 0, max: 5_000_000 }), { maxLength: 600 });

test('counts and answers are those of one array of counts, however many values there are and into however many lists they are split', () => {
  fc.assert(
    fc.property(values, values, fc.integer({ min: -1, max: 5_000_000 }), fc.integer({ min: -1, max: 5_000_000 }), (one, other, from, to) => {
      const whole = createDistribution();
      for (const value of [...one, ...other]) whole.add(value);
      const parts = [one, other].map((list) => {
        const counter = createBinCounter();
        for (const value of list) counter.add(value);
        return counter.bins();
      });
      const [expected, found] = [distributionOf(whole.counts()), distributionOfBins(...parts)];
      assert.deepEqual(found.bins(), expected.bins());
      assert.deepEqual([found.total, found.within(from, to)], [expected.total, expected.within(from, to)]);
    }),
  );
});

test('what was counted for nothing is taken away again, and bins that are empty then are none', () => {
  const [all, some] = [createBinCounter(), createBinCounter()];
  for (const value of [5, 5, 9, 70_000]) all.add(value);
  for (const value of [5, 9]) some.add(value);
  assert.deepEqual(
    binsLess(all.bins(), some.bins()).map(({ count }) => count),
    [1, 1],
  );
});
