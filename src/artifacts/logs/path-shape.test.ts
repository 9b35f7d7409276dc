import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathShape } from './path-shape.ts';

test('what differs from request to request is left out, versions are not', () => {
  const shapes = {
    '/orders/4711/items?page=2': '/orders/*/items',
    '/api/v1/write': '/api/v1/write',
    '/insert/0/prometheus/api/v1/write': '/insert/*/prometheus/api/v1/write',
    '/users/8d1f-00aa#top': '/users/*',
    '/shop.Cart/Add': '/shop.Cart/Add',
    '/v2x/list': '/*/list',
    '*': '*',
    '': '',
  };
  assert.deepEqual(Object.keys(shapes).map(pathShape), Object.values(shapes));
});

test('a long path is cut', () => {
  assert.equal(pathShape(`/${'a'.repeat(5_000)}`).length, 200);
});
