import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at } from '../../../formats/json.ts';
import type { KubeObject } from '../../cluster/kube-api.ts';
import { client, seededClient, server } from './lab-apps.ts';

function argsOf(object: KubeObject): unknown {
  return at(object, 'spec', 'template', 'spec', 'containers', 0, 'args');
}
function seededArgs(name: string, seed: number, flags: readonly string[] = []): unknown {
  return client(name, 'http://catalog:8080/', flags)
    .map((object) => seededClient(object, seed))
    .map(argsOf)[0];
}

test('a client gets a seed that follows from the run’s seed and from its name', () => {
  const args = seededArgs('frontend', 1);
  assert.ok(Array.isArray(args));
  assert.match(args.slice(-2).join(' '), /^--seed \d{1,10}$/);
  assert.deepEqual(seededArgs('frontend', 1), args);
  assert.notDeepEqual(seededArgs('frontend', 2), args);
  assert.notDeepEqual(seededArgs('worker', 1), args);
});

test('a client with a seed of its own keeps it, and nothing else gets one', () => {
  assert.deepEqual(seededArgs('frontend', 1, ['--seed', '7']), ['--url', 'http://catalog:8080/', '--for', '20m', '--seed', '7']);
  for (const object of server('catalog')) assert.deepEqual(seededClient(object, 1), object);
});
