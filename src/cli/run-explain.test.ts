import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { UserError } from '../sources/user-error.ts';
import { runExplain } from './run-explain.ts';

const plain = { output: 'json', lang: 'en', color: false } as const;

test('the exit code says whether every input was recognised', async () => {
  assert.equal((await runExplain(['503 UC'], plain)).exitCode, 0);
  assert.equal((await runExplain(['503 UC', 'good morning'], plain)).exitCode, 3);
});

test('a question without quotes is one input, and anything else is one input a word', async () => {
  const inputsOf = async (...words: readonly string[]): Promise<number> => JSON.parse((await runExplain(words, plain)).stdout).inputs.length;
  assert.equal(await inputsOf('tomcat', 'keep-alive'), 1);
  assert.equal(await inputsOf('node', 'keep', 'alive', 'timeout'), 1);
  assert.equal(await inputsOf('nosuch', 'keep-alive'), 1);
  assert.equal(await inputsOf('UC', 'keep-alive'), 2);
  assert.equal((await runExplain(['nosuch', 'keep-alive'], plain)).exitCode, 3);
});

test('JSON has a schema version and one entry per input, in order', async () => {
  const { stdout } = await runExplain(['UC', 'UH'], plain);
  const { schemaVersion, inputs } = JSON.parse(stdout);
  assert.equal(schemaVersion, 1);
  assert.deepEqual(
    inputs.map((input: { text: string }) => input.text),
    ['UC', 'UH'],
  );
  assert.equal(inputs[1].causes[0].id, 'readiness-failing');
});

test('the id of a cause is asked for by a whole argument; in a line of a file it is a word', async () => {
  const kinds = async (...words: readonly string[]): Promise<readonly string[]> =>
    JSON.parse((await runExplain(words, plain)).stdout).inputs.map((input: { kind: string }) => input.kind);
  assert.deepEqual(await kinds('oom-killed', 'UC'), ['cause', 'flag']);
  assert.deepEqual(await kinds('the pod was oom-killed'), ['unknown']);
  const folder = mkdtempSync(join(tmpdir(), 'why503-'));
  try {
    const file = join(folder, 'lines.txt');
    writeFileSync(file, 'evicted\n');
    assert.equal((await runExplain([], { ...plain, file })).exitCode, 3);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the page of a cause comes in the language asked for, as text and as Markdown', async () => {
  const text = (await runExplain(['oom-killed'], { ...plain, output: 'text', lang: 'zh-TW' })).stdout;
  assert.match(text, /記憶體/);
  const markdown = (await runExplain(['oom-killed'], { ...plain, output: 'markdown' })).stdout;
  assert.match(markdown, /^# Cause oom-killed: /);
});

test('a file is read line by line, without empty lines and with a bound that is told', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'why503-'));
  try {
    const file = join(folder, 'lines.txt');
    writeFileSync(file, 'UC\n\nUH\n');
    assert.equal(JSON.parse((await runExplain([], { ...plain, file })).stdout).inputs.length, 2);
    writeFileSync(file, 'UC\n'.repeat(1_000));
    const cut = await runExplain([], { ...plain, file });
    assert.equal(JSON.parse(cut.stdout).inputs.length, 200);
    assert.match(cut.stderr ?? '', /200/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a file that cannot be read is the user's error", async () => {
  await assert.rejects(runExplain([], { ...plain, file: '/nonexistent/why503' }), (error) => error instanceof UserError && error.code === 'unreadable-input');
});

test('colours come only when asked for', async () => {
  const text = { ...plain, output: 'text' } as const;
  assert.doesNotMatch((await runExplain(['UC'], text)).stdout, new RegExp(String.fromCharCode(27)));
  assert.match((await runExplain(['UC'], { ...text, color: true })).stdout, new RegExp(String.fromCharCode(27)));
});
