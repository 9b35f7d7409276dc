import assert from 'node:assert/strict';
import test from 'node:test';
import { evictionMessage } from './eviction.ts';

test('an eviction names the shortage and who uses too much', () => {
  const message = evictionMessage({ resource: 'memory', threshold: '100Mi', available: '51Mi', container: { name: 'web', usage: '1Gi', request: '64Mi' } });
  assert.equal(
    message,
    'The node was low on resource: memory. Threshold quantity: 100Mi, available: 51Mi. Container web was using 1Gi, request is 64Mi, has larger consumption of memory. ',
  );
});
