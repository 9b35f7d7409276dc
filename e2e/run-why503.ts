import { spawn } from 'node:child_process';
import { join } from 'node:path';

const why503 = join(import.meta.dirname, '..', 'bin', 'why503.cjs');

/** Runs the command line to its end. */
export function run(args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [why503, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString('utf8');
  return new Promise((resolve) => child.once('close', (code) => resolve({ code: code ?? 2, stdout: text(out), stderr: text(err) })));
}
