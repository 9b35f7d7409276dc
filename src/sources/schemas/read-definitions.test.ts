import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDefinitions } from './read-definitions.ts';

const versions = (istio: string | undefined): readonly [string, readonly string[]] => {
  const { istio: sets, match } = readDefinitions(istio);
  return [match, sets.map(({ version }) => version)];
};

test('a known version gives its own definitions, whatever is written behind it', () => {
  assert.deepEqual(versions('1.27.3'), ['exact', ['1.27']]);
  assert.deepEqual(versions('v1.24.0-distroless'), ['exact', ['1.24']]);
});

test('an older or newer one gives the nearest', () => {
  assert.deepEqual(versions('1.18.2'), ['nearest', ['1.22']]);
  assert.deepEqual(versions('1.99.0'), ['nearest', ['1.31']]);
});

test('an unknown one, or one that cannot be read, gives all, oldest first', () => {
  for (const unknown of [undefined, 'latest']) {
    const [match, all] = versions(unknown);
    assert.equal(match, 'all');
    assert.equal(all[0], '1.22');
    assert.ok(all.length >= 10);
  }
});

test('operators and Gateway API come along, each in its newest version', () => {
  assert.deepEqual(
    readDefinitions('1.27.0').others.map(({ product, version }) => `${product} ${version}`),
    ['gateway-api 1.6', 'victoriametrics-operator 0.74', 'prometheus-operator 0.85'],
  );
});
