import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { smallApiServer } from '../../testing/small-api-server.ts';
import { openCluster } from './open-cluster.ts';
import { createRequester, defaultBudget } from './requester.ts';

const PODS = '/api/v1/namespaces/shop/pods';

async function throughProxy(t: TestContext, answer: 'connects' | 'refuses') {
  const server = await smallApiServer({ lists: { [PODS]: [] } });
  const asked: string[] = [];
  const proxy = createServer().on('connect', (incoming, socket) => {
    asked.push(`${incoming.url} ${incoming.headers['proxy-authorization']}`);
    if (answer === 'refuses') return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const [host = '', port = ''] = incoming.url?.split(':') ?? [];
    const inner = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      inner.pipe(socket).pipe(inner);
    });
    inner.on('error', () => socket.destroy());
    socket.on('error', () => inner.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const cluster = openCluster({ context: 'x', server: server.url, tls: {}, proxy: `http://u:p@127.0.0.1:${port}`, credentials: async () => ({ headers: {} }) });
  t.after(async () => {
    cluster.close();
    proxy.close();
    await server.close();
  });
  const ask = createRequester(cluster, { ...defaultBudget, rate: 10_000 }, new AbortController().signal);
  return { found: await ask.get(PODS), asked, server };
}

test('requests go through the proxy that the kubeconfig names, with its password', async (t) => {
  const { found, asked, server } = await throughProxy(t, 'connects');
  assert.equal(found.kind, 'found');
  assert.deepEqual(asked, [`${new URL(server.url).host} Basic dTpw`]);
});

test('what a proxy refuses is said', async (t) => {
  const { found } = await throughProxy(t, 'refuses');
  assert.deepEqual([found.kind, found.kind === 'missing' && found.detail], ['missing', 'the proxy answered with 407']);
});

test('a proxy of another kind is the user’s error', () => {
  const access = { context: 'x', server: 'https://127.0.0.1:1', tls: {}, proxy: 'socks5://127.0.0.1:1080', credentials: async () => ({ headers: {} }) };
  assert.throws(() => openCluster(access), { code: 'cluster-proxy' });
});
