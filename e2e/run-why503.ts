import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const why503 = join(import.meta.dirname, '..', 'bin', 'why503.cjs');

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program as a person would. `onStart` gets the process, for whoever wants to end it early. */
export function run(args: readonly string[], env: Readonly<Record<string, string>> = {}, onStart?: (child: ChildProcess) => void): Promise<Ran> {
  const child = spawn(process.execPath, [why503, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    detached: onStart !== undefined,
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  onStart?.(child);
  const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString('utf8');
  return new Promise((resolve) => child.once('close', (code) => resolve({ code: code ?? 2, stdout: text(out), stderr: text(err) })));
}
