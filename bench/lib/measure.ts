import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root: string = join(import.meta.dirname, '..', '..');
export const command: string = join(root, 'bin', 'why503.cjs');

export interface Run {
  readonly seconds: number;
  /** Peak resident memory; only of Node processes. */
  readonly mebibytes?: number;
  readonly output: string;
}

/** Runs a program once. `accepted` are its exit codes that are no failure. */
export function run(program: string, args: readonly string[], accepted: readonly number[] = [0]): Run {
  const start = performance.now();
  const result = spawnSync(program, [...args], { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', maxBuffer: 256 * 1024 ** 2 });
  return { seconds: (performance.now() - start) / 1000, output: checked(program, args, result, accepted) };
}

/** Runs a script in this Node and has it tell its peak memory, by a preload, when it ends. */
export function runMeasured(args: readonly string[], accepted: readonly number[] = [0]): Run {
  const preload = join(import.meta.dirname, 'tell-peak.ts');
  const start = performance.now();
  const all = ['--import', preload, ...args];
  const result = spawnSync(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], encoding: 'utf8', maxBuffer: 256 * 1024 ** 2 });
  const seconds = (performance.now() - start) / 1000;
  const output = checked(process.execPath, all, result, accepted);
  return { seconds, output, mebibytes: Number(result.output[3]) / 1024 };
}

/** The middle one of several runs by time. */
export function medianSeconds(times: number, one: () => Run): number {
  const seconds = Array.from({ length: times }, () => one().seconds).toSorted((a, b) => a - b);
  return seconds[Math.trunc(times / 2)] ?? 0;
}

function checked(program: string, args: readonly string[], result: SpawnSyncReturns<string>, accepted: readonly number[]): string {
  if (result.error !== undefined) throw result.error;
  if (!accepted.includes(result.status ?? -1)) throw new Error(`${program} ${args.join(' ')} ended with ${result.status ?? result.signal}:\n${result.stderr}`);
  return result.stdout;
}
