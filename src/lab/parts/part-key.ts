import { createHash } from 'node:crypto';
import type { Part } from './part.ts';

/** Raised when set-up itself does something else with the same definition. */
const format = 1;

/**
 * Names one state of a part: version and a hash of everything that decides what it becomes, that is its definition, its data files
 * (path → text) and the platform. Go's own version is left out: a newer compiler is no reason to build for ten minutes.
 */
export function partKey(part: Part, data: Readonly<Record<string, string>>, platform: string): string {
  const hash = createHash('sha256');
  const { id, version, recipe, programs, files } = part;
  hash.update(JSON.stringify([format, platform, id, version, recipe, programs, files]));
  for (const [name, text] of Object.entries(data).toSorted(([a], [b]) => (a < b ? -1 : 1))) hash.update(JSON.stringify([name, text]));
  return `${version}-${hash.digest('hex').slice(0, 12)}`;
}
