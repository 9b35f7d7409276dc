import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill, speaker } from './text.ts';

test('a hole is filled by its value, and stays visible without one', () => {
  assert.equal(fill('{a} and {b}', { a: 'x' }), 'x and {b}');
  assert.equal(fill('{a}', { a: '{b}', b: 'no' }), '{b}');
});

test('a word goes by the number beside it', () => {
  const text = '{count} {count|failure|failures} of {all} {all|request|requests}';
  assert.equal(fill(text, { count: 1, all: 1 }), '1 failure of 1 request');
  assert.equal(fill(text, { count: 0, all: '1,000' }), '0 failures of 1,000 requests');
  assert.equal(fill('{count|failure|failures}', {}), '{count|failure|failures}');
});

test('a word by a number asks for that number and nothing else', () => {
  const say = speaker('test', { some: '{count} {count|row is|rows are} missing' });
  assert.deepEqual(say('some', { count: 1 }), { id: 'test/some', text: '1 row is missing', data: { count: 1 } });
});
