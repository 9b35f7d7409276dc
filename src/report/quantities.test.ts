import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, duration, moment, percent, shortDuration, span } from './quantities.ts';

test('durations are said in the unit a person would use, never rounded where a unit fits', () => {
  const said: readonly (readonly [number, string])[] = [
    [0, '0 ms'],
    [0.25, '0.25 ms'],
    [53, '53 ms'],
    [1000, '1 s'],
    [4981, '4.98 s'],
    [90_000, '90 s'],
    [300_000, '5 min'],
    [301_000, '301 s'],
    [3_600_000, '1 h'],
    [3_900_000, '65 min'],
    [86_400_000, '1 d'],
  ];
  for (const [ms, text] of said) assert.equal(duration(ms), text);
  assert.equal(shortDuration(300_000), '5m');
});

test('a small share is not shown as none, and nearly all not as all', () => {
  assert.equal(percent(0), '0 %');
  assert.equal(percent(0.00012), '0.012 %');
  assert.equal(percent(0.9999), '99.9 %');
  assert.equal(percent(1), '100 %');
});

test('sizes are binary units', () => {
  assert.equal(bytes(512), '512 B');
  assert.equal(bytes(90_112), '88 KiB');
});

test('a span names the date once, and two moments of one second are one', () => {
  assert.equal(span('2026-11-22T17:28:18.362Z', '2026-11-22T17:29:08.000Z'), '2026-11-22 17:28:18 - 17:29:08 UTC');
  assert.equal(span('2026-11-22T23:59:59.000Z', '2026-11-23T00:00:01.000Z'), '2026-11-22 23:59:59 - 2026-11-23 00:00:01 UTC');
  assert.equal(span('2026-11-22T17:28:18.362Z', '2026-11-22T17:28:18.900Z'), '2026-11-22 17:28:18 UTC');
  assert.equal(moment('yesterday'), 'yesterday');
});
