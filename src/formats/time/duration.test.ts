import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDuration, parseAge, parseDuration } from './duration.ts';

for (const [text, expected] of [
  ['5s', 5_000],
  ['60', 60_000],
  ['1h', 3_600_000],
  ['500ms', 500],
  ['1m30s', 90_000],
  ['1m0s', 60_000],
  ['0.5s', 500],
  ['1.5h', 5_400_000],
  ['300s', 300_000],
  ['0s', 0],
  ['1d', 86_400_000],
  ['1w', 604_800_000],
  ['1y', 31_536_000_000],
  ['250us', 0.25],
  ['3d4h', 273_600_000],
  ['-5s', -5_000],
  ['', undefined],
  ['s', undefined],
  ['5', 5_000],
  ['5 s', undefined],
  ['1x', undefined],
  ['1m30', undefined],
  ['-', undefined],
  ['1.2.3s', undefined],
] as const) {
  test(`the duration ${JSON.stringify(text)} is ${expected} ms`, () => assert.equal(parseDuration(text), expected));
}

test('ages of kubectl tables need a unit, and the first of a repeated event counts', () => {
  assert.equal(parseAge('38s'), 38_000);
  assert.equal(parseAge('5m12s (x3 over 10m)'), 312_000);
  assert.equal(parseAge('<unknown>'), undefined);
  assert.equal(parseAge('3'), undefined);
});

for (const [ms, text] of [
  [0, '0ms'],
  [16, '16ms'],
  [0.25, '0.25ms'],
  [5_250, '5.25s'],
  [90_000, '1m30s'],
  [60_016, '1m0.016s'],
  [93_600_000, '1d2h'],
  [-5_000, '-5s'],
] as const) {
  test(`${ms} ms print as ${text}`, () => assert.equal(formatDuration(ms), text));
}

test('a printed duration of up to a century reads back as the same number of milliseconds', () => {
  fc.assert(fc.property(fc.integer({ min: -(2 ** 42), max: 2 ** 42 }), (ms) => assert.equal(parseDuration(formatDuration(ms)), ms)));
});

test('no text makes the parsers throw', () => {
  fc.assert(fc.property(fc.string(), (text) => [parseDuration(text), parseAge(text)].every((value) => value === undefined || Number.isFinite(value))));
});
