import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const folder = mkdtempSync(join(tmpdir(), 'why503-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const command = join(import.meta.dirname, '..', '..', 'bin', 'why503.cjs');
const row = (path: string, result: string): string =>
  `[2026-11-22T17:21:58.306Z] "POST ${path} HTTP/1.1" ${result} - "-" 181 95 1 - "-" "Go-http-client/1.1" "c9e0a4e0" "vminsert:8480" "10.244.2.5:8480" inbound|8480|| 127.0.0.6:45678 10.244.2.5:8480 10.244.1.8:53210 - default\n`;
const failing = row('/write', '503 UC upstream_reset_before_response_started{connection_termination}');
const fine = row('/write', '204 - via_upstream');

function evidence(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function why503(args: readonly string[], env: NodeJS.ProcessEnv = process.env): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [command, 'diagnose', ...args], { encoding: 'utf8', env, maxBuffer: 64 * 1024 ** 2, timeout: 60_000 });
}

test('the exit code does not depend on the format', () => {
  const inputs = [
    evidence('failing.log', failing.repeat(5)),
    evidence('fine.log', fine.repeat(5)),
    evidence('prose.txt', 'good morning\n'),
    join(folder, 'missing'),
  ];
  const codes = inputs.map((input) => ['text', 'json', 'markdown'].map((format) => why503([input, '-o', format]).status));
  for (const [code, ...others] of codes) assert.deepEqual(others, [code, code]);
  const [, , prose, missing] = codes;
  assert.deepEqual([prose?.[0], missing?.[0]], [3, 2]);
});

test('nothing that a terminal obeys or hides gets out of evidence or arguments', () => {
  const evil = '\u001b]0;x\u0007\u001b[2J\u202e\u2066\u200b\u009b31m';
  const path = evidence('evil.log', `${row(`/${evil}`, '503 UC x').repeat(3)}2026-11-22T17:21:58.000Z\tfatal\tpanic: ${evil}\n`);
  const unseen = /[^\n\P{Cc}]|\p{Cf}/u;
  for (const format of ['text', 'json', 'markdown']) assert.doesNotMatch(why503([path, '-v', '-o', format]).stdout, unseen);
  const missing = why503([join(folder, `missing${evil}`)]);
  assert.equal(missing.status, 2);
  assert.doesNotMatch(missing.stderr, unseen);
});

test('a place for temporary files that is not there is the user’s error', () => {
  const { status, stderr } = why503(['-'], { ...process.env, TMPDIR: join(folder, 'nowhere') });
  assert.equal(status, 2);
  assert.doesNotMatch(stderr, /internal error/);
});

test('a home that does not exist is not made', () => {
  const home = join(folder, 'home');
  assert.notEqual(why503([evidence('b.log', fine)], { PATH: process.env['PATH'], HOME: home }).status, 2);
  assert.ok(!readdirSync(folder).includes('home'));
});

test('Ctrl-C while standard input is awaited ends with a report and leaves nothing behind', { timeout: 60_000 }, async () => {
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  const child = spawn(process.execPath, [command, 'diagnose', '-'], { stdio: ['pipe', 'pipe', 'ignore'], env: { ...process.env, TMPDIR: temporary } });
  child.stdin.write(fine);
  const interrupt = setInterval(() => {
    if (readdirSync(temporary).length > 0) child.kill('SIGINT');
  }, 200);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(interrupt);
  assert.ok(code === 3 || code === 130, String(code));
  assert.deepEqual(readdirSync(temporary), []);
});
