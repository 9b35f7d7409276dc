import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { createTimeQueue } from './time-queue.ts';

test('what is put in comes out by time, and by order where times are equal', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const queue = createTimeQueue<number>();
      for (const [index, at] of times.entries()) queue.put(at, index);
      const out = times.map(() => queue.take(Number.POSITIVE_INFINITY));
      const wanted = times.map((at, what) => ({ at, what })).toSorted((one, other) => one.at - other.at || one.what - other.what);
      assert.deepEqual(out, wanted);
      assert.equal(queue.take(Number.POSITIVE_INFINITY), undefined);
    }),
  );
});

test('what is later stays', () => {
  const queue = createTimeQueue<string>();
  queue.put(10, 'later');
  assert.equal(queue.take(9), undefined);
  assert.deepEqual(queue.take(10), { at: 10, what: 'later' });
});
