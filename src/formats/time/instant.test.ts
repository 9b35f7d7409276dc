import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseInstant, readInstant } from './instant.ts';

const at = Date.UTC(2026, 10, 22, 17, 27, 41);
const near = Date.UTC(2026, 10, 1);

for (const [text, expected] of [
  ['2026-11-22T17:27:41Z', at],
  ['2026-11-22T17:27:41.123456789Z', at + 123],
  ['2026-11-22T17:27:41.5+08:00', at - 8 * 3_600_000 + 500],
  ['2026-11-22T17:27:41-0130', at + 5_400_000],
  ['2026-11-22 17:27:41,123', at + 123],
  ['2026-11-22 17:27:41.123 +0000 UTC', at + 123],
  ['2026/11/22 17:27:41', at],
  ['22/Nov/2026:17:27:41 +0000', at],
  ['22 Nov 2026 17:27:41.123', at + 123],
  ['Sun, 22 Nov 2026 17:27:41 GMT', at],
  ['Sun Nov 22 17:27:41.123456 2026', at + 123],
  ['Sun Nov 22 17:27:41 UTC 2026', at],
  ['I1122 17:27:41.123456', at + 123],
  ['Nov 22 17:27:41', at],
  ['Nov  2 17:27:41', Date.UTC(2026, 10, 2, 17, 27, 41)],
  ['Feb  3 01:02:03', Date.UTC(2027, 1, 3, 1, 2, 3)],
  [String(at / 1_000), at],
  [`${at / 1_000}.25`, at + 250],
  [String(at), at],
  ['2026-02-30T00:00:00Z', undefined],
  ['2026-13-01T00:00:00Z', undefined],
  ['2026-11-22T25:00:00Z', undefined],
  ['2026-11-22T17:27:41Z and more', undefined],
  ['yesterday', undefined],
  ['', undefined],
] as const) {
  test(`the moment ${JSON.stringify(text)} is ${expected === undefined ? 'none' : new Date(expected).toISOString()}`, () =>
    assert.equal(parseInstant(text, near), expected));
}

test('a form without a year says nothing when no year is near', () => {
  assert.equal(parseInstant('I1122 17:27:41.123456'), undefined);
  assert.equal(parseInstant('Nov 22 17:27:41'), undefined);
});

test('a year-less moment falls in the year that brings it closest', () => {
  assert.equal(parseInstant('Dec 31 23:59:59', Date.UTC(2027, 0, 2)), Date.UTC(2026, 11, 31, 23, 59, 59));
});

test('a moment inside a line says where it ends', () => {
  assert.deepEqual(readInstant('[2026-11-22 17:27:41.500][12][warning]', 1), { time: at + 500, end: 24 });
});

test('every RFC 3339 moment reads back as itself', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }), (date) =>
      assert.equal(parseInstant(date.toISOString()), date.getTime()),
    ),
  );
});

test('no text makes the parser throw', () => {
  fc.assert(fc.property(fc.string(), (text) => parseInstant(text, near) === undefined || Number.isFinite(parseInstant(text, near))));
});
