import assert from 'node:assert/strict';
import test from 'node:test';
import { longestQuietMs } from '../../race/row-tolerances.ts';
import { createConnectionTable, KEY, LAST_END, STRIDE } from './connection-table.ts';

function use(table: ReturnType<typeof createConnectionTable>, key: number, now: number): void {
  const place = table.claim(key, table.find(key), now);
  table.data()[place + LAST_END] = now;
}

test('a connection is found again after the table grew', () => {
  const table = createConnectionTable();
  for (let key = 1; key <= 20_000; key += 1) use(table, key * 7_919, key);
  for (let key = 1; key <= 20_000; key += 1) assert.equal(table.data()[table.find(key * 7_919) + KEY], key * 7_919);
  assert.equal(table.size(), 20_000);
  assert.equal(table.forgotten(), 0);
});

test('connections quiet for longer than Envoy keeps them make room without a word', () => {
  const table = createConnectionTable(1 << 12);
  for (let key = 1; key <= 100_000; key += 1) use(table, key, key * longestQuietMs);
  assert.ok(table.data().length <= (1 << 12) * STRIDE);
  assert.equal(table.forgotten(), 0);
});

test('a million connections that are all in use take no more room than the limit, and that they were forgotten is told', () => {
  const table = createConnectionTable(1 << 12);
  for (let key = 1; key <= 1_000_000; key += 1) use(table, key, key);
  assert.ok(table.data().length <= (1 << 12) * STRIDE);
  assert.ok(table.forgotten() > 900_000);
  assert.equal(table.data()[table.find(1_000_000) + KEY], 1_000_000);
});

test('connections that all ended at one moment leave room too', () => {
  const table = createConnectionTable(1 << 11);
  for (let key = 1; key <= 10_000; key += 1) use(table, key, 5);
  assert.ok(table.size() < 1 << 11);
});

test('when half of the connections are forgotten, the other half is found again', () => {
  const table = createConnectionTable(1 << 10);
  const [most, keyOf] = [Math.ceil((1 << 10) * 0.6), (index: number) => 1 + index * 2_654_435_761];
  for (let index = 0; index <= most; index += 1) use(table, keyOf(index), index);
  const found = Array.from({ length: most + 1 }, (_, index) => index).filter((index) => table.data()[table.find(keyOf(index)) + KEY] === keyOf(index));
  assert.equal(found.length, table.size());
  assert.ok(table.size() < most && table.size() > most / 3);
  assert.equal(found.length, most + 1 - table.forgotten());
});
