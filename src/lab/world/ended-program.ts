import { type ChildProcess, spawn } from 'node:child_process';

/** How a program ended, and all that it wrote. */
export interface EndedProgram {
  /** 2 where a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** Beside this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Gets the process, in a group of its own, for whoever wants to end it early. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs a program of this Node to its end. That it failed is an answer; throws where it cannot be started or the signal comes. */
export function endedProgram(args: readonly string[], { signal, env = {}, onStart }: ProgramOptions = {}): Promise<EndedProgram> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    detached: onStart !== undefined,
    ...(signal === undefined ? {} : { signal }),
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  onStart?.(child);
  const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString('utf8');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 2, stdout: text(out), stderr: text(err) }));
  });
}
