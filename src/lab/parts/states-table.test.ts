import assert from 'node:assert/strict';
import test from 'node:test';
import type { PartState } from './states.ts';
import { statesTable } from './states-table.ts';

const states: readonly PartState[] = [
  { part: 'envoy', version: '1.40.0', state: 'ready', bytes: 106_905_560, path: '/cache/parts/envoy/1.40.0-a' },
  { part: 'kubernetes', version: '1.34.4', state: 'missing' },
];

test('every row has its columns below those of the heading', () => {
  const lines = statesTable(states, 'en').split('\n');
  assert.equal(lines.length, 4);
  const column = lines[0]?.indexOf('state');
  assert.deepEqual(
    lines.slice(1, 3).map((line) => line.slice(column).split(' ')[0]),
    ['ready', 'missing'],
  );
  assert.match(lines[1] ?? '', / 102 MiB +\/cache\/parts\/envoy\/1\.40\.0-a$/);
});

test('Chinese words take two cells', () => {
  const lines = statesTable(states, 'zh-TW').split('\n');
  // `元件` is as wide as four letters, so the heading has two characters fewer before the next column.
  assert.equal(lines[0]?.indexOf('版本'), (lines[1]?.indexOf('1.40.0') ?? 0) - 2);
});
