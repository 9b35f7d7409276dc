import assert from 'node:assert/strict';
import test from 'node:test';
import { quantity } from './quantity.ts';

test('quantities are CPUs or bytes', () => {
  assert.deepEqual(['500m', '2', '0.5', '512Mi', '1Gi', '1e3', '100k'].map(quantity), [0.5, 2, 0.5, 536_870_912, 1_073_741_824, 1000, 100_000]);
});

test('what is no quantity is none', () => {
  assert.deepEqual([undefined, '', 'lots', '5Xi'].map(quantity), [undefined, undefined, undefined, undefined]);
});
