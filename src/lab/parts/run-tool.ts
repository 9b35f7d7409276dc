import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { findProgram } from './system-programs.ts';

/** One run of a foreign tool. */
export interface ToolRun {
  readonly command: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Its output is added to this file. */
  readonly log: string;
  /** Ends the tool and all it started. Absent where half a run does harm: a package manager. */
  readonly signal?: AbortSignal;
}

/** How a tool ended: `code` is absent when a signal ended it or it could not be started. */
export interface ToolEnd {
  readonly code?: number;
  /** What it wrote to standard output, at most 8 MiB. */
  readonly output: string;
}

const outputLimit = 8 * 1024 * 1024;

/** Runs a tool to its end. Throws the signal's reason when interrupted; a tool that fails is an answer, not an error. */
export async function runTool(run: ToolRun): Promise<ToolEnd> {
  run.signal?.throwIfAborted();
  mkdirSync(dirname(run.log), { recursive: true });
  const log = openSync(run.log, 'a');
  try {
    writeSync(log, `$ ${run.command.join(' ')}\n`);
    const end = await ended(run, log);
    run.signal?.throwIfAborted();
    return end;
  } finally {
    closeSync(log);
  }
}

function ended(run: ToolRun, log: number): Promise<ToolEnd> {
  const [program = '', ...args] = endingWithUs(run);
  return new Promise((resolve) => {
    // A group of its own: Ctrl-C reaches this process alone, which then ends the whole group.
    const child = spawn(program, args, { cwd: run.folder, env: run.env, stdio: ['ignore', 'pipe', log], detached: true });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < outputLimit) output += text;
      writeSync(log, text);
    });
    let force: NodeJS.Timeout | undefined;
    const interrupt = (): void => {
      endGroup(child.pid, 'SIGTERM');
      force = setTimeout(() => endGroup(child.pid, 'SIGKILL'), 3000);
    };
    run.signal?.addEventListener('abort', interrupt, { once: true });
    const done = (end: ToolEnd): void => {
      clearTimeout(force);
      run.signal?.removeEventListener('abort', interrupt);
      resolve(end);
    };
    child.on('error', (error) => {
      writeSync(log, `${error.message}\n`);
      done({ output });
    });
    child.on('close', (code) => done({ output, ...(code === null ? {} : { code }) }));
  });
}

/** Where the system can, a tool that may be interrupted is ended by the kernel when this process dies without a chance to do so itself. */
function endingWithUs({ command, env, signal }: ToolRun): readonly string[] {
  const setpriv = signal === undefined ? undefined : findProgram('setpriv', env);
  return setpriv === undefined ? command : [setpriv, '--pdeathsig', 'SIGKILL', '--', ...command];
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
