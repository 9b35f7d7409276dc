import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

const bin = join(import.meta.dirname, '..', '..', 'bin', 'why503.cjs');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real command. */
function why503(args: readonly string[]): { readonly ended: Promise<Ended>; readonly interrupt: () => void } {
  const child = spawn(process.execPath, [bin, 'probe', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const parts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    parts.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    parts.stderr += text;
  });
  return {
    ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, ...parts }))),
    interrupt: () => child.kill('SIGINT'),
  };
}

/** Answers every request and closes after so long, or never. */
async function server(t: TestContext, closeAfter?: number, onRequest: (count: number) => void = () => undefined): Promise<string> {
  const sockets = new Set<Socket>();
  let requests = 0;
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => {
      requests += 1;
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nServer: \u001b[31mred\r\n\r\nok\n');
      if (closeAfter !== undefined) setTimeout(() => socket.destroy(), closeAfter);
      onRequest(requests);
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    listener.close();
  });
  const address = listener.address();
  return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
}

test('a measured limit is exit code 0, told with the time it takes at most, and safe to print', async (t) => {
  const { code, stdout, stderr } = await why503([await server(t, 200), '--connections', '2']).ended;
  assert.equal(code, 0, stderr);
  assert.ok(stdout.startsWith('✓ MEASURED'), stdout);
  assert.ok(stdout.includes('\\x1b[31mred') && !stdout.includes('\u001b'), stdout);
  assert.match(stderr, /^why503: 2 connections .* at most/);
});

test('a limit that was not reached is exit code 3', async (t) => {
  const { code, stdout } = await why503([await server(t), '--max-wait', '200ms', '--connections', '1', '--no-progress', '-o', 'json']).ended;
  assert.equal(code, 3);
  assert.equal(JSON.parse(stdout).outcome, 'longer');
});

test('a target that refuses is exit code 2 with a report, in every form', async (t) => {
  const target = await server(t);
  const gone = '127.0.0.1:1';
  assert.notEqual(target, gone);
  for (const form of [[], ['-o', 'json'], ['-o', 'markdown'], ['--lang', 'zh-TW']]) {
    const { code, stdout } = await why503([gone, '--no-progress', ...form]).ended;
    assert.equal(code, 2);
    assert.notEqual(stdout.trim(), '');
  }
});

test('a dry run connects to nobody', async (t) => {
  let seen = 0;
  const target = await server(t, undefined, (count) => {
    seen = count;
  });
  const { code, stdout, stderr } = await why503([target, '--dry-run', '--requests', '-o', 'json']).ended;
  assert.deepEqual([code, stderr, seen], [0, '', 0]);
  const { outcome, plan } = JSON.parse(stdout);
  assert.deepEqual([outcome, plan.mostConnectionsAtOnce, plan.mostRequests], ['planned', 4, 1104]);
});

test('Ctrl-C shows what is known so far, and a second probe of the target is refused meanwhile', async (t) => {
  let onAll = (): void => undefined;
  const all = new Promise<void>((resolve) => {
    onAll = resolve;
  });
  const target = await server(t, undefined, (count) => {
    if (count === 2) onAll();
  });
  const probe = why503([target, '--connections', '2', '-o', 'json', '--no-progress']);
  await all;
  const second = await why503([target, '--no-progress']).ended;
  probe.interrupt();
  const { code, stdout } = await probe.ended;
  assert.equal(code, 3);
  const { outcome, connections } = JSON.parse(stdout);
  assert.equal(outcome, 'interrupted');
  assert.equal(connections.length, 2);
  if (process.platform !== 'linux') return;
  assert.equal(second.code, 2);
  assert.match(second.stderr, /is being probed already/);
});

test('options out of their bounds are refused before anything is sent', async () => {
  for (const options of [
    ['--connections', '5'],
    ['--connections', '0'],
    ['--max-wait', '3h'],
    ['--requests', '1101'],
    ['--age', 'soon'],
    ['--method', 'POST'],
  ]) {
    const { code, stdout } = await why503(['127.0.0.1:1', ...options]).ended;
    assert.deepEqual([code, stdout], [2, ''], options.join(' '));
  }
});
