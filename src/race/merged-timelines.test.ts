import assert from 'node:assert/strict';
import test from 'node:test';
import { mergedTimelines, timelineOf } from './merged-timelines.ts';

test('timelines are added up in the widest of their buckets', () => {
  const merged = mergedTimelines([
    { from: 10_000, bucketMs: 1_000, counts: [1, 2, 3, 4] },
    { from: 12_000, bucketMs: 2_000, counts: [10, 20] },
  ]);
  assert.deepEqual(merged, { from: 10_000, bucketMs: 2_000, counts: [3, 17, 20] });
});

test('more timelines than a call takes arguments are merged', () => {
  const timelines = Array.from({ length: 200_000 }, (_, second) => ({ from: second * 1_000, bucketMs: 1_000, counts: [1] }));
  const { counts } = mergedTimelines(timelines);
  assert.deepEqual([counts.length, counts.every((count) => count === 1)], [200_000, true]);
});

test('an outlier of decades widens the buckets instead of being lost', () => {
  const { bucketMs, counts } = timelineOf(
    [
      { from: 0, count: 1 },
      { from: Date.UTC(2026, 10, 22), count: 5 },
    ],
    1_000,
    10_000,
  );
  assert.ok(counts.length <= 10_000 && bucketMs > 1_000);
  assert.deepEqual([counts[0], counts.at(-1)], [1, 5]);
});
