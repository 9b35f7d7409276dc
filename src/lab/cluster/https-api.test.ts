import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createApi } from './https-api.ts';
import { type KubeApi, KubeError } from './kube-api.ts';

const options = spawnSync('openssl', ['version']).status === 0 ? { timeout: 20_000 } : { skip: 'no openssl to make a certificate with' };

async function apiOf(t: TestContext, listener: RequestListener): Promise<KubeApi> {
  const folder = mkdtempSync(join(tmpdir(), 'why503-api-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  const name = ['-subj', '/CN=api', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', ...curve, ...name, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const ca = readFileSync(cert, 'utf8');
  const server = createServer({ key: readFileSync(key), cert: ca }, listener).listen(0, '127.0.0.1');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return createApi({ url: `https://127.0.0.1:${address.port}`, ca, token: 'token' });
}

test('a watch that breaks off in any way begins again with a list, until the signal', options, async (t) => {
  let lists = 0;
  const api = await apiOf(t, ({ url = '' }, response) => {
    if (!url.includes('watch=1')) {
      lists += 1;
      const items = [{ metadata: { name: `list-${lists}` } }];
      // The second list is no list at all.
      response.end(lists === 2 ? '<html>' : JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '7' }, items }));
    } else if (lists === 1) response.end('{"type":"ADD');
    else if (lists === 3) response.write('{"type":', () => response.destroy());
    else response.write('\n');
  });
  const synced: string[][] = [];
  const end = new AbortController();
  await api.watch(
    '/api/v1/pods',
    (event) => {
      if (event.type !== 'synced') return;
      synced.push(event.objects.map(({ metadata }) => metadata.name));
      if (lists === 4) end.abort();
    },
    end.signal,
  );
  assert.deepEqual(synced, [['list-1'], ['list-3'], ['list-4']]);
});

test('an error of whoever takes the events ends the watch', options, async (t) => {
  const api = await apiOf(t, (_, response) => void response.end('{"kind":"PodList","apiVersion":"v1","items":[]}'));
  const broken = (): never => {
    throw new TypeError('broken');
  };
  await assert.rejects(api.watch('/api/v1/pods', broken, new AbortController().signal), TypeError);
});

test('an answer that breaks off is an error of the request', options, async (t) => {
  const api = await apiOf(t, (_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"kind":', () => response.destroy());
  });
  await assert.rejects(api.get('/api/v1/pods'), (error: unknown) => error instanceof KubeError && error.status === 0);
});
