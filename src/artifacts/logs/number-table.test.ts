import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createNumberTable } from './number-table.ts';
import { createRecentNumbers } from './recent-numbers.ts';

const keys = fc.array(fc.tuple(fc.oneof(fc.nat(50), fc.maxSafeNat()), fc.double({ noNaN: true })), { maxLength: 800 });

test('a table holds what a Map holds, also beyond its first size', () => {
  fc.assert(
    fc.property(keys, (entries) => {
      const table = createNumberTable();
      const map = new Map(entries);
      for (const [key, value] of entries) table.set(key, value);
      assert.equal(table.size(), map.size);
      for (const [key, value] of map) assert.equal(table.get(key), value);
      table.clear();
      assert.equal(table.size(), 0);
      for (const key of map.keys()) assert.equal(table.get(key), undefined);
    }),
  );
});

test('keys that share their low 32 bits stay apart', () => {
  const table = createNumberTable();
  for (let high = 0; high < 300; high += 1) table.set(high * 4_294_967_296 + 7, high);
  for (let high = 0; high < 300; high += 1) assert.equal(table.get(high * 4_294_967_296 + 7), high);
});

test('recent numbers keep at least the last half of the limit, and say when they forget', () => {
  const recent = createRecentNumbers(10);
  for (let key = 0; key < 10; key += 1) recent.set(key, key);
  assert.equal(recent.forgot(), false);
  for (let key = 10; key < 40; key += 1) recent.set(key, key);
  assert.equal(recent.forgot(), true);
  for (let key = 35; key < 40; key += 1) assert.equal(recent.get(key), key);
  assert.equal(recent.get(0), undefined);
});
