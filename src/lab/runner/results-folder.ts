import { accessSync, constants, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeFolder } from '../parts/make-folder.ts';

/** Runs whose evidence is kept in the cache. */
const kept = 10;

/** A folder of its own for the bundles of one run, in the cache; the oldest go. `name` sorts by time. */
export function resultsFolder(cache: string, name: string): string {
  const results = join(cache, 'results');
  mkdirSync(results, { recursive: true });
  for (const old of readdirSync(results)
    .toSorted()
    .slice(0, 1 - kept))
    rmSync(join(results, old), { recursive: true, force: true });
  const folder = join(results, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Makes the folder that a person named and tries whether it can be written to; throws what the system says. */
export function givenFolder(path: string): string {
  const folder = resolve(path);
  makeFolder(folder);
  accessSync(folder, constants.W_OK);
  return folder;
}
