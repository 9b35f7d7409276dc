import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from '../model/evidence.ts';
import { diagnosed } from './__golden__/diagnosed.ts';
import { evidenceBlocks } from './evidence-section.ts';
import { makePage } from './page.ts';

test('one place of every artifact comes before a second of the same', () => {
  const row = (line: number): Evidence => ({ kind: 'log', at: { artifact: 'access-logs', file: 'a.log', line }, text: `row ${line}` });
  const setting: Evidence = { kind: 'field', at: { artifact: 'pods', file: 'pods.yaml', line: 4 }, value: '5s' };
  const [items] = evidenceBlocks(makePage(diagnosed, new Map(), false), [row(1), row(2), row(3), setting]);
  assert.ok(items?.kind === 'items');
  assert.deepEqual(
    items.items.map(({ text }) => text),
    ['a.log:1: row 1', 'pods.yaml:4: 5s', '… and 2 more'],
  );
});
