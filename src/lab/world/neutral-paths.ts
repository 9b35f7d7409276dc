import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

/** Exists on every Linux (Filesystem Hierarchy Standard 3.0), and what is in it is not the lab's business. */
const base = '/mnt';

/**
 * Shows folders at paths that say nothing about this machine or its user, because programs write their own paths into logs and metrics. Only for the mount
 * namespace that this process is in, which must be the lab's own. Gives the new path by name; folders that lie there already keep theirs.
 */
export async function neutralPaths<Name extends string>(folders: Readonly<Record<Name, string>>): Promise<Readonly<Record<Name, string>>> {
  const entries = Object.entries<string>(folders);
  if (entries.some(([, folder]) => folder.startsWith(`${base}/`))) return folders;
  await run('mount', ['-t', 'tmpfs', '-o', 'mode=0755', 'tmpfs', base]);
  for (const [name, folder] of entries) {
    mkdirSync(join(base, name));
    await run('mount', ['--bind', folder, join(base, name)]);
  }
  // The same names as those given.
  return Object.fromEntries(entries.map(([name]) => [name, join(base, name)])) as Record<Name, string>;
}
