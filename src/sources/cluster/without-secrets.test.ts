import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutSecrets } from './without-secrets.ts';

test('private keys and tokens go, the words around them stay', () => {
  const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----';
  assert.equal(withoutSecrets(`a\n${key}\nb\n${key}`), 'a\n***redacted***\nb\n***redacted***');
  assert.equal(withoutSecrets('start -----BEGIN PRIVATE KEY-----\nMIIEow'), 'start ***redacted***', 'a cut key goes as well');
  assert.equal(withoutSecrets('authorization: Bearer abcdefgh12345678 next'), 'authorization: Bearer ***redacted*** next');
});

test('lines that speak of secrets and tokens without showing one stay as they were', () => {
  const line = '2026-11-22T17:27:45.240163Z\tinfo\tcache\tfailed to fetch token: dial tcp 10.0.0.1:15012, resourceName=default secret: ROOTCA';
  assert.equal(withoutSecrets(line), line);
});
