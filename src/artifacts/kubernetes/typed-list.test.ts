import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RawDocument } from '../../model/source.ts';
import { services } from './kinds.ts';

const document = (value: unknown): RawDocument => ({
  file: 'cluster/services.json',
  identity: {},
  hints: ['services'],
  body: { kind: 'json', value },
  line: 1,
});
const web = { metadata: { name: 'web', namespace: 'shop' }, spec: {} };

test('an item of a list as an API server answers it has the kind and the version of its list', () => {
  const [found] = services.parse([document({ kind: 'ServiceList', apiVersion: 'v1', items: [web] })]);
  assert.deepEqual(found?.object, { apiVersion: 'v1', kind: 'Service', ...web });
  assert.deepEqual([found?.at.path, found?.ref], ['items[0]', { kind: 'Service', namespace: 'shop', name: 'web' }]);
});

test('what an item says of itself goes before, and a List of anything says no version of its items', () => {
  const own = { apiVersion: 'v2', kind: 'Service', ...web };
  for (const list of [
    { kind: 'ServiceList', apiVersion: 'v1', items: [own] },
    { kind: 'List', apiVersion: 'v1', items: [own] },
  ])
    assert.deepEqual(services.parse([document(list)])[0]?.object, own);
  const [bare] = services.parse([document({ kind: 'List', apiVersion: 'v1', items: [{ kind: 'Service', ...web }] })]);
  assert.equal(bare?.object['apiVersion'], undefined);
});
