import assert from 'node:assert/strict';
import test from 'node:test';
import { createRefusals, isNearRefusal } from './refusals.ts';

function spansOf(moments: readonly number[]) {
  const refusals = createRefusals();
  for (const at of moments) refusals.add(at);
  return refusals.spans();
}

test('refusals within ten seconds of each other are one outage, in whatever order they come', () =>
  assert.deepEqual(spansOf([20_000, 15_000, 29_000, 60_000]), [
    { from: 15_000, to: 29_000 },
    { from: 60_000, to: 60_000 },
  ]));

test('what happens up to ten seconds before or after an outage is part of it', () => {
  const spans = spansOf([100_000, 105_000]);
  assert.deepEqual(
    [85_000, 89_000, 95_000, 103_000, 114_000, 116_000].map((at) => isNearRefusal(spans, at, at + 2_000)),
    [false, true, true, true, true, false],
  );
});

test('a hostile log of outages without end stays small, and none of them is lost', () => {
  const spans = spansOf(Array.from({ length: 3_000 }, (_, index) => index * 60_000));
  assert.deepEqual([spans.length, spans.at(-1)?.to], [1_000, 2_999 * 60_000]);
});
