import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { LabCache } from './cache.ts';
import { link } from './store.ts';
import { isExecutable } from './system-programs.ts';

/** Programs that cannot be built here; a user who has them gives their paths, and they are used in place of the stand-in. */
export const userPrograms = ['vminsert', 'vmstorage', 'vmselect'] as const;

export type UserProgram = (typeof userPrograms)[number];

/** Paths given by options, else by environment (`WHY503_VMINSERT`, …). */
export function givenPrograms(
  options: { readonly [name in UserProgram]?: string },
  env: Readonly<Record<string, string | undefined>>,
): readonly (readonly [UserProgram, string])[] {
  return userPrograms.flatMap((name) => {
    const path = options[name] ?? env[`WHY503_${name.toUpperCase()}`];
    return path === undefined || path === '' ? [] : [[name, resolve(path)] as const];
  });
}

/** Remembers a program as a link in the cache's `bin/`; false when it is no executable file. */
export function rememberProgram(cache: LabCache, name: UserProgram, path: string): boolean {
  if (!isExecutable(path)) return false;
  link(cache, name, realpathSync(path));
  return true;
}

/** Where a remembered program is; absent also when the user's file is gone. */
export function rememberedProgram(cache: LabCache, name: UserProgram): string | undefined {
  const path = join(cache.bin, name);
  return existsSync(path) && isExecutable(path) ? realpathSync(path) : undefined;
}
