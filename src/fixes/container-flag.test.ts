import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pods } from '../facts/pods.ts';
import { at } from '../formats/json.ts';
import { factOf, manifestOf } from '../testing/index.ts';
import { flagChange } from './container-flag.ts';

function argsAfter(container: string): unknown {
  const [pod] = factOf(pods, [
    manifestOf(`
apiVersion: v1
kind: Pod
metadata: { name: a-0, namespace: shop, ownerReferences: [{ kind: StatefulSet, name: a, controller: true }] }
spec: { containers: [${container}] }
`),
  ]);
  const [first] = pod?.containers ?? [];
  assert.ok(pod !== undefined && first !== undefined);
  const change = flagChange(pod, first, { name: 'http.idleConnTimeout', text: '65m' }, []);
  return at(change?.change.object, 'spec', 'template', 'spec', 'containers', 0, 'args');
}

test('a flag is set where it stands, in the writing that is there', () => {
  assert.deepEqual(argsAfter("{ name: a, args: ['-x=1', '-http.idleConnTimeout=5s', '-y'] }"), ['-x=1', '-http.idleConnTimeout=65m', '-y']);
  assert.deepEqual(argsAfter("{ name: a, args: ['--http.idleConnTimeout', '5s', '--y'] }"), ['--http.idleConnTimeout=65m', '--y']);
  assert.deepEqual(argsAfter("{ name: a, args: ['--x=1'] }"), ['--x=1', '--http.idleConnTimeout=65m']);
  assert.deepEqual(argsAfter('{ name: a }'), ['-http.idleConnTimeout=65m']);
});

test('a flag that is there twice is there once afterwards', () => {
  assert.deepEqual(argsAfter("{ name: a, args: ['-http.idleConnTimeout=5s', '-x', '-http.idleConnTimeout=6s'] }"), ['-http.idleConnTimeout=65m', '-x']);
});

test('the words of a shell, and flags in the command itself, are left to a person', () => {
  assert.equal(argsAfter("{ name: a, command: ['/bin/sh', '-c'], args: ['exec server'] }"), undefined);
  assert.equal(argsAfter("{ name: a, command: ['server', '-http.idleConnTimeout=5s'] }"), undefined);
});
