import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Question, Snapshot } from '../../model/snapshot.ts';
import { type Instead, status } from '../../testing/small-api-server.ts';
import { canary, type SmallShop, smallShop } from '../../testing/small-shop.ts';
import { readBundle } from '../bundle/index.ts';
import { stringAt } from '../../formats/json.ts';
import { ownDefinitions } from '../schemas/own-definitions.ts';
import { UserError } from '../user-error.ts';
import { type CollectRequest, collect, planCollect } from './collect.ts';
import type { CollectionRecord } from './collection.ts';
import { openCluster } from './open-cluster.ts';
import { defaultBudget } from './requester.ts';

const folder = mkdtempSync(join(tmpdir(), 'why503-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const ends: Question = { from: 'shop/caller', to: 'shop/web:8080' };

async function shop(
  t: TestContext,
  question: Question,
  instead?: Instead,
  stop: AbortController = new AbortController(),
): Promise<{ readonly server: SmallShop; readonly request: CollectRequest }> {
  const server = await smallShop(instead);
  const port = openCluster({ context: 'shop-test', server: server.url, tls: {}, credentials: async () => ({ headers: {} }) });
  t.after(async () => {
    port.close();
    await server.close();
  });
  const request: CollectRequest = {
    port,
    question,
    namespaces: [],
    fallbackNamespace: 'shop',
    rootNamespace: 'istio-system',
    podsPerEnd: 2,
    logs: { sinceMs: 3_600_000, lines: 1000, bytes: 1_000_000 },
    budget: { ...defaultBudget, rate: 10_000, answerMs: 20_000 },
    version: '0.0.0',
    signal: stop.signal,
    now: () => Date.parse('2026-11-22T17:30:00Z'),
  };
  return { server, request };
}

async function collected(t: TestContext, name: string, question: Question, instead?: Instead, stop?: AbortController) {
  const { server, request } = await shop(t, question, instead, stop);
  const file = join(folder, `${name}.tar.gz`);
  const record = await collect(request, file);
  return { server, record, file, snapshot: await readBundle([file]) };
}

const artifactsOf = (snapshot: Snapshot): readonly string[] => snapshot.coverage.read.map(({ artifact }) => artifact);
const reasonOf = ({ missing }: CollectionRecord, start: string): readonly string[] => [
  ...new Set(missing.filter(({ file }) => file.startsWith(start)).map(({ reason }) => reason)),
];

test('an archive is read back as what it was made of, under names that do not depend on where it lies', async (t) => {
  const { snapshot, record } = await collected(t, 'whole', ends);
  for (const artifact of ['pods', 'services', 'access-logs', 'proxy-server-info', 'proxy-stats', 'usage', 'config-maps', 'nodes', 'destination-rules'])
    assert.ok(artifactsOf(snapshot).includes(artifact), artifact);
  assert.deepEqual([snapshot.origin, snapshot.collectedFor], ['cluster shop-test', ends]);
  const files = snapshot.coverage.read.flatMap((entry) => entry.files);
  assert.ok(files.includes('cluster/pods.json') && files.every((file) => !file.includes('!')), files.join(' '));
  assert.deepEqual(reasonOf(record, 'cluster/virtualservices'), ['not-served']);
  assert.ok(snapshot.coverage.notes.some(({ id, text }) => id === 'coverage/collectNotServed' && text.includes('virtualservices')));
});

test('definitions of the kinds that fixes write are kept by name, and who may not read them loses nothing', async (t) => {
  const { server, record, snapshot } = await collected(t, 'definitions', ends);
  assert.ok(server.asked.includes('GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/destinationrules.networking.istio.io'));
  assert.ok(!server.asked.some((line) => /customresourcedefinitions(\?|$)/.test(line)), 'never all of them');
  assert.deepEqual(
    ownDefinitions(snapshot).map((one) => stringAt(one, 'metadata', 'name')),
    ['destinationrules.networking.istio.io'],
  );
  assert.deepEqual(reasonOf(record, 'cluster/customresourcedefinitions'), ['not-served'], 'of the kinds that are not there');
  const refused = await collected(t, 'no-definitions', ends, (path) =>
    path.includes('customresourcedefinitions') ? { status: 403, body: status(403, 'forbidden') } : undefined,
  );
  assert.deepEqual(reasonOf(refused.record, 'cluster/customresourcedefinitions'), ['forbidden']);
  assert.ok(artifactsOf(refused.snapshot).includes('destination-rules'));
});

test('only GET requests are made, none of them for Secrets, and the plan names every one of them', async (t) => {
  const { server } = await collected(t, 'asked', ends);
  const { server: other, request } = await shop(t, ends);
  const planned = await planCollect(request);
  assert.ok(server.asked.every((line) => line.startsWith('GET /') && !/secret/i.test(line)));
  assert.deepEqual(planned.filter((line) => line.startsWith('GET /')).toSorted(), server.asked.toSorted());
  assert.ok(other.asked.length < 10, 'planning asks for what the rest follows from, and no more');
  assert.ok(planned.some((line) => line.includes('web-7d9c5b6f4c-x2k8p:15000/config_dump')));
});

test('no canary is in the archive, and what was taken away is marked', async (t) => {
  const { file } = await collected(t, 'canaries', ends);
  const text = gunzipSync(readFileSync(file)).toString('utf8');
  assert.deepEqual(
    [...text.matchAll(new RegExp(`.{0,60}${canary}-\\w+`, 'g'))].map(([hit]) => hit),
    [],
  );
  assert.ok(text.includes('***redacted***') && text.includes('idle=5s'));
});

test('with one end given, failing requests name the other', async (t) => {
  const { record } = await collected(t, 'one-end', { to: 'web' });
  assert.ok(record.files.some(({ file }) => file.startsWith('envoy/shop/caller-')));
});

test('without ends the workloads of the namespace are read', async (t) => {
  const { request } = await shop(t, {});
  const record = await collect({ ...request, namespaces: ['shop'] }, join(folder, 'all.tar.gz'));
  for (const name of ['web', 'caller'])
    assert.ok(
      record.files.some(({ file }) => file.startsWith(`logs/shop/${name}-`)),
      name,
    );
});

/** Many replicas of the web server, of which one fails: its pod comes last. */
const replicas = (count: number): Instead => {
  const name = (index: number): string => `web-7d9c5b6f4c-r${index}`;
  const pods = Array.from({ length: count }, (_, index) => ({
    metadata: { name: name(index), namespace: 'shop', labels: { app: 'web' } },
    spec: { containers: [{ name: 'web' }, { name: 'istio-proxy' }] },
    status: { podIP: `10.0.1.${index}`, conditions: [{ type: 'Ready', status: 'True' }] },
  }));
  const row = (code: string): string =>
    `2026-11-22T17:21:58.4Z [2026-11-22T17:21:58.306Z] "GET / HTTP/1.1" ${code} - "-" 0 95 1 - "-" "curl" "c9e0a4e0" "web:8080" "10.0.1.7:8080" inbound|8080|| 127.0.0.6:45678 10.0.1.7:8080 10.0.0.9:53210 - default\n`;
  return (path) => {
    if (/\/namespaces\/shop\/pods(\?|$)/.test(path)) return { status: 200, body: JSON.stringify({ kind: 'PodList', items: pods }) };
    if (!path.includes('/log?container=istio-proxy')) return undefined;
    return { status: 200, body: row(path.includes(name(count - 1)) ? '503 UC upstream_reset' : '200 - via_upstream') };
  };
};

test('of many replicas the one whose newest rows show failures is read, and the others are said to be left out', async (t) => {
  const { record, server } = await collected(t, 'replicas', { to: 'shop/web' }, replicas(8));
  const read = [...new Set(record.files.flatMap(({ file }) => /^logs\/shop\/(web-[^/]+)/.exec(file)?.[1] ?? []))];
  assert.deepEqual(read, ['web-7d9c5b6f4c-r0', 'web-7d9c5b6f4c-r1', 'web-7d9c5b6f4c-r7']);
  assert.deepEqual(
    record.missing.filter(({ reason }) => reason === 'left-out').map(({ detail }) => detail),
    ['5 of 8 pods of web'],
  );
  assert.equal(server.asked.filter((line) => line.includes('tailLines=2000')).length, 6, 'one glance at each of the others');
});

test('who may not read logs is not asked for each replica', async (t) => {
  const { server } = await collected(t, 'replicas-refused', { to: 'shop/web' }, (path) =>
    path.includes('/log?') ? { status: 403, body: status(403, 'forbidden') } : replicas(60)(path, 1),
  );
  assert.ok(server.asked.filter((line) => line.includes('tailLines=2000')).length <= 8);
});

test('no metrics are asked of a container that is down', async (t) => {
  const port = { name: 'http-metrics', containerPort: 9090 };
  const down = {
    metadata: { name: 'web-0', namespace: 'shop', labels: { app: 'web' } },
    spec: { containers: [{ name: 'web', ports: [port] }] },
    status: { containerStatuses: [{ name: 'web', restartCount: 2, state: { waiting: { reason: 'CrashLoopBackOff' } } }] },
  };
  const { server, record } = await collected(t, 'down', ends, (path) =>
    /\/namespaces\/shop\/pods(\?|$)/.test(path) ? { status: 200, body: JSON.stringify({ kind: 'PodList', items: [down] }) } : undefined,
  );
  assert.deepEqual(reasonOf(record, 'metrics/shop/web-0'), ['gone']);
  assert.ok(!server.asked.some((line) => line.includes('portforward')));
});

test('what is refused is named, and nothing else is lost', async (t) => {
  const instead: Instead = (path) =>
    /\/log\?|portforward|destinationrules/.test(path) ? { status: 403, body: status(403, 'forbidden for this user') } : undefined;
  const { record, snapshot } = await collected(t, 'refused', ends, instead);
  for (const start of ['logs/', 'envoy/', 'cluster/destinationrules']) assert.deepEqual(reasonOf(record, start), ['forbidden'], start);
  assert.ok(artifactsOf(snapshot).includes('pods'));
  assert.ok(snapshot.coverage.skipped.some(({ file, reason }) => file === 'cluster/destinationrules.json' && reason.id === 'coverage/collectForbidden'));
});

test('of what could not be listed whole, nothing says that there is none', async (t) => {
  const refuse =
    (pattern: RegExp): Instead =>
    (path) =>
      pattern.test(path) ? { status: 403, body: status(403, 'forbidden') } : undefined;
  const without = (snapshot: Snapshot): readonly string[] => snapshot.coverage.missing.map(({ artifact }) => artifact);
  const pods = await collected(t, 'no-pods', ends, refuse(/\/namespaces\/shop\/pods\?/));
  assert.ok(without(pods.snapshot).includes('pods'), 'istiod’s pods alone would say that there are no others');
  assert.ok(artifactsOf(pods.snapshot).includes('services'));
  const slices = await collected(t, 'no-slices', ends, refuse(/endpointslices/));
  assert.ok(without(slices.snapshot).includes('endpoint-slices'));
  const root = await collected(t, 'no-root', ends, (path) => {
    if (/istio-system\/sidecars/.test(path)) return { status: 403, body: status(403, 'forbidden') };
    return /shop\/sidecars/.test(path) ? { status: 200, body: '{"kind":"SidecarList","items":[]}' } : undefined;
  });
  assert.ok(without(root.snapshot).includes('sidecars'));
});

test('a pod that vanished meanwhile costs its own evidence only', async (t) => {
  const { record } = await collected(t, 'vanished', ends, (path) =>
    path.includes('caller-7d9c5b6f4c-abcde/') ? { status: 404, body: status(404, 'pods not found') } : undefined,
  );
  assert.deepEqual(reasonOf(record, 'logs/shop/caller-'), ['gone']);
  assert.ok(record.files.some(({ file }) => file.startsWith('logs/shop/web-')));
});

test('a server that dies on the way leaves a whole archive of what came before', async (t) => {
  let asked = 0;
  const { record, snapshot } = await collected(t, 'dying', ends, () => {
    asked += 1;
    return asked > 8 ? 'break' : undefined;
  });
  assert.ok(record.missing.some(({ reason }) => reason === 'unreachable'));
  assert.ok(artifactsOf(snapshot).includes('pods'));
});

test('who stops it gets what is there so far', async (t) => {
  const stop = new AbortController();
  const { record, snapshot } = await collected(
    t,
    'stopped',
    ends,
    (path) => {
      if (path.includes('/log?')) stop.abort();
      return undefined;
    },
    stop,
  );
  assert.ok(record.missing.some(({ reason }) => reason === 'stopped'));
  assert.ok(artifactsOf(snapshot).includes('pods'));
  assert.ok(snapshot.coverage.notes.some(({ id }) => id === 'coverage/collectStopped'));
});

test('of a log that is too long the newest lines are kept', async (t) => {
  const line = (number: number): string => `2026-11-22T17:21:58Z line ${number} ${'x'.repeat(80)}`;
  const all = Array.from({ length: 1000 }, (_, index) => line(index));
  const { server, request } = await shop(t, ends, (path) => {
    const [, lines = '', bytes = ''] = /tailLines=(\d+)&limitBytes=(\d+)/.exec(path) ?? [];
    return lines === '' ? undefined : { status: 200, body: `${all.slice(-Number(lines)).join('\n')}\n`.slice(0, Number(bytes)) };
  });
  const file = join(folder, 'long.tar.gz');
  const record = await collect({ ...request, logs: { ...request.logs, bytes: 50_000 } }, file);
  assert.ok(gunzipSync(readFileSync(file)).toString('utf8').includes('line 999 '));
  assert.deepEqual(reasonOf(record, 'logs/shop/web-'), ['cut']);
  assert.ok(server.asked.filter((line) => line.includes('/log?')).length < 20);
});

test('credentials that cannot be had are asked for once', async (t) => {
  const { request } = await shop(t, ends);
  let asked = 0;
  const credentials = async () => {
    asked += 1;
    throw new UserError('cluster-credentials', 'no', 'log in');
  };
  const port = openCluster({ context: 'x', server: 'http://127.0.0.1:1', tls: {}, credentials });
  await assert.rejects(collect({ ...request, port }, join(folder, 'none.tar.gz')), { code: 'cluster-credentials' });
  assert.equal(asked, 1);
});

test('a cluster that gives no answer, a user it does not know and a place that cannot be written to are said', async (t) => {
  for (const [instead, code] of [
    [() => 'break', 'cluster-unreachable'],
    [() => ({ status: 401, body: status(401, 'Unauthorized') }), 'cluster-credentials'],
  ] as const satisfies readonly (readonly [Instead, string])[]) {
    const { request } = await shop(t, ends, instead);
    await assert.rejects(collect(request, join(folder, 'none.tar.gz')), { code });
  }
  const { request } = await shop(t, ends);
  await assert.rejects(collect(request, join(folder, 'no', 'such', 'folder.tar.gz')), { code: 'collect-output' });
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.includes('none') || name.includes('partial')),
    [],
  );
});
