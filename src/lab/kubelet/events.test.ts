import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeApi } from '../cluster/kube-api.ts';
import { createEvents } from './events.ts';
import { samplePod } from './sample-pod.ts';

test('an event that fails for whatever reason is told and does not stop those after it', async () => {
  const created: unknown[] = [];
  // Of the API an event needs only these.
  const api = {
    create: async (_: string, body: { readonly reason?: unknown }) => {
      if (created.push(body.reason) === 1) throw new TypeError('broken');
      return { metadata: { name: 'e' } };
    },
  } as unknown as KubeApi;
  const problems: string[] = [];
  const events = createEvents(api, 'node-a', (problem) => void problems.push(problem));
  events.onPod(samplePod(), 'Normal', 'Pulled', 'one');
  events.onPod(samplePod(), 'Normal', 'Started', 'two');
  await events.flushed();
  assert.deepEqual(created, ['Pulled', 'Started']);
  assert.deepEqual(problems, ['event Pulled about web-0: broken']);
});
