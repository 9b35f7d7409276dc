import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

/** Removes a group and those below it, as far as they have no processes. */
export function removeTree(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) removeTree(join(folder, entry.name));
  removeGroup(folder);
}

/** Processes, as this process numbers them, of a group and those below it. */
export function processesBelow(folder: string): readonly number[] {
  if (!existsSync(folder)) return [];
  const below = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? processesBelow(join(folder, entry.name)) : []));
  const own = readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n').map(Number);
  return [...below, ...own].filter((pid) => pid > 0);
}

/** Removes a group; false where it is in use. */
export function removeGroup(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
