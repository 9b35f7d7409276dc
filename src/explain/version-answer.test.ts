import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from './index.ts';

const notes = (text: string, versions: { readonly envoy?: string; readonly istio?: string } = {}): readonly (readonly [string, string])[] =>
  (explain(text, versions).versions?.notes ?? []).map((note) => [note.about, note.versions]);

test('without a version each range is given', () => {
  assert.deepEqual(notes('UC'), [
    ['UC', 'Envoy <1.18'],
    ['retries', 'Istio >=1.5 <1.24'],
    ['retries', 'Istio >=1.24'],
  ]);
});

test('with a version only what holds in it', () => {
  assert.deepEqual(notes('UC', { istio: '1.23.4' }), [['retries', 'Istio >=1.6 <1.24']]);
  assert.deepEqual(notes('UC', { istio: '1.28' }), [['retries', 'Istio >=1.27']]);
  assert.deepEqual(notes('UC', { envoy: '1.17.2' }), [['UC', 'Envoy <1.18']]);
  assert.deepEqual(notes('UC', { envoy: '1.30' }), []);
});

test('an Istio names the Envoy inside, and says when that is assumed', () => {
  const { versions } = explain('UC', { istio: '1.22' });
  assert.deepEqual([versions?.envoy, versions?.istio, versions?.assumed], ['1.30', '1.22', undefined]);
  assert.equal(explain('UC', { istio: '1.31' }).versions?.assumed, true);
  assert.equal(explain('UC', { istio: '1.50' }).versions?.envoy, undefined);
});

test('a flag that the release does not write is said to be from another one', () => {
  assert.deepEqual(notes('UPE', { envoy: '1.17' }), [['UPE', 'Envoy >=1.18']]);
  assert.deepEqual(notes('UPE', { envoy: '1.18' }), []);
  assert.deepEqual(notes('UDO', { istio: '1.20' }), [['UDO', 'Envoy >=1.34']]);
});

test('how a text is written tells the release, and is held against the one asked for', () => {
  const old = 'upstream_reset_before_response_started{remote_connection_failure,delayed_connect_error:_111}';
  assert.deepEqual(notes(old), [
    ['details', 'Envoy >=1.21 <1.31'],
    ['connect-reason', 'Envoy >=1.27'],
    ['connect-error', 'Envoy >=1.20 <1.31'],
  ]);
  assert.deepEqual(notes(old, { envoy: '1.30' }), []);
  assert.deepEqual(
    notes(old, { envoy: '1.36' }).map(([about]) => about),
    ['details', 'connect-error'],
  );
});

test('UC stands for an answer that breaks HTTP only where UPE does not exist', () => {
  const excluded = (envoy?: string): boolean => explain('UC', envoy === undefined ? {} : { envoy }).excluded.some(({ id }) => id === 'malformed-response');
  assert.deepEqual([excluded('1.18'), excluded('1.17'), excluded()], [true, false, false]);
});

test('where nothing depends on the version and none was asked for, nothing is said of versions', () => {
  assert.equal(explain('UH').versions, undefined);
  assert.equal(explain('good morning', { envoy: '1.30' }).versions, undefined);
  assert.deepEqual(explain('UH', { envoy: '1.30' }).versions, { envoy: '1.30', notes: [] });
});
