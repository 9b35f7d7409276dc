import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from './kube-api.ts';
import { trackObjects } from './tracked-objects.ts';

const pod = (name: string, namespace = 'shop'): KubeObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace } });

test('objects come, change and go with the events, and each event is told', () => {
  let changes = 0;
  const { all, take } = trackObjects(() => {
    changes += 1;
  });
  const changed = { ...pod('web'), status: { podIP: '10.203.1.1' } };
  take({ type: 'added', object: pod('web') });
  take({ type: 'added', object: pod('web', 'other') });
  take({ type: 'modified', object: changed });
  take({ type: 'deleted', object: pod('web', 'other') });
  assert.deepEqual(all(), [changed]);
  assert.equal(changes, 4);
});

test('what a new list does not have any more is gone, even if it came only after the list before', () => {
  const { all, take } = trackObjects(() => undefined);
  take({ type: 'synced', objects: [pod('old')] });
  take({ type: 'added', object: pod('later') });
  take({ type: 'added', object: pod('new') });
  take({ type: 'synced', objects: [pod('new')] });
  assert.deepEqual(all(), [pod('new')]);
});
