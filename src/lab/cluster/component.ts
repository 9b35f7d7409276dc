import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../../sources/user-error.ts';

/** One program of the control plane. */
export interface Component {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Working directory. */
  readonly folder: string;
  /** Where its output goes. */
  readonly log: string;
  /** Resolves to true once it does its work; asked again until then. */
  readonly ready: () => Promise<boolean>;
  /** Milliseconds until it must be ready. */
  readonly within?: number;
}

export interface RunningComponent {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

/** Starts a program and waits until it is ready. Throws `UserError` with the end of its log when it ends first or takes too long. */
export async function startComponent(component: Component, signal: AbortSignal): Promise<RunningComponent> {
  mkdirSync(dirname(component.log), { recursive: true });
  mkdirSync(component.folder, { recursive: true });
  const output = createWriteStream(component.log);
  // A full disk loses the log; what matters fails by itself.
  output.on('error', () => undefined);
  const [program = '', ...args] = component.command;
  const child = spawn(program, args, {
    cwd: component.folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: component.folder, ...component.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const end: { reason?: string } = {};
  child.on('error', (error) => {
    end.reason = error.message;
  });
  child.on('exit', (code, by) => {
    end.reason ??= by === null ? `exit code ${code}` : `signal ${by}`;
  });
  const deadline = Date.now() + (component.within ?? 90_000);
  try {
    while (!(await isReady(component))) {
      signal.throwIfAborted();
      if (end.reason !== undefined) throw failed(component, `ended (${end.reason})`);
      if (Date.now() > deadline) throw failed(component, 'is not ready in time');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return { name: component.name, stop: () => stop(child) };
}

async function isReady(component: Component): Promise<boolean> {
  try {
    return await component.ready();
  } catch {
    return false;
  }
}

function failed(component: Component, what: string): UserError {
  const lines = (existsSync(component.log) ? readFileSync(component.log, 'utf8') : '').trimEnd().split('\n');
  const next = `its whole log: ${component.log}`;
  if (lines.some((line) => line.includes('no space left on device'))) {
    return new UserError('lab-disk-full', `the disk became full; ${component.name} ${what}`, 'make room, or point WHY503_CACHE to a larger disk');
  }
  // A stack trace says less than the line before it.
  const telling = lines.findLast((line) => /error|fatal|panic|failed|cannot/i.test(line)) ?? lines.at(-1) ?? '';
  return new UserError('lab-component', `${component.name} ${what}: ${telling.slice(0, 300)}`, next);
}

/** Asks the program to end and makes it after 5 s. */
function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), 5000);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
