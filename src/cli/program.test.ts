import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { summaries } from './texts.ts';

const launcher = join(import.meta.dirname, '../../bin/why503.cjs');

/** Runs the command as a person would. */
function why503(args: readonly string[], env: NodeJS.ProcessEnv = {}): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...args], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { status, stdout, stderr };
}

test('the version is printed alone', () => assert.match(why503(['--version']).stdout, /^\d+\.\d+\.\d+\n$/));

test('help names every command and exits 0, in both languages', () => {
  for (const lang of ['en', 'zh-TW'] as const) {
    const { status, stdout } = why503(['--lang', lang, '--help']);
    assert.equal(status, 0);
    for (const [usage, description] of Object.entries(summaries[lang])) {
      assert.ok(stdout.includes(usage.split(' ')[0] ?? '') && stdout.replaceAll(/\s+/g, '').includes(description.replaceAll(/\s+/g, '')), usage);
    }
  }
});

test('usage mistakes exit 2 with a suggestion, and print nothing on standard output', () => {
  for (const [args, suggestion] of [
    [['diagnos'], 'diagnose'],
    [['diagnose', '--frm', 'x'], '--from'],
    [['explain', '--lang', 'fr'], 'zh-TW'],
    [['package.json'], 'why503 --help'],
    [[], 'diagnose'],
  ] as const) {
    const { status, stdout, stderr } = why503(args);
    assert.deepEqual([status, stdout], [2, ''], args.join(' '));
    assert.ok(stderr.includes(suggestion), `${args.join(' ')}: ${stderr}`);
  }
});

test('a user error says what happened and what to do next, without a stack', () => {
  const { status, stderr } = why503(['diagnose', '/nowhere/at/all']);
  assert.equal(status, 2);
  assert.match(stderr, /^why503: .+\n {2}.+\n$/);
});

test('what was typed is repeated without anything that a terminal obeys', () => {
  const { status, stderr } = why503(['x\u001b[31m\u202e']);
  assert.equal(status, 2);
  assert.ok(stderr.includes('x\\x1b[31m\\u202e'), stderr);
});

test('in Traditional Chinese the fixed words of the help and user errors are Chinese too', () => {
  assert.doesNotMatch(why503(['--lang', 'zh-TW', 'completion', '--help']).stdout, /Usage:|Arguments:|Options:|choices:/);
  assert.match(why503(['--lang', 'zh-TW', 'diagnose', '/nowhere/at/all']).stderr, /^why503: \/nowhere\/at\/all 不存在\n/);
});

test('shared options work before and after the command', () => {
  for (const args of [
    ['-o', 'json', 'explain', 'UC'],
    ['explain', '-o', 'json', 'UC'],
  ]) {
    const { status, stdout } = why503(args);
    assert.equal(status, 0);
    assert.equal(JSON.parse(stdout).schemaVersion, 1);
  }
});

test('completion scripts name the commands and their options', () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { status, stdout } = why503(['completion', shell]);
    assert.equal(status, 0);
    for (const word of ['diagnose', 'explain', 'from', 'zh-TW']) assert.ok(stdout.includes(word), `${shell}: ${word}`);
  }
});

test('a full disk is told as what it is, in both languages', { skip: !existsSync('/dev/full') }, () => {
  for (const [lang, pattern] of [
    ['en', /^why503: standard output cannot be written to \(ENOSPC\)\n {2}.+\n$/],
    ['zh-TW', /^why503: 無法寫入標準輸出（ENOSPC）\n {2}.+\n$/],
  ] as const) {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [launcher, 'explain', 'UC', '--lang', lang], { encoding: 'utf8', stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    assert.equal(status, 2);
    assert.match(stderr, pattern);
  }
});

test('what cannot be followed or read is said in Traditional Chinese too', () => {
  for (const path of [import.meta.dirname, '/nowhere/at/all', join(launcher, 'below-a-file')]) {
    const { status, stderr } = why503(['--lang', 'zh-TW', 'logs', '-f', path]);
    assert.equal(status, 2, path);
    assert.doesNotMatch(stderr.replaceAll(path, ''), /[a-z]{4}/, stderr);
  }
});

test('an explanation is as wide as was asked, and in ASCII', () => {
  const { stdout } = why503(['explain', '--width', '40', '--ascii', '503 UC']);
  assert.ok(
    stdout.split('\n').every((line) => line.length <= 40 && [...line].every((char) => char.charCodeAt(0) < 128)),
    stdout,
  );
});
