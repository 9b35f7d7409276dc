import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { runTool, type ToolRun } from './run-tool.ts';

function shell(context: TestContext, script: string): Omit<ToolRun, 'signal'> {
  const folder = mkdtempSync(join(tmpdir(), 'why503-tool-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return { command: ['/bin/sh', '-c', script], folder, env: { PATH: '/usr/bin:/bin' }, log: join(folder, 'log', 'tool.log') };
}

test('output is returned and logged, errors are logged, and the code is told', async (context) => {
  const run = shell(context, 'echo out; echo err >&2; exit 3');
  assert.deepEqual(await runTool({ ...run, signal: new AbortController().signal }), { code: 3, output: 'out\n' });
  assert.deepEqual(readFileSync(run.log, 'utf8').split('\n').slice(1).toSorted(), ['', 'err', 'out']);
});

test('a program that is not there is an answer without a code', async (context) => {
  assert.deepEqual(await runTool({ ...shell(context, ''), command: ['/nowhere/program'] }), { output: '' });
});

test('an interrupt ends the tool and what it started, and is thrown', async (context) => {
  const interrupt = new AbortController();
  const run = runTool({ ...shell(context, 'sleep 60 & wait'), signal: interrupt.signal });
  const reason = new Error('enough');
  setTimeout(() => interrupt.abort(reason), 50);
  const begun = performance.now();
  await assert.rejects(run, reason);
  // The tool's output stays open as long as anything that it started lives.
  assert.ok(performance.now() - begun < 10_000);
});
