import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { diagnose } from '../../../index.ts';
import { canary, smallShop } from '../../../testing/small-shop.ts';
import { readBundle } from '../../bundle/index.ts';
import { type CollectRequest, collect, planCollect } from '../collect.ts';
import type { CollectionRecord } from '../collection.ts';
import { openCluster } from '../open-cluster.ts';
import { defaultBudget } from '../requester.ts';
import { metricsAccess } from './metrics-access.ts';
import { openMetrics } from './open-metrics.ts';

const folder = mkdtempSync(join(tmpdir(), 'why503-series-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const now = Date.parse('2026-11-22T17:30:00Z');

type Respond = (query: URLSearchParams, incoming: IncomingMessage) => { readonly status: number; readonly body: string };

const success = (result: readonly unknown[]): string => JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
const restarts: Respond = (query) => {
  const metric = { __name__: 'kube_pod_container_status_restarts_total', namespace: 'shop', pod: 'web-7d9c5b6f4c-x2k8p', container: 'web' };
  const values = [0, 0, 1, 1].map((value, index) => [now / 1000 - 600 + 60 * index, String(value)]);
  const url = { __name__: 'vmalert_remotewrite_total', namespace: 'shop', pod: 'caller-1', url: `http://u:${canary}-label@vminsert/` };
  const asked = query.get('query') ?? '';
  if (asked.includes('restarts_total')) return { status: 200, body: success([{ metric, values }]) };
  return { status: 200, body: success(asked.includes('vmalert_') ? [{ metric: url, values }] : []) };
};

interface Metrics {
  readonly url: string;
  readonly asked: readonly string[];
}

/** A metrics server behind credentials that are canaries. */
async function metricsServer(t: TestContext, respond: Respond): Promise<Metrics> {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '', 'http://localhost');
    asked.push(`${incoming.method} ${url.pathname}`);
    const isKnown = incoming.headers.authorization === `Basic ${Buffer.from(`reader:${canary}-password`).toString('base64')}`;
    const { status, body } = isKnown ? respond(url.searchParams, incoming) : { status: 401, body: `who is ${incoming.headers.authorization ?? 'this'}?` };
    outgoing.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, asked };
}

const withUser = (url: string): string => url.replace('http://', `http://reader:${canary}-password@`);

async function request(t: TestContext, url: string, headerFile?: string): Promise<CollectRequest> {
  const shop = await smallShop();
  const port = openCluster({ context: 'shop-test', server: shop.url, tls: {}, credentials: async () => ({ headers: {} }) });
  const metrics = openMetrics(metricsAccess(url, headerFile));
  t.after(async () => {
    port.close();
    metrics.close();
    await shop.close();
  });
  return {
    port,
    metrics,
    question: { from: 'shop/caller', to: 'shop/web:8080' },
    namespaces: [],
    fallbackNamespace: 'shop',
    rootNamespace: 'istio-system',
    podsPerEnd: 2,
    logs: { sinceMs: 3_600_000, lines: 1000, bytes: 1_000_000 },
    budget: { ...defaultBudget, rate: 10_000 },
    version: '0.0.0',
    signal: new AbortController().signal,
    now: () => now,
  };
}

async function collected(
  t: TestContext,
  name: string,
  url: string,
  headerFile?: string,
): Promise<{ readonly record: CollectionRecord; readonly file: string }> {
  const file = join(folder, `${name}.tar.gz`);
  return { record: await collect(await request(t, url, headerFile), file), file };
}

const reasons = ({ missing }: CollectionRecord): readonly string[] =>
  missing.filter(({ file }) => file.startsWith('series')).map(({ file, reason }) => `${file} ${reason}`);

test('series are asked for by GET alone, kept in the archive, and read back from it', async (t) => {
  const { url, asked } = await metricsServer(t, restarts);
  const { record, file } = await collected(t, 'whole', withUser(`${url}/`));
  assert.deepEqual([...new Set(asked)].toSorted(), ['GET /api/v1/query', 'GET /api/v1/query_range']);
  assert.deepEqual(record.metrics, { server: url, requests: asked.length });
  assert.ok(asked.length <= 10, 'the decisive series are few');
  const snapshot = await readBundle([file]);
  const read = snapshot.coverage.read.find(({ artifact }) => artifact === 'metric-series');
  assert.deepEqual(read?.files, ['series/container-ends.json', 'series/victoria-metrics.json']);
  assert.ok(reasons(record).includes('series/memory.json empty'));
});

test('no credential of the metrics server is in the archive, the diagnosis or the plan', async (t) => {
  const { url } = await metricsServer(t, restarts);
  const headers = join(folder, 'headers.txt');
  writeFileSync(headers, `Authorization: Bearer ${canary}-token\nX-Scope-OrgID: ${canary}-tenant\n`);
  const texts: string[] = [];
  for (const [name, own, file] of [
    ['user', withUser(url)],
    ['query', `${withUser(url)}/?auth=${canary}-query`],
    ['refused', url.replace('http://', `http://reader:${canary}-wrong@`)],
    ['headers', url, headers],
  ] as const) {
    const done = await collected(t, name, own, file);
    texts.push(gunzipSync(readFileSync(done.file)).toString('utf8'), JSON.stringify(done.record));
    texts.push(JSON.stringify(diagnose(await readBundle([done.file]), {})));
    texts.push((await planCollect(await request(t, own, file))).join('\n'));
  }
  const encoded = [`reader:${canary}-password`, `reader:${canary}-wrong`].map((pair) => Buffer.from(pair).toString('base64'));
  for (const secret of [canary, encodeURIComponent(canary), ...encoded]) assert.ok(!texts.some((text) => text.includes(secret)), `${secret} is somewhere`);
  assert.ok(texts.some((text) => text.includes('***redacted***')));
});

test('the plan names every request that goes to it, and makes none of them', async (t) => {
  const { url, asked } = await metricsServer(t, restarts);
  const planned = (await planCollect(await request(t, withUser(url)))).filter((line) => line.startsWith(`GET ${url}/api/v1/`));
  assert.equal(asked.length, 0);
  await collected(t, 'planned', withUser(url));
  assert.equal(planned.length, asked.length);
});

for (const [what, respond, expected] of [
  ['a page for people', () => ({ status: 200, body: '<!doctype html><title>Grafana</title>' }), ['series no-metrics-api']],
  ['a path that is not there', () => ({ status: 404, body: '404 page not found' }), ['series no-metrics-api']],
  ['a page that leads to a login', () => ({ status: 302, body: '' }), ['series no-metrics-api']],
  ['JSON of another kind', () => ({ status: 200, body: '{"kind":"Status"}' }), ['series no-metrics-api']],
  ['a server without any of the series', () => ({ status: 200, body: success([]) }), ['series no-series']],
] as const satisfies readonly (readonly [string, Respond, readonly string[]])[]) {
  test(`${what} in place of a metrics server is said, and loses nothing else`, async (t) => {
    const { url } = await metricsServer(t, respond);
    const { record, file } = await collected(t, 'other', withUser(url));
    assert.deepEqual(
      reasons(record).filter((line) => line.startsWith('series ')),
      expected,
    );
    const { coverage } = await readBundle([file]);
    assert.ok(coverage.read.some(({ artifact }) => artifact === 'pods'));
    assert.ok(coverage.skipped.some(({ file: name, reason }) => name === 'series' && /^coverage\/collectNo/.test(reason.id)));
  });
}

test('who may not ask is told so once', async (t) => {
  const { url, asked } = await metricsServer(t, restarts);
  const { record } = await collected(t, 'stranger', url);
  assert.deepEqual(reasons(record), ['series unauthenticated']);
  assert.equal(asked.length, 1);
});

test('a server that is not there is said, and one query that it cannot carry out costs that one', async (t) => {
  const none = await collected(t, 'none', 'http://127.0.0.1:1');
  assert.deepEqual(reasons(none.record), ['series unreachable']);
  const { url } = await metricsServer(t, (query, incoming) =>
    (query.get('query') ?? '').includes('memory_working') ? { status: 422, body: '{"status":"error","error":"too many samples"}' } : restarts(query, incoming),
  );
  const { record } = await collected(t, 'busy', withUser(url));
  assert.ok(reasons(record).includes('series/memory.json refused'));
  assert.ok(record.files.some(({ file }) => file === 'series/container-ends.json'));
});

test('the URL of the API itself is taken, and what is no URL is refused without repeating it', () => {
  for (const end of ['', '/', '/api/v1', '/api/v1/query_range', '/api/v1/query/'])
    assert.equal(metricsAccess(`http://m:8481/select/0/prometheus${end}`).base, 'http://m:8481/select/0/prometheus', end);
  for (const url of [`${canary}:9090`, `ftp://u:${canary}@m/`, ''])
    assert.throws(
      () => metricsAccess(url),
      (error: Error) => !`${error.message}`.includes(canary) && 'code' in error && error.code === 'metrics-url',
      url,
    );
});

test('a file of headers that is not there or holds something else is refused without repeating it', () => {
  const file = join(folder, 'wrong.txt');
  writeFileSync(file, `${canary} is no header\n`);
  for (const name of [file, join(folder, 'none.txt')])
    assert.throws(
      () => metricsAccess('http://m:9090', name),
      (error: Error) => !error.message.includes(canary) && 'code' in error && error.code === 'metrics-headers',
    );
});
