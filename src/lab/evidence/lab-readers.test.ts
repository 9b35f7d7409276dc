import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labReaders } from './lab-readers.ts';

const readers = labReaders({ kubelet: { pod: () => undefined, pods: () => [] }, getScript: '/nowhere/get.mjs', since: 0 });

test('a pod that has no network is not read on the node instead', async () => {
  await assert.rejects(readers.admin({ namespace: 'n', name: 'p' }, '/stats', new AbortController().signal), /n\/p has no network of its own/);
});

test('a program that fails is reported by its own words, without the command', async () => {
  const broken = labReaders({
    kubelet: { pod: () => ({ namespace: 'n', name: 'p', uid: 'u', networkPid: 0, containers: [] }), pods: () => [] },
    getScript: '/nowhere/get.mjs',
    since: 0,
  });
  await assert.rejects(
    broken.admin({ namespace: 'n', name: 'p' }, '/stats', new AbortController().signal),
    (error: Error) => !error.message.includes('/nowhere/'),
  );
});
