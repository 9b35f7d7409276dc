import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { binOf, createDistribution, distributionOf, edgesOf } from './distribution.ts';

const numbers = fc.integer({ min: 0, max: 2 ** 31 - 1 });

test('every number lies between the edges of its bin, which is at most 0.1 % wide', () => {
  fc.assert(
    fc.property(numbers, (value) => {
      const { from, to } = edgesOf(binOf(value));
      assert.ok(from <= value && value <= to);
      assert.ok(to - from <= value / 1_000);
    }),
  );
});

test('bins follow each other without a hole', () => {
  for (let bin = 0; bin < 20_000; bin += 1) assert.equal(edgesOf(bin).to + 1, edgesOf(bin + 1).from);
});

test('below 2,048 a question is answered exactly', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2_047 })), fc.integer({ min: -1, max: 2_047 }), fc.integer({ min: 0, max: 2_047 }), (values, from, to) => {
      const builder = createDistribution();
      for (const value of values) builder.add(value);
      assert.equal(distributionOf(builder.counts()).within(from, to), values.filter((value) => value > from && value <= to).length);
    }),
  );
});

test('all values lie between nothing and infinity', () => {
  const builder = createDistribution();
  for (const value of [0, 5, 70_000, 3_600_000]) builder.add(value);
  const seen = distributionOf(builder.counts());
  assert.equal(seen.within(-1, Number.POSITIVE_INFINITY), 4);
  assert.equal(seen.within(60_000, Number.POSITIVE_INFINITY), 2);
  assert.equal(seen.total, 4);
});
