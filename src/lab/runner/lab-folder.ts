import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The lab's own folder for one run, named after the process that asked for it. Those of processes that are gone are removed. */
export function labFolder(cache: string, pid: number): string {
  const runs = join(cache, 'run');
  mkdirSync(runs, { recursive: true });
  for (const name of readdirSync(runs)) if (!isAlive(Number(name))) rmSync(join(runs, name), { recursive: true, force: true });
  const folder = join(runs, `${pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o755 });
  return folder;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is alive too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
