import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { binOf, edgesOf } from '../../race/distribution.ts';
import { count, createCounts } from './counts.ts';

test('what was counted is in the distribution, and the middle and the greatest of it are known to their bins', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(3_000), fc.nat(2_000_000_000)), { minLength: 1, maxLength: 700 }), (values) => {
      const counts = createCounts();
      for (const value of values) count(counts, value);
      const sorted = values.toSorted((a, b) => a - b);
      const middle = edgesOf(binOf(sorted[Math.ceil(sorted.length / 2) - 1] ?? 0));
      assert.equal(counts.median(), Math.trunc((middle.from + middle.to) / 2));
      assert.equal(counts.greatest(), edgesOf(binOf(sorted.at(-1) ?? 0)).to);
      assert.equal(counts.total(), values.length);
      const expected = Map.groupBy(sorted, binOf);
      assert.deepEqual(
        counts.distribution().bins(),
        [...expected].map(([bin, list]) => ({ ...edgesOf(bin), count: list.length })),
      );
    }),
  );
});

test('of nothing there is no middle', () => {
  const counts = createCounts();
  assert.deepEqual([counts.median(), counts.greatest(), counts.total()], [undefined, undefined, 0]);
});
