import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { instant } from '../../model/time.ts';
import { parseWindow, resolveWindow } from './window.ts';

const takenAt = Date.parse('2026-11-22T02:15:00Z');
const meant = (text: string, at = takenAt): readonly [string, string] | undefined => {
  const window = parseWindow(text);
  const span = window === undefined ? undefined : resolveWindow(window, at);
  return span === undefined ? undefined : [instant(span.from).slice(0, 19), instant(span.to).slice(0, 19)];
};

test('clock times are the latest that have begun, and may end after the evidence', () => {
  assert.deepEqual(meant('02:00..02:30'), ['2026-11-22T02:00:00', '2026-11-22T02:30:00']);
  assert.deepEqual(meant('03:00..03:30'), ['2026-11-21T03:00:00', '2026-11-21T03:30:00']);
});

test('clock times may span midnight', () => assert.deepEqual(meant('23:50..00:10'), ['2026-11-21T23:50:00', '2026-11-22T00:10:00']));

test('a length alone is the last part of the evidence', () => assert.deepEqual(meant('30m'), ['2026-11-22T01:45:00', '2026-11-22T02:15:00']));

test('two lengths count back from the end', () => assert.deepEqual(meant('2h..1h'), ['2026-11-22T00:15:00', '2026-11-22T01:15:00']));

test('moments are taken as they are, with or without seconds', () => {
  assert.deepEqual(meant('2026-11-20T02:00Z..2026-11-20T02:30:15Z'), ['2026-11-20T02:00:00', '2026-11-20T02:30:15']);
  assert.deepEqual(meant('2026-11-20 04:00+02:00..03:00'), ['2026-11-20T02:00:00', '2026-11-20T03:00:00']);
});

test('an open end is the end of the evidence', () => assert.deepEqual(meant('02:00..'), ['2026-11-22T02:00:00', '2026-11-22T02:15:00']));

test('a clock time before a known end is the last one before that end', () =>
  assert.deepEqual(meant('22:00..2026-11-20T23:00Z'), ['2026-11-20T22:00:00', '2026-11-20T23:00:00']));

test('what is no stretch of time is not read', () => {
  for (const text of ['', '..', 'yesterday', '02:00', '25:00..26:00', '1..2', '30m..40m..50m', '-5m', '9'.repeat(200)])
    assert.equal(parseWindow(text), undefined, text);
});

test('a stretch that ends before it begins is none', () => assert.equal(meant('30m..40m'), undefined));

test('whatever is written, a stretch that is meant begins before it ends', () => {
  const clock = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([h, m]) => `${h}:${String(m).padStart(2, '0')}`);
  fc.assert(
    fc.property(clock, clock, fc.integer({ min: 1e12, max: 2e12 }), (from, to, at) => {
      const window = parseWindow(`${from}..${to}`);
      assert.ok(window !== undefined);
      const span = resolveWindow(window, at);
      assert.ok(span !== undefined && span.from <= at && span.to > span.from && span.to - span.from <= 86_400_000);
    }),
  );
});
