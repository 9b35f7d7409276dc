import assert from 'node:assert/strict';
import test from 'node:test';
import { at } from '../../formats/json.ts';
import { completeList } from './complete-list.ts';

test('a bare array of events and pods gets its kinds from its fields', () => {
  const list = completeList([
    { metadata: { name: 'e' }, involvedObject: {} },
    { metadata: { name: 'p' }, spec: { containers: [] } },
    { metadata: { name: 's' }, spec: { clusterIP: 'None' } },
  ]);
  assert.equal(at(list, 'kind'), 'List');
  assert.deepEqual(
    [0, 1, 2].map((index) => at(list, 'items', index, 'kind')),
    ['Event', 'Pod', 'Service'],
  );
});

test('typed lists, syncz and other arrays stay as they are', () => {
  for (const value of [
    { kind: 'PodList', items: [{ metadata: { name: 'a' }, spec: { containers: [] } }] },
    [{ proxy: 'a.b' }],
    [],
    { items: [] },
    'x',
    [{ metadata: { name: 'a' } }],
  ])
    assert.equal(completeList(value), value);
});
