import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatBytes, parseQuantity } from './quantity.ts';

for (const [text, expected] of [
  ['500m', 0.5],
  ['2', 2],
  ['36Mi', 37_748_736],
  ['1.5Gi', 1_610_612_736],
  ['128974848', 128_974_848],
  ['129e6', 129_000_000],
  ['129M', 129_000_000],
  ['100n', 1e-7],
  ['32MiB', 33_554_432],
  ['1MB', 1_000_000],
  ['64Ki', 65_536],
  ['', undefined],
  ['Mi', undefined],
  ['1.2.3', undefined],
  ['5ni', undefined],
  ['12 Mi', undefined],
] as const) {
  test(`the quantity ${JSON.stringify(text)} is ${expected}`, () => assert.equal(parseQuantity(text), expected));
}

test('whole mebibytes print and read back the same', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 1_023 }), (mebi) => assert.equal(parseQuantity(formatBytes(mebi * 2 ** 20)), mebi * 2 ** 20)));
});

test('bytes print in the unit a person would choose', () => {
  assert.equal(formatBytes(36 * 2 ** 20), '36Mi');
  assert.equal(formatBytes(1.5 * 2 ** 30), '1.5Gi');
  assert.equal(formatBytes(512), '512');
});

test('no text makes the parser throw', () => {
  fc.assert(fc.property(fc.string(), (text) => parseQuantity(text) === undefined || Number.isFinite(parseQuantity(text))));
});
