import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type Instead, status } from '../testing/small-api-server.ts';
import { canary, smallShop } from '../testing/small-shop.ts';

const folder = mkdtempSync(join(tmpdir(), 'why503-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const command = join(import.meta.dirname, '..', '..', 'bin', 'why503.cjs');
const schema: object = JSON.parse(readFileSync(new URL('../../docs/schema/collect.schema.json', import.meta.url), 'utf8'));
const isCollectJson = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(schema);
const ends = ['--from', 'shop/caller', '--to', 'shop/web:8080'];

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function why503(args: readonly string[], env: NodeJS.ProcessEnv = {}, onStart?: (pid: number) => void): Promise<Ran> {
  const child = spawn(process.execPath, [command, ...args], { cwd: folder, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  if (child.pid !== undefined) onStart?.(child.pid);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

async function cluster(t: TestContext, instead?: Instead): Promise<NodeJS.ProcessEnv> {
  const shop = await smallShop(instead);
  t.after(shop.close);
  const file = join(mkdtempSync(join(folder, 'kube-')), 'config');
  writeFileSync(file, JSON.stringify(shop.kubeconfig));
  return { KUBECONFIG: file };
}

test('a live diagnosis is that of its archive, byte for byte, in every format, and holds no canary', { timeout: 240_000 }, async (t) => {
  const env = await cluster(t);
  const archive = join(folder, 'live.tar.gz');
  const live = await why503(['diagnose', ...ends, '--save', archive, '-o', 'json'], env);
  assert.deepEqual([live.code, live.stderr], [3, '']); // one failure decides nothing
  assert.equal((await why503(['diagnose', archive, '-o', 'json'])).stdout, live.stdout);
  for (const format of ['text', 'markdown', 'json']) assert.ok(!(await why503(['diagnose', archive, '-v', '-o', format])).stdout.includes(canary), format);
});

test('the summary and the plan fit the published schema, and exit codes say what is missing', { timeout: 240_000 }, async (t) => {
  const env = await cluster(t);
  const refusing = await cluster(t, (path) => (path.includes('/log?') ? { status: 403, body: status(403, 'forbidden') } : undefined));
  const whole = await why503(['collect', ...ends, '-o', 'whole.tar.gz', '--format', 'json'], env);
  const part = await why503(['collect', ...ends, '-o', 'part.tar.gz', '--format', 'json'], refusing);
  const plan = await why503(['collect', ...ends, '--dry-run', '--format', 'json'], env);
  for (const { stdout } of [whole, part, plan]) assert.ok(isCollectJson(JSON.parse(stdout)), JSON.stringify(isCollectJson.errors, undefined, 1));
  assert.ok(!isCollectJson({ ...JSON.parse(whole.stdout), extra: 1 }));
  assert.deepEqual([whole.code, part.code, plan.code], [0, 3, 0]);
  assert.ok(JSON.parse(part.stdout).collection.missing.some(({ reason }: { readonly reason: string }) => reason === 'forbidden'));
});

test('with names replaced the archive names nobody and is diagnosed alike; what was replaced is written only where it was asked for', {
  timeout: 240_000,
}, async (t) => {
  const env = await cluster(t);
  const plain = await why503(['collect', ...ends, '-o', 'shop.tar.gz', '--format', 'json'], env);
  const named = await why503(['collect', ...ends, '-o', 'nobody.tar.gz', '--names-map', 'map.json', '--format', 'json'], env);
  assert.deepEqual([plain.code, named.code], [0, 0], named.stderr);
  assert.ok(isCollectJson(JSON.parse(named.stdout)), JSON.stringify(isCollectJson.errors, undefined, 1));
  const text = gunzipSync(readFileSync(join(folder, 'nobody.tar.gz'))).toString('latin1');
  assert.match(text, /why503-collection\/cluster\/pods\.json/);
  assert.doesNotMatch(text, /\bshop\b/);
  const map: { readonly words: { readonly [word: string]: string } } = JSON.parse(readFileSync(join(folder, 'map.json'), 'utf8'));
  assert.ok(map.words['shop'] !== undefined && text.includes(map.words['shop']));
  assert.equal(statSync(join(folder, 'map.json')).mode & 0o777, 0o600);
  const judged = async (archive: string): Promise<unknown> => {
    const { verdict, incidents } = JSON.parse((await why503(['diagnose', archive, '-o', 'json'])).stdout);
    return [
      verdict,
      incidents.map(({ causes, failures }: { readonly causes: readonly { readonly id: string }[]; readonly failures: number }) => [
        failures,
        causes.map(({ id }) => id),
      ]),
    ];
  };
  assert.deepEqual(await judged('nobody.tar.gz'), await judged('shop.tar.gz'));
});

test('Ctrl-C while collecting gives a report on what is there so far, and leaves nothing behind', { timeout: 240_000 }, async (t) => {
  let pid = 0;
  let isInterrupted = false;
  const env = await cluster(t, (path) => {
    if (!path.includes('/log?')) return undefined;
    // A second one would end the program.
    if (!isInterrupted) process.kill(pid, 'SIGINT');
    isInterrupted = true;
    return 'hang';
  });
  const temporary = mkdtempSync(join(folder, 'tmp-'));
  const { code, stdout } = await why503(['diagnose', ...ends, '-o', 'json'], { ...env, TMPDIR: temporary }, (id) => {
    pid = id;
  });
  assert.equal(code, 3);
  assert.match(stdout, /coverage\/collectStopped/);
  assert.deepEqual(readdirSync(temporary), []);
});

test('what is wrong with the cluster is a user’s error, in the language of the user', { timeout: 240_000 }, async () => {
  const nobody = { KUBECONFIG: '', HOME: join(folder, 'nobody') };
  const without = await why503(['diagnose'], nobody);
  assert.deepEqual([without.code, without.stdout], [2, '']);
  assert.match(without.stderr, /^why503: No cluster is known.+\n {2}.+\n$/);
  assert.match((await why503(['diagnose', '--lang', 'zh-TW'], nobody)).stderr, /^why503: 不知道要用哪個叢集/);
  const habit = await why503(['-o', 'json', 'collect'], nobody);
  assert.deepEqual([habit.code, /--format json/.test(habit.stderr)], [2, true]);
  const end = await why503(['collect', '--to', '../etc'], nobody);
  assert.deepEqual([end.code, /no end of a path/.test(end.stderr)], [2, true]);
});

test('the role is printed as YAML and JSON that hold the same', { timeout: 240_000 }, async () => {
  const [yaml, json] = await Promise.all([why503(['generate', 'rbac']), why503(['generate', 'rbac', '-o', 'json', '--service-account', 'shop/why503'])]);
  assert.deepEqual([yaml.code, json.code], [0, 0]);
  assert.match(yaml.stdout, /^kind: ClusterRole$/m);
  assert.deepEqual(
    JSON.parse(json.stdout).items.map(({ kind }: { readonly kind: string }) => kind),
    ['ClusterRole', 'ServiceAccount', 'ClusterRoleBinding'],
  );
  assert.equal((await why503(['generate', 'rbac', '--service-account', 'nonsense'])).code, 2);
});
