import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remediesFor } from '../knowledge/remedies-for.ts';
import { settingsMissingIn, timeLimitControls } from '../knowledge/versions/index.ts';
import { causes, causesZhTW } from './index.ts';
import { keepaliveIdleMismatch } from './keepalive-idle-mismatch.ts';
import { middleboxIdleDrop } from './middlebox-idle-drop.ts';
import { shutdownRace } from './shutdown-race.ts';

/** Every Istio minor that evidence may come from. */
const versions = Array.from({ length: 15 }, (_, index) => `1.${18 + index}`);

for (const version of versions)
  test(`no advice on Istio ${version} names a setting that it does not have, and every cause has a repair`, () => {
    const wrong = causes.flatMap((cause) => {
      const remedies = remediesFor(cause, version);
      const texts = remedies.flatMap(({ id, text, verifyWith, undoWith }) => [text, causesZhTW[cause.id]?.remedies[id] ?? '', ...verifyWith, ...undoWith]);
      return [
        ...texts.flatMap((text) => settingsMissingIn(text, version).map(({ name }) => `${cause.id}: ${name}`)),
        ...(remedies.some(({ purpose }) => purpose === 'repair') ? [] : [`${cause.id} has no repair`]),
      ];
    });
    assert.deepEqual(wrong, []);
  });

const idsOf = (cause: typeof keepaliveIdleMismatch, version: string): readonly string[] => remediesFor(cause, version).map(({ id }) => id);

test('the idle limit of the hop to the application is set by a rule before Istio 1.21, by a Sidecar or a rule from then on', () => {
  for (const version of versions) {
    const by = timeLimitControls('inbound-pool-idle', version).known?.value.map((control) => control.by) ?? [];
    assert.equal(idsOf(keepaliveIdleMismatch, version).includes('lower-inbound-idle'), by.includes('sidecar-inbound-pool'), version);
    assert.equal(idsOf(keepaliveIdleMismatch, version).includes('baseline-in-mesh'), by.includes('mesh-config'), version);
    assert.ok(idsOf(keepaliveIdleMismatch, version).includes('lower-idle-by-destination-rule'), version);
  }
});

test('what changes at a version has an alternative on either side of it', () => {
  const only = (cause: typeof keepaliveIdleMismatch, version: string, ids: readonly string[]): readonly string[] =>
    idsOf(cause, version).filter((id) => ids.includes(id));
  assert.deepEqual(only(keepaliveIdleMismatch, '1.23', ['retry-at-client', 'keep-default-retry']), ['keep-default-retry']);
  assert.deepEqual(only(keepaliveIdleMismatch, '1.24', ['retry-at-client', 'keep-default-retry']), ['retry-at-client']);
  assert.deepEqual(only(middleboxIdleDrop, '1.20', ['close-tcp-before-middlebox', 'close-tcp-by-variable']), ['close-tcp-by-variable']);
  assert.deepEqual(only(middleboxIdleDrop, '1.21', ['close-tcp-before-middlebox', 'close-tcp-by-variable']), ['close-tcp-before-middlebox']);
  assert.deepEqual(only(shutdownRace, '1.26', ['hold-sidecar', 'native-sidecar']), ['hold-sidecar']);
  assert.deepEqual(only(shutdownRace, '1.27', ['hold-sidecar', 'native-sidecar']), ['native-sidecar']);
});

test('a build, or a version that cannot be read, is no reason to leave something out', () => {
  assert.deepEqual(idsOf(keepaliveIdleMismatch, '1.20.8-distroless').includes('lower-inbound-idle'), false);
  assert.deepEqual(remediesFor(keepaliveIdleMismatch, 'latest'), keepaliveIdleMismatch.remedies);
  assert.equal(remediesFor(keepaliveIdleMismatch, undefined).length, keepaliveIdleMismatch.remedies.length);
});
