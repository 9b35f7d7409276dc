import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricSeries } from '../artifacts/metrics/index.ts';
import { touches } from './merged-spans.ts';
import { risesOf, valueAt } from './series-rises.ts';

function series(...values: readonly (readonly [seconds: number, value: number])[]): MetricSeries {
  const [first = { time: 0, value: 0 }, ...rest] = values.map(([seconds, value]) => ({ time: seconds * 1000, value }));
  return { name: 'n', labels: {}, source: {}, at: { artifact: 'metric-series', file: 'f' }, points: [first, ...rest], answeredAt: 0 };
}

const told = (one: MetricSeries, from: number): readonly (readonly number[])[] =>
  risesOf(one, from * 1000).map((rise) => [rise.from / 1000, rise.to / 1000, rise.by]);

test('a counter grows between two points, and from nothing after it began anew', () => {
  assert.deepEqual(told(series([0, 5], [30, 5], [60, 7], [90, 2]), 0), [
    [30, 60, 2],
    [60, 90, 2],
  ]);
});

test('a counter that begins later than what was asked began with its first failure', () => {
  assert.deepEqual(told(series([300, 3], [330, 4]), 0), [
    [270, 300, 3],
    [300, 330, 1],
  ]);
  assert.deepEqual(told(series([300, 3], [330, 4]), 300), [[300, 330, 1]], 'what was there from the beginning may be old');
  assert.deepEqual(told(series([300, 3]), 0), [], 'one point has no step');
});

test('the value at a moment is the newest up to it, and none when that is too old', () => {
  const one = series([0, 1], [30, 2], [60, 3]);
  assert.equal(valueAt(one, 59_000, 60_000)?.value, 2);
  assert.equal(valueAt(one, 60_000, 60_000)?.value, 3);
  assert.equal(valueAt(one, 200_000, 60_000), undefined);
  assert.equal(valueAt(series([30, 1]), 0, 60_000), undefined);
});

test('stretches touch where they share a moment', () => {
  const isTouched = touches([
    { from: 10, to: 20 },
    { from: 0, to: 12 },
    { from: 50, to: 60 },
  ]);
  for (const [from, to, expected] of [
    [20, 30, true],
    [21, 49, false],
    [15, 16, true],
    [-5, -1, false],
    [61, 70, false],
    [-5, 100, true],
  ] as const)
    assert.equal(isTouched({ from, to }), expected, `${from}..${to}`);
  assert.equal(touches([])({ from: 0, to: 1 }), false);
});
