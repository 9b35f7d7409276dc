import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, describe, test } from 'node:test';

const apps = join(import.meta.dirname, '../../lab/apps');
const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
});

interface Server {
  readonly port: number;
  readonly child: ChildProcess;
  readonly stderr: Promise<string>;
  /** Exit code, once it has ended. */
  readonly ended: Promise<number | null>;
}

/** A server on a free port of loopback, listening. */
async function serve(...options: readonly string[]): Promise<Server> {
  return start(process.execPath, [join(apps, 'server.mjs'), '--port', '0', '--host', '127.0.0.1', ...options]);
}

async function start(program: string, args: readonly string[]): Promise<Server> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  const ended = once(child, 'exit').then(([code]: readonly (number | null)[]) => code ?? null);
  const stderr = text(child.stderr);
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /(?:127\.0\.0\.1:|port )(\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    child.stdout.resume();
    return { port: Number(port), child, stderr, ended };
  }
  throw new Error(`${program} ended before it listened: ${await stderr}`);
}

interface Outcome {
  readonly requests: number;
  readonly failed: number;
  readonly connections: number;
  readonly byStatus: { readonly [status: string]: number };
  readonly lines: readonly string[];
}

/** What the client says of its requests when it is done. */
async function request(port: number, ...options: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [join(apps, 'client.mjs'), '--url', `http://127.0.0.1:${port}/x`, '--for', '5s', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = (await text(child.stdout)).split('\n');
  const summary: Omit<Outcome, 'lines'> = JSON.parse(lines.findLast((line) => line.includes('summary'))?.replace(/^.*summary /, '') ?? '{}');
  return { ...summary, lines };
}

const REQUEST = 'GET /x HTTP/1.1\r\nHost: x\r\n\r\n';

/** Everything that comes on a connection after a request, until the server closes it, and how long it idled after the last answer. */
async function converse(port: number, requests = 1): Promise<{ readonly answers: string; readonly idleMs: number }> {
  const socket: Socket = connect(port, '127.0.0.1');
  let answers = '';
  let last = performance.now();
  for (let index = 0; index < requests; index += 1) {
    socket.write(REQUEST);
    const [chunk]: readonly unknown[] = await once(socket, 'data');
    answers += String(chunk);
    last = performance.now();
  }
  socket.resume();
  await once(socket, 'close');
  return { answers, idleMs: performance.now() - last };
}

const status = async (port: number, path: string): Promise<number> => (await fetch(`http://127.0.0.1:${port}${path}`)).status;

describe('the programs that the lab runs in pods', { concurrency: true }, () => {
  test('a client in a rhythm reuses its connection and counts what it got', async () => {
    const { port } = await serve();
    const outcome = await request(port, '--workers', '1', '--period', '0', '--requests', '20');
    assert.deepEqual([outcome.requests, outcome.failed, outcome.connections, outcome.byStatus], [20, 0, 1, { 200: 20 }]);
  });

  test('a client without keep-alive opens a connection for each request, workers wait for their answers', async () => {
    const { port } = await serve('--answer-delay', '5ms');
    const outcome = await request(port, '--no-keep-alive', '--workers', '2', '--period', '0', '--requests', '6', '--method', 'POST', '--body-bytes', '2KiB');
    assert.deepEqual([outcome.requests, outcome.connections], [6, 6]);
  });

  test('the summary of a client that is told to stop is still given', async () => {
    const child = spawn(process.execPath, [join(apps, 'client.mjs'), '--url', 'http://127.0.0.1:9/', '--period', '1h', '--start-delay', '1h']);
    children.push(child);
    const [first]: readonly unknown[] = await once(child.stdout, 'data');
    assert.match(String(first), /requesting http/);
    child.kill('SIGTERM');
    assert.match(await text(child.stdout), /summary \{"requests":/);
  });

  test('an idle connection ends after the keep-alive timeout', async () => {
    const { port } = await serve('--keep-alive-timeout', '80ms', '--keep-alive-buffer', '0');
    // The conversation ends when the server closes; how soon depends on how busy the machine is.
    const { answers } = await converse(port);
    assert.match(answers, /^HTTP\/1\.1 200 OK/);
  });

  test('a connection that ends after so many answers is not announced to end', async () => {
    const { port } = await serve('--close-after', '2');
    const { answers } = await converse(port, 2);
    assert.equal(answers.match(/HTTP\/1\.1 200 OK/g)?.length, 2);
    assert.ok(!/connection: close/i.test(answers));
  });

  test('a connection ends at its greatest age', async () => {
    const { port } = await serve('--max-age', '60ms');
    const socket = connect(port, '127.0.0.1').resume();
    await once(socket, 'end');
  });

  test('a crash on a request ends the program by an uncaught error, and the client says what it met', async () => {
    const { port, stderr, ended } = await serve('--crash-every', '3');
    const { failed, lines } = await request(port, '--workers', '1', '--period', '0', '--requests', '3');
    assert.equal(failed, 1);
    assert.ok(lines.some((line) => /error GET http:\S+: socket hang up \(ECONNRESET\)/.test(line)));
    assert.equal(await ended, 1);
    assert.match(await stderr, /TypeError: Cannot read properties of undefined[\s\S]*Node\.js v/);
  });

  test('every way to break an answer fails that request alone', async () => {
    const { port } = await serve('--reset-every', '2', '--malformed-every', '3', '--cut-every', '5', '--fail-every', '7');
    const { requests, failed, byStatus } = await request(port, '--period', '0', '--requests', '7', '--workers', '1');
    assert.deepEqual([requests, failed, byStatus], [7, 6, { 200: 1, 503: 1 }]);
  });

  test('probes follow the schedule and are no requests', async () => {
    const { port, child } = await serve('--unready', '1h-', '--crash-every', '1');
    assert.deepEqual([await status(port, '/ready'), await status(port, '/live')], [200, 200]);
    child.kill('SIGUSR2');
    for (let tries = 0; tries < 100 && (await status(port, '/ready')) === 200; tries += 1) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual([await status(port, '/ready'), await status(port, '/live')], [503, 200]);
  });

  test('draining lets a request under way finish and then ends', async () => {
    const { port, child, ended } = await serve('--on-sigterm', 'drain', '--answer-delay', '100ms', '--log-requests');
    const arrived = once(child.stdout ?? assert.fail('stdout is a pipe'), 'data');
    const answer = status(port, '/x');
    await arrived;
    child.kill('SIGTERM');
    assert.equal(await answer, 200);
    assert.equal(await ended, 0);
  });

  test('requests beyond the limit wait their turn and are then turned away', async () => {
    const { port } = await serve('--max-concurrent', '1', '--queue-for', '40ms', '--answer-delay', '150ms');
    const { byStatus } = await request(port, '--burst', '3', '--requests', '3', '--period', '1h');
    assert.deepEqual(byStatus, { 200: 1, 503: 2 });
  });

  test('every program explains itself and refuses what it does not know', () => {
    const run = (name: string, option: string): { readonly status: number | null; readonly stdout: string } =>
      spawnSync(process.execPath, [join(apps, name), option], { encoding: 'utf8' });
    assert.match(run('client.mjs', '--help').stdout, /--period DURATION +\S.*default 1s/);
    assert.equal(run('server.mjs', '--no-such-thing').status, 2);
  });

  test('a page is fetched, and an error status is a failure', async () => {
    const { port } = await serve('--fail-every', '1');
    const get = (path: string): ChildProcess => spawn(process.execPath, [join(apps, 'get.mjs'), `http://127.0.0.1:${port}${path}`], { stdio: 'ignore' });
    const ends = [once(get('/live'), 'exit'), once(get('/x'), 'exit')];
    assert.deepEqual(await Promise.all(ends), [
      [0, null],
      [1, null],
    ]);
  });

  const hasPython = spawnSync('python3', ['--version']).status === 0;
  test('the Python server keeps a connection until its idle limit', { skip: !hasPython }, async () => {
    const { port } = await start('python3', ['-u', join(apps, 'server.py'), '--host', '127.0.0.1', '--port', '0', '--timeout', '0.1']);
    const { answers, idleMs } = await converse(port, 2);
    assert.match(answers, /HTTP\/1\.1 200 OK/);
    assert.ok(idleMs < 2000);
  });
});
