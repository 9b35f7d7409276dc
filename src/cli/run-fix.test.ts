import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { loadAll } from 'js-yaml';
import { objectAt, stringAt } from '../formats/json.ts';
import { objectProblems } from '../manifests/check-object.ts';
import type { JsonObject } from '../model/json.ts';
import { readDefinitions } from '../sources/schemas/read-definitions.ts';

const root = join(import.meta.dirname, '..', '..');
const race = join(root, 'cases/keepalive-vminsert-app-hop/bundle');

function fix(...options: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/why503.cjs', 'fix', '--no-progress', ...options], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  });
  return { code: status, out: stdout, err: stderr };
}

function withFile<T>(text: string, use: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'why503-fix-'));
  try {
    const file = join(folder, 'manifest.yaml');
    writeFileSync(file, text);
    return use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const schema: unknown = JSON.parse(readFileSync(join(root, 'docs/schema/fix.schema.json'), 'utf8'));
assert.ok(typeof schema === 'object' && schema !== null);
const fits = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true }).compile(schema);

test('a race is mended at the proxy, by a rule or at the server, in that order, and the JSON fits the published schema', () => {
  const { code, out, err } = fix(race, '-o', 'json');
  assert.equal(code, 0, err);
  assert.ok(fits(JSON.parse(out)), JSON.stringify(fits.errors?.slice(0, 3)));
  const plan = JSON.parse(out);
  assert.deepEqual(
    plan.offered.map((each: { readonly fix: string }) => each.fix),
    ['inbound-idle-limit', 'idle-limit-by-destination-rule', 'server-idle-limit', 'request-retry'],
  );
});

test('YAML is one patch for each cause, which every bundled version takes', () => {
  const documents = loadAll(fix(race, '-o', 'yaml').out);
  assert.equal(documents.length, 1);
  const { istio, others } = readDefinitions(undefined);
  for (const document of documents) {
    assert.ok(typeof document === 'object' && document !== null);
    for (const set of istio) assert.deepEqual(objectProblems({ ...document }, [set, ...others]), []);
  }
  const [second] = loadAll(fix(race, '-o', 'yaml', '--fix', 'idle-limit-by-destination-rule').out);
  assert.equal((second as { readonly kind: string }).kind, 'DestinationRule');
});

test('with the cluster’s own definitions among the evidence a patch is held against those, and what they lack is refused', () => {
  const list: { readonly items: readonly JsonObject[] } = JSON.parse(readFileSync(join(root, 'lab/schemas/istio-1.31.json'), 'utf8'));
  const names = ['sidecars', 'destinationrules'].map((plural) => `${plural}.networking.istio.io`);
  const own = list.items.filter((item) => names.includes(stringAt(item, 'metadata', 'name') ?? ''));
  const { out } = withFile(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: own }), (file) => fix(race, file, '-o', 'json'));
  assert.ok(fits(JSON.parse(out)), JSON.stringify(fits.errors?.slice(0, 3)));
  const plan = JSON.parse(out);
  assert.deepEqual(plan.definitions.own, ['DestinationRule', 'Sidecar']);
  assert.equal(plan.offered.length, 4);
  // a cluster whose Sidecars know no pool of their own (Istio before 1.22)
  const old = JSON.parse(JSON.stringify(own).replaceAll('"inboundConnectionPool"', '"renamed"'));
  const narrow = JSON.parse(withFile(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: old }), (file) => fix(race, file, '-o', 'json')).out);
  assert.deepEqual(
    narrow.refused.map(({ proposal, problems }: { readonly proposal: { readonly fix: string }; readonly problems: readonly { readonly path: string }[] }) => [
      proposal.fix,
      problems[0]?.path,
    ]),
    [['inbound-idle-limit', 'spec.inboundConnectionPool']],
  );
});

test('a limit that only the resets tell is enough, and each of two causes gets its patch', () => {
  const patches = loadAll(fix(join(root, 'cases/lab/two-causes-oom-and-keepalive/bundle'), '-o', 'yaml').out);
  assert.deepEqual(
    patches.map((patch) => stringAt(patch, 'kind')),
    ['Deployment', 'Sidecar'],
  );
  assert.deepEqual(objectAt(patches[1], 'spec', 'inboundConnectionPool'), { http: { maxRequestsPerConnection: 1 } });
});

test('a patch as YAML is for the very object that the evidence has, and a new object has no uid', () => {
  const [service] = loadAll(fix(join(root, 'cases/lab/selector-mismatch/bundle'), '-o', 'yaml').out);
  assert.match(stringAt(service, 'metadata', 'uid') ?? '', /^[0-9a-f-]{36}$/);
  const [sidecar] = loadAll(fix(race, '-o', 'yaml').out);
  assert.deepEqual(Object.keys(objectAt(sidecar, 'metadata') ?? {}), ['name', 'namespace']);
});

test('text has the patch, what it disturbs, what comes of it and its undo, in both languages', () => {
  const english = fix(race).out;
  for (const part of [
    /idleTimeout: 4s/,
    /Disturbs +reloads configuration/,
    /Then +The proxy is always the first/,
    /kubectl -n monitoring delete sidecar vminsert-inbound/,
  ])
    assert.match(english, part);
  assert.match(fix(race, '--lang', 'zh-TW', '-o', 'markdown').out, /代理總是先放棄/);
});

test('nothing is mended where nothing is broken, or nothing is known', () => {
  const healthy = fix(join(root, 'cases/healthy-old-oom/bundle'));
  assert.deepEqual([healthy.code, /nothing to mend/.test(healthy.out)], [0, true]);
  withFile('a line\n', (file) => assert.deepEqual([fix(file).code, fix(file, '-o', 'yaml').out], [3, '']));
});

test('a fix or cause that is not there is an error that names those that are', () => {
  const unknown = fix(race, '--fix', 'magic');
  assert.deepEqual([unknown.code, unknown.out], [2, '']);
  assert.match(unknown.err, /inbound-idle-limit/);
  assert.match(fix(race, '--cause', 'oom-killed').err, /keepalive-idle-mismatch/);
});

test('a manifest is held against the definitions: what is refused, where, and what was meant', () => {
  withFile(
    `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: vminsert, namespace: monitoring }
spec:
  inbound: [{ httpProtocolOptions: { idleTimeout: 60s } }]
  egress: [{ hosts: ['/*'] }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: x }
`,
    (file) => {
      const { code, out } = fix('--check', file, '--istio', '1.27', '-o', 'json');
      assert.equal(code, 1);
      assert.ok(fits(JSON.parse(out)), JSON.stringify(fits.errors?.slice(0, 3)));
      const checked = JSON.parse(out);
      assert.deepEqual(
        checked.checked.map((each: { readonly status: string }) => each.status),
        ['refused', 'not-known'],
      );
      const text = fix('--check', file).out;
      assert.match(text, /spec\.inbound: unknown field; meant is most likely\s+spec\.inboundConnectionPool/);
    },
  );
  const sidecar = (value: string): string =>
    `apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: a}\nspec: {ingress: [{port: {number: ${value}, protocol: HTTP, name: http}, defaultEndpoint: 127.0.0.1:80}]}\n`;
  withFile(sidecar('0120'), (file) => assert.equal(fix('--check', file).code, 0)); // octal: port 80
  withFile(sidecar('on'), (file) => assert.match(fix('--check', file).out, /port\.number: must be integer/)); // a switch, not a text
  withFile('kind: [', (file) => assert.deepEqual([fix('--check', file).code, /cannot be read as YAML/.test(fix('--check', file).err)], [2, true]));
});
