import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { type TestContext, test } from 'node:test';
import { type Instead, smallApiServer, status } from '../../../testing/small-api-server.ts';
import { openCluster } from '../open-cluster.ts';
import { createRequester, defaultBudget, type Found } from '../requester.ts';

const pod = { namespace: 'shop', name: 'web-0' };

async function pages(
  t: TestContext,
  paths: readonly string[],
  options: { readonly listens?: boolean; readonly instead?: Instead; readonly body?: string } = {},
) {
  let connections = 0;
  const inner: Server = createServer((incoming, outgoing) => outgoing.end(`${incoming.url} ${options.body ?? ''}`));
  inner.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => inner.listen(0, '127.0.0.1', resolve));
  const address = inner.address();
  const ports = options.listens === false ? {} : { 'shop/web-0:15000': typeof address === 'object' && address !== null ? address.port : 0 };
  const server = await smallApiServer({ lists: {}, ports, ...(options.instead === undefined ? {} : { instead: options.instead }) });
  const port = openCluster({ context: 'test', server: server.url, tls: {}, credentials: async () => ({ headers: {} }) });
  t.after(async () => {
    port.close();
    inner.closeAllConnections();
    inner.close();
    await server.close();
  });
  const ask = createRequester(port, { ...defaultBudget, rate: 10_000, answerMs: 20_000 }, new AbortController().signal);
  const found = await ask.forwarded(pod, 15000, paths);
  return { found, asked: server.asked, connections: () => connections };
}

const texts = (found: readonly Found[]): readonly string[] =>
  found.map((page) => (page.kind === 'found' ? page.text.slice(0, 20).trim() : `${page.reason}: ${page.detail}`));

test('several pages come over one port-forward and one connection', async (t) => {
  const { found, asked, connections } = await pages(t, ['/stats', '/certs', '/clusters?format=json']);
  assert.deepEqual(texts(found), ['/stats', '/certs', '/clusters?format=json'.slice(0, 20)]);
  assert.deepEqual([asked.length, connections()], [1, 1]);
});

test('a page of megabytes comes whole', async (t) => {
  const { found } = await pages(t, ['/config_dump'], { body: 'x'.repeat(5_000_000) });
  assert.deepEqual(
    found.map((page) => page.kind === 'found' && page.text.length),
    [5_000_000 + '/config_dump '.length],
  );
});

test('where nobody listens in the pod, the words of the kubelet are kept', async (t) => {
  const { found } = await pages(t, ['/stats'], { listens: false });
  assert.deepEqual(texts(found), ['unreachable: error forwarding port 15000 to pod: connection refused']);
});

test('a port-forward that is forbidden says so for each page', async (t) => {
  const { found } = await pages(t, ['/stats', '/certs'], { instead: () => ({ status: 403, body: status(403, 'pods "web-0" is forbidden') }) });
  assert.deepEqual(
    texts(found),
    Array.from({ length: 2 }, () => 'forbidden: 403 pods "web-0" is forbidden'),
  );
});
