import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';

const folder = mkdtempSync(join(tmpdir(), 'why503-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const command = join(import.meta.dirname, '..', '..', 'bin', 'why503.cjs');
const why503 = (...args: readonly string[]) => spawnSync(process.execPath, [command, ...args], { encoding: 'utf8', cwd: folder, timeout: 60_000 });
const cases = join(import.meta.dirname, '..', '..', 'cases');

const schema: object = JSON.parse(readFileSync(new URL('../../docs/schema/redact.schema.json', import.meta.url), 'utf8'));
const isRedactJson = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

test('a recorded case gives the same verdict and causes after it was redacted', () => {
  const bundle = join(cases, 'oom-vminsert-bugreport', 'bundle');
  const { status, stdout } = why503('redact', bundle, '-o', 'case.tar.gz', '--format', 'json');
  assert.ok(status === 0 || status === 3, stdout);
  assert.ok(isRedactJson(JSON.parse(stdout)), JSON.stringify(isRedactJson.errors));
  assert.ok(!isRedactJson({ ...JSON.parse(stdout), extra: 1 }));
  const judged = (path: string): unknown => {
    const { verdict, incidents } = JSON.parse(why503('diagnose', path, '-o', 'json').stdout);
    return [
      verdict,
      incidents.map(({ causes }: { readonly causes: readonly { readonly id: string; readonly verdict: string }[] }) =>
        causes.map(({ id, verdict: of }) => `${id} ${of}`),
      ),
    ];
  };
  assert.deepEqual(judged('case.tar.gz'), judged(bundle));
});

test('what is no text is left out and named; the exit code says so', () => {
  const evidence = join(folder, 'evidence');
  mkdirSync(evidence);
  writeFileSync(join(evidence, 'app.log'), '2026-11-22T17:21:58.000Z\tinfo\tGET /x?token=hunter2\n');
  writeFileSync(join(evidence, 'core'), Buffer.from(Array.from({ length: 4096 }, (_, index) => index % 7)));
  const { status, stdout } = why503('redact', 'evidence', '-o', 'new.tar.gz');
  assert.equal(status, 3);
  assert.match(stdout, /REDACTED {2}1 files[\s\S]*core: /);
  const text = gunzipSync(readFileSync(join(folder, 'new.tar.gz'))).toString('utf8');
  assert.ok(text.includes('GET /x?***redacted***') && !text.includes('hunter2'));
});

test('without a file to write to it says so', () => {
  assert.equal(why503('redact', 'evidence').status, 2);
});

test('names are replaced by a key of its own each time, or by that of a file', () => {
  const log = '2026-11-22T17:21:58.000Z\tinfo\tGET https://checkout.initech.com/x from 10.1.2.3\n';
  writeFileSync(join(folder, 'app.log'), log);
  writeFileSync(join(folder, 'key'), 'sixteen characters, or more\n');
  const written = (...args: readonly string[]): string => {
    const { status, stderr } = why503('redact', 'app.log', '-o', 'named.tar.gz', ...args);
    assert.equal(status, 0, stderr);
    return gunzipSync(readFileSync(join(folder, 'named.tar.gz'))).toString('latin1');
  };
  const line = (text: string): string => /GET .*/.exec(text)?.[0] ?? '';
  const [first, second, keyed, again] = [['--redact-names'], ['--redact-names'], ['--names-key', 'key'], ['--names-key', 'key']].map((args) =>
    line(written(...args)),
  );
  assert.match(first ?? '', /^GET https:\/\/[a-z]{8}\.[a-z]{8}\.com\/x from 10\.\d+\.\d+\.\d+$/);
  assert.notEqual(first, second);
  assert.equal(keyed, again);
  assert.doesNotMatch(`${first}${keyed}`, /checkout|initech|10\.1\.2\.3/);
});

test('a short key, one that is not there, and a map that exists are refused', () => {
  writeFileSync(join(folder, 'short'), 'short');
  assert.match(why503('redact', 'app.log', '-o', 'named.tar.gz', '--names-key', 'short').stderr, /shorter than 16/);
  assert.equal(why503('redact', 'app.log', '-o', 'named.tar.gz', '--names-key', 'missing').status, 2);
  writeFileSync(join(folder, 'there'), 'mine');
  assert.equal(why503('redact', 'app.log', '-o', 'named.tar.gz', '--names-map', 'there').status, 2);
  assert.equal(readFileSync(join(folder, 'there'), 'utf8'), 'mine');
});
