import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';

const root = join(import.meta.dirname, '..', '..');
let folder = '';

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** One request a second; every `nth` is reset (0: none). */
function log(seconds: number, nth: number): string {
  return Array.from({ length: seconds }, (_, index) => {
    const time = new Date(Date.parse('2026-01-01T00:00:00Z') + index * 1_000).toISOString();
    const answer =
      nth > 0 && index % nth === 0 ? '503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95' : '204 - via_upstream - "-" 265 0';
    return `[${time}] "POST /write HTTP/1.1" ${answer} 4 3 "-" "vmalert" "00000000-0000-4000-8000-${String(index).padStart(12, '0')}" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:${40_001 + index} 10.244.2.9:8480 10.244.1.10:54752 - default`;
  }).join('\n');
}

function verify(...options: readonly string[]): Ran {
  return verifyIn({}, ...options);
}

function verifyIn(env: Readonly<Record<string, string>>, ...options: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/why503.cjs', 'verify', '--no-progress', ...options], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], LC_ALL: 'C', XDG_STATE_HOME: join(folder, 'state'), ...env },
  });
  return { code: status, out: stdout, err: stderr };
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'why503-verify-'));
  for (const [name, text] of [
    ['broken', log(600, 30)],
    ['mended', log(600, 0)],
    ['short', log(60, 0)],
    ['worse', log(600, 5)],
    ['nothing', 'no row\n'],
  ] as const)
    writeFileSync(join(folder, `${name}.log`), text);
});
after(() => rmSync(folder, { recursive: true }));

const file = (name: string): string => join(folder, `${name}.log`);

test('the exit code says what came of the change, in every format', () => {
  assert.equal(verify('--before', file('broken'), '--after', file('mended')).code, 0);
  assert.equal(verify('--before', file('broken'), '--after', file('broken'), '-o', 'json').code, 1);
  assert.equal(verify('--before', file('broken'), '--after', file('worse'), '-o', 'markdown').code, 1);
  assert.equal(verify('--before', file('broken'), '--after', file('short')).code, 3);
});

test('text has the counts, the chance, and for how long to watch when it is too early', () => {
  const { out } = verify('--before', file('broken'), '--after', file('mended'));
  assert.match(out, /20 of 600 +0 of 600 +1 in [\d,]+ +better/);
  assert.match(verify('--before', file('broken'), '--after', file('short')).out, /only \d+ requests \(\d+m\d*s? at this\s+rate\) in all\s+without/);
  assert.match(verify('--before', file('broken'), '--after', file('worse'), '--lang', 'zh-TW').out, /惡化/);
});

test('a change that was no help is offered to be taken back, where it was made from here', () => {
  const env = { XDG_STATE_HOME: join(folder, 'made') };
  const record = (id: string, at: string, state: string): void =>
    writeFileSync(
      join(folder, 'made', 'why503', 'repairs', `${id}.json`),
      JSON.stringify({
        schemaVersion: 1,
        id,
        at,
        context: 'lab',
        server: 'https://127.0.0.1',
        fix: 'pool-limits',
        cause: 'circuit-breaker-overflow',
        title: 'More\u001b[31m room',
        changes: [{ state }],
      }),
    );
  mkdirSync(join(folder, 'made', 'why503', 'repairs'), { recursive: true });
  record('20260101-000300-aaaaaa', '2026-01-01T00:03:00Z', 'applied');
  record('20260101-000400-bbbbbb', '2026-01-01T00:04:00Z', 'undone');
  record('20250101-000400-cccccc', '2025-01-01T00:04:00Z', 'applied');
  const { code, out } = verifyIn(env, '--before', file('broken'), '--after', file('worse'), '-o', 'json');
  const answer = JSON.parse(out);
  assert.deepEqual([code, answer.undo.map(({ command }: { command: string }) => command)], [1, ['why503 fix --undo 20260101-000300-aaaaaa']]);
  const schema = JSON.parse(readFileSync(join(root, 'docs', 'schema', 'verify.schema.json'), 'utf8'));
  assert.ok(new Ajv2020({ strict: true, strictRequired: false, validateFormats: false }).compile(schema)(answer));
  const text = verifyIn(env, '--before', file('broken'), '--after', file('worse')).out;
  assert.match(text, /why503 fix --undo 20260101-000300-aaaaaa/);
  assert.ok(!text.includes('\u001b'));
  assert.ok(!verifyIn(env, '--before', file('broken'), '--after', file('mended')).out.includes('--undo'));
});

test('JSON fits the published schema', () => {
  const schema: unknown = JSON.parse(readFileSync(join(root, 'docs/schema/verify.schema.json'), 'utf8'));
  assert.ok(typeof schema === 'object' && schema !== null);
  const fits = new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(schema);
  for (const name of ['mended', 'broken', 'short', 'worse']) {
    const { out } = verify('--before', file('broken'), '--after', file(name), '-o', 'json');
    assert.ok(fits(JSON.parse(out)), JSON.stringify(fits.errors));
    assert.ok(!fits({ ...JSON.parse(out), extra: 1 }));
  }
});

test('what both have gathered counts once, as before: a log gathered whole twice is no second failure', () => {
  // the same ten minutes with failures, then ten without
  const both = `${log(600, 30)}\n${log(1200, 0).split('\n').slice(600).join('\n')}\n`;
  writeFileSync(file('both'), both);
  const { code, out } = verify('--before', file('broken'), '--after', file('both'), '-o', 'json');
  const { comparisons, overlap } = JSON.parse(out);
  assert.deepEqual([code, overlap], [0, { kind: 'part', until: '2026-01-01T00:09:59.000Z' }]);
  assert.deepEqual([comparisons[0].before.failures, comparisons[0].after.failures, comparisons[0].verdict], [20, 0, 'better']);
  assert.ok(Math.abs(comparisons[0].after.requests - 600) < 40, String(comparisons[0].after.requests));
  assert.match(verify('--before', file('broken'), '--after', file('both')).out, /Both cover the time until/);
  assert.match(verify('--before', file('both'), '--after', file('broken')).out, /ends no later than/);
});

test('without rows there is nothing to compare, which is an error and never a green tick', () => {
  const { code, out, err } = verify('--before', file('broken'), '--after', file('nothing'));
  assert.deepEqual([code, out], [2, '']);
  assert.match(err, /--after/);
});
