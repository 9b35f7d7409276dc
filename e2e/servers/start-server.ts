import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProbedServer } from './probed-server.ts';

export interface RunningServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** Java compiles its source first, on a machine where others do the same. */
const startsWithin = 60_000;

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) signal(child, 'SIGKILL');
});
// Without this an interrupted suite would leave its servers behind.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => process.exit(1));

/** Starts a server on a free port of 127.0.0.1 in a folder of its own, and waits until it accepts. Throws with the end of its log otherwise. */
export async function startServer(server: ProbedServer, tool: string): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), `why503-probe-${server.id}-`));
  // Apache serves its files as another user.
  chmodSync(folder, 0o755);
  const place = { port: await freePort(), folder, tool };
  for (const [name, text] of Object.entries(server.files?.(place) ?? {})) writeFileSync(join(folder, name), text);
  const log = join(folder, 'server.log');
  const output = openSync(log, 'a');
  const [program = '', ...args] = server.command(place);
  // A group of its own: some servers have workers, and all of them must end.
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', output, output], detached: true });
  running.add(child);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = async (): Promise<void> => {
    signal(child, 'SIGTERM');
    const timer = setTimeout(() => signal(child, 'SIGKILL'), 3000);
    await ended;
    clearTimeout(timer);
    signal(child, 'SIGKILL');
    running.delete(child);
    rmSync(folder, { recursive: true, force: true });
  };
  let hasEnded = false;
  ended.then(() => {
    hasEnded = true;
  });
  const deadline = performance.now() + startsWithin;
  while (!(await accepts(place.port))) {
    if (!hasEnded && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      continue;
    }
    const tail = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-10).join('\n    ');
    await stop();
    throw new Error(`${server.id} did not start:\n    ${tail}`);
  }
  return { port: place.port, stop };
}

/** The group of a process that was started here, by its id. */
function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
