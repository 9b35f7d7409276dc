import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readersByExec } from './readers-by-exec.ts';

test('pages of the proxy and of an application are asked for inside the pod, pages of the node outside', async () => {
  const ran: string[] = [];
  const readers = readersByExec(
    async (command, { pod }) => {
      ran.push(`${pod === undefined ? 'node' : `${pod.namespace}/${pod.name}`}: ${command.join(' ')}`);
      return 'body';
    },
    ['node', 'get.mjs'],
  );
  const pod = { namespace: 'n', name: 'p' };
  const { signal } = new AbortController();
  assert.equal(await readers.admin(pod, '/clusters?format=json', signal), 'body');
  await readers.metrics(pod, 8480, '/metrics', signal);
  await readers.inPod(pod, 'sockets', signal);
  await readers.onNode('conntrack-counters', signal);
  assert.deepEqual(ran, [
    'n/p: node get.mjs http://127.0.0.1:15000/clusters?format=json',
    'n/p: node get.mjs http://127.0.0.1:8480/metrics',
    'n/p: ss -tanp',
    'node: conntrack -S',
  ]);
});
