import assert from 'node:assert/strict';
import test from 'node:test';
import { canBecome } from './user-ids.ts';

test('root of the machine can become any user', () => {
  assert.equal(canBecome(1337, '         0          0 4294967295\n'), true);
});

test('a user namespace of one user has no other', () => {
  assert.equal(canBecome(1337, '         0       1000          1\n'), false);
  assert.equal(canBecome(0, '         0       1000          1\n'), true);
});

test('a range of subordinate users counts', () => {
  assert.equal(canBecome(1337, '         0       1000          1\n         1     100000      65536\n'), true);
});
