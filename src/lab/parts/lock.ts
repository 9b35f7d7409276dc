import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Who holds the lock: a process, told apart from a later one of the same number by when it started (clock ticks since boot). */
interface Holder {
  readonly pid: number;
  readonly started: string;
}

/** A lock that was taken, or the process that has it. */
export type Taken = { readonly release: () => void } | { readonly heldBy: number };

/**
 * Takes the lock file at `path`. One left by a process that is gone is removed. The file appears with its content in one step (a hard
 * link), so nobody ever reads half of it.
 */
export function takeLock(path: string, pid: number = process.pid): Taken {
  mkdirSync(dirname(path), { recursive: true });
  const own = `${path}.${pid}`;
  const text = JSON.stringify({ pid, started: startOf(pid) ?? '' } satisfies Holder);
  writeFileSync(own, text);
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      if (hardLink(own, path)) return { release: () => release(path, text) };
      const held = read(path);
      if (held === undefined) continue;
      const holder = parse(held);
      if (holder !== undefined && isAlive(holder)) return { heldBy: holder.pid };
      removeStale(path, held, `${own}.stale`);
    }
    return { heldBy: parse(read(path) ?? '')?.pid ?? 0 };
  } finally {
    rmSync(own, { force: true });
  }
}

function release(path: string, text: string): void {
  if (read(path) === text) rmSync(path, { force: true });
}

/** Two processes may find the same stale lock; the slower one must not remove the lock that the faster one took since. */
function removeStale(path: string, seen: string, aside: string): void {
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (read(aside) !== seen) hardLink(aside, path);
  rmSync(aside, { force: true });
}

function hardLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('started' in value)) return undefined;
    return typeof value.pid === 'number' && typeof value.started === 'string' ? { pid: value.pid, started: value.started } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started }: Holder): boolean {
  const now = startOf(pid);
  return now !== undefined && now === started;
}

/** Field 22 of /proc/PID/stat; the name before it may hold spaces and brackets. */
function startOf(pid: number): string | undefined {
  const text = read(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19];
}
