import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, mock, type TestContext, test } from 'node:test';
import { firstInterrupt } from './first-interrupt.ts';

const folder = mkdtempSync(join(tmpdir(), 'why503-interrupt-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('copies of one press are one interrupt; a later press ends the program', (context) => {
  context.after(() => mock.timers.reset());
  mock.timers.enable({ apis: ['setTimeout', 'setImmediate'] });
  const ends: number[] = [];
  const before = process.listeners('SIGINT');
  const { signal, release } = firstInterrupt((code) => void ends.push(code));
  context.after(() => {
    for (const name of ['SIGINT', 'SIGTERM'] as const)
      for (const listener of process.listeners(name)) if (!before.includes(listener)) process.removeListener(name, listener);
  });
  assert.equal(signal.aborted, false);
  process.emit('SIGINT', 'SIGINT');
  process.emit('SIGINT', 'SIGINT');
  assert.deepEqual([signal.aborted, ends], [true, []]);
  release();
  process.emit('SIGTERM', 'SIGTERM');
  assert.deepEqual(ends, []);
  mock.timers.tick(60_000);
  process.emit('SIGINT', 'SIGINT');
  process.emit('SIGTERM', 'SIGTERM');
  assert.deepEqual(ends, [130, 143]);
});

test('nothing is listened to after a release without an interrupt', () => {
  const before = process.listenerCount('SIGINT');
  firstInterrupt().release();
  assert.equal(process.listenerCount('SIGINT'), before);
});

/** The launcher as an older Node runs it, following a log; resolves once that is under way. */
async function launched(name: string, context: TestContext): Promise<ChildProcess> {
  const old = join(folder, 'old-node.cjs');
  writeFileSync(old, "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.0.0' } });");
  const log = join(folder, `${name}.log`);
  writeFileSync(
    log,
    '[2026-11-22T17:21:58.306Z] "GET / HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 0 95 1 - "-" "a" "b" "c:1" "10.0.0.1:80" inbound|80|| 127.0.0.6:45678 10.0.0.1:80 10.0.0.2:53210 - default\n',
  );
  const bin = join(import.meta.dirname, '..', '..', 'bin', 'why503.cjs');
  const { WHY503_LAUNCHED: _, ...env } = process.env;
  // a process group of its own, as a shell gives each job
  const child = spawn(process.execPath, ['--require', old, bin, 'logs', '-f', log], { stdio: ['ignore', 'pipe', 'inherit'], env, detached: true });
  context.after(() => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL');
  });
  await once(child.stdout ?? child, 'data');
  return child;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} to the launcher alone ends with the report`, { timeout: 60_000 }, async (context) => {
    const child = await launched(`alone-${signal}`, context);
    child.kill(signal);
    assert.deepEqual(await once(child, 'exit'), [3, null]);
  });

  test(`${signal} to the whole process group, as a terminal sends it, ends with the report`, { timeout: 60_000 }, async (context) => {
    const child = await launched(`group-${signal}`, context);
    process.kill(-(child.pid ?? 0), signal);
    assert.deepEqual(await once(child, 'exit'), [3, null]);
  });
}

test('SIGHUP to the launcher alone ends the program it started', { timeout: 60_000 }, async (context) => {
  const child = await launched('hangup', context);
  child.kill('SIGHUP');
  assert.deepEqual(await once(child, 'exit'), [129, null]);
});
