import { spawn } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { constants as os, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LaunchSpec, launchCommand } from './launch-command.ts';
import { createLineSplitter } from './lines.ts';
import { run } from './run.ts';

export interface ProcessSpec extends Omit<LaunchSpec, 'output' | 'canSetGroups'> {
  /** The whole environment; nothing is inherited. `PATH` is where the program is found. */
  readonly env: Readonly<Record<string, string>>;
  /** Folder for the process's named pipes, removed when it has ended. Default: the system's folder for temporary files. */
  readonly scratch?: string;
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr', isPartial: boolean) => void;
}

/** How a process ended: its exit code, or the signal that ended it. */
export type ProcessEnd = { readonly code: number } | { readonly signal: NodeJS.Signals };

export interface LabProcess {
  /** The program's own process id. */
  readonly pid: number;
  /** Resolves once the program has ended, its descendants are gone and its output is read. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** Milliseconds that remaining output may take after a program ended. */
const outputWithin = 1000;

/** Starts a program in its surroundings. Throws where not even the shell could be started. */
export async function startProcess(spec: ProcessSpec): Promise<LabProcess> {
  const pipes = await openPipes(spec.scratch ?? tmpdir(), spec.onLine);
  const [program = '', ...args] = launchCommand({ ...spec, output: pipes, canSetGroups: canSetGroups() });
  const path = `${spec.env['PATH'] ?? ''}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;
  // A session of its own, so that what it leaves behind is found.
  const child = spawn(program, args, { env: { ...spec.env, PATH: path.replace(/^:/, '') }, stdio: 'ignore', detached: true });
  const pid = await new Promise<number>((resolve, reject) => {
    child.on('spawn', () => resolve(child.pid ?? 0));
    child.on('error', (cause) => reject(new Error(`${program}: ${cause.message}`, { cause })));
  }).catch((error: unknown) => {
    pipes.close();
    throw error;
  });
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.on('exit', (code, signal) => resolve(signal === null ? { code: code ?? 0 } : { signal }));
  }).then(async (end) => {
    killSession(pid);
    await pipes.drained();
    return end;
  });
  return { pid, ended, kill: (signal) => void child.kill(signal) };
}

/** The exit code as a container runtime gives it: 128 and the signal's number for a program ended by a signal. */
export function exitCode(end: ProcessEnd): number {
  return 'code' in end ? end.code : 128 + (os.signals[end.signal] ?? 0);
}

interface Pipes {
  readonly stdout: string;
  readonly stderr: string;
  readonly drained: () => Promise<void>;
  readonly close: () => void;
}

/**
 * Named pipes that everyone may open: Envoy opens `/dev/stdout` again by its name, as another user, which neither Node's own pipes (they are sockets)
 * nor another user's unnamed pipes allow.
 */
async function openPipes(scratch: string, onLine: ProcessSpec['onLine']): Promise<Pipes> {
  const folder = mkdtempSync(join(scratch, 'why503-pipe-'));
  const paths = { stdout: join(folder, 'stdout'), stderr: join(folder, 'stderr') };
  await run('mkfifo', ['-m', '0666', paths.stdout, paths.stderr]);
  const sockets = (['stdout', 'stderr'] as const).map((stream) => {
    const fd = openSync(paths[stream], constants.O_RDONLY | constants.O_NONBLOCK);
    const splitter = createLineSplitter((line, isPartial) => onLine?.(line, stream, isPartial));
    const socket = openSocket(fd);
    socket.on('data', (chunk: Buffer) => splitter.push(chunk));
    const done = new Promise<void>((resolve) => {
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        splitter.end();
        resolve();
      });
    });
    return { socket, done };
  });
  const close = (): void => {
    for (const { socket } of sockets) socket.destroy();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    ...paths,
    close,
    drained: async () => {
      const timer = setTimeout(close, outputWithin);
      await Promise.all(sockets.map(({ done }) => done));
      clearTimeout(timer);
      close();
    },
  };
}

function openSocket(fd: number): Socket {
  try {
    return new Socket({ fd, readable: true, writable: false });
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Ends what the program left running: in a container its end is the end of all. */
function killSession(session: number): void {
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      // pid (name) state parent group session …; the name may hold anything but ends at the last parenthesis.
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (Number(fields[3]) === session && fields[0] !== 'Z') process.kill(Number(entry), 'SIGKILL');
    } catch {
      // It ended by itself in the meantime.
    }
  }
}

/** A user namespace made by an ordinary user alone may not change groups. */
function canSetGroups(): boolean {
  try {
    return readFileSync('/proc/self/setgroups', 'utf8').trim() !== 'deny';
  } catch {
    return true;
  }
}
