import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { manifestYaml } from './manifest-yaml.ts';

test('words that YAML 1.1 takes for something else stay text', () => {
  const object = { data: { a: 'on', b: 'no', c: '0600', d: '12:30:45', e: '1e3', f: 'null', g: '~' } };
  assert.deepEqual(load(manifestYaml(object), { schema: YAML11_SCHEMA }), object);
});

test('what nobody sees is escaped, and means the same', () => {
  const object = { metadata: { name: 'a\u202Eb', labels: { x: '\u200b\u{e0001}' } } };
  const text = manifestYaml(object);
  assert.doesNotMatch(text, /[\u200b\u202E\u{e0001}]/u);
  assert.deepEqual(load(text), object);
  assert.ok(!manifestYaml({ name: 'a\u001b[31mb' }).includes('\u001b'));
});
