import { spawnSync } from 'node:child_process';

/** What one run of a program cost; all but `wall` by the system's own account. */
export interface Timed {
  readonly wall: number;
  readonly cpu: number;
  readonly megabytes: number;
  readonly output: string;
}

/** Runs a program under `/usr/bin/time`. `accepted` are its exit codes that are no failure. */
export function timed(program: string, args: readonly string[], accepted: readonly number[] = [0]): Timed {
  const start = performance.now();
  const result = spawnSync('/usr/bin/time', ['-f', '%U %S %M', program, ...args], { encoding: 'utf8', maxBuffer: 256 * 1024 ** 2 });
  const wall = (performance.now() - start) / 1000;
  if (result.error !== undefined) throw result.error;
  if (!accepted.includes(result.status ?? -1)) throw new Error(`${program} ${args.join(' ')} ended with ${result.status}:\n${result.stderr}`);
  const [user = 0, system = 0, kibibytes = 0] = (/[\d.]+ [\d.]+ \d+\s*$/.exec(result.stderr)?.[0] ?? '').trim().split(' ').map(Number);
  return { wall, cpu: user + system, megabytes: (kibibytes * 1024) / 1_000_000, output: result.stdout };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.trunc(values.length / 2)] ?? 0;
}
