import { keepAliveEntries } from './entries.ts';
import type { KeepAliveEntry } from './entry.ts';

/** What a name stands for. */
export interface FoundEntries {
  /** The entries of that name, servers first. */
  readonly entries: readonly KeepAliveEntry[];
  /** Others whose names have the same words. */
  readonly related: readonly KeepAliveEntry[];
}

/** Every entry, servers first, then proxies, devices and clients. */
export function allEntries(): readonly KeepAliveEntry[] {
  return ordered(keepAliveEntries);
}

/**
 * The entries that are called so, of those that `isAsked`: the one of that id, else all with such an alias, image, command or client name,
 * else all in whose names the words stand.
 */
export function findEntries(name: string, isAsked: (entry: KeepAliveEntry) => boolean = () => true): FoundEntries {
  const wanted = normal(name);
  const words = wanted.split(' ');
  if (wanted === '') return { entries: [], related: [] };
  const asked = keepAliveEntries.filter(isAsked);
  const byId = asked.filter(({ id }) => normal(id) === wanted);
  const byKey = asked.filter((entry) => keysOf(entry).some((key) => normal(key) === wanted));
  const byWords = asked.filter((entry) => {
    const known = new Set([entry.name, ...keysOf(entry)].flatMap((key) => normal(key).split(' ')));
    return words.every((word) => known.has(word));
  });
  const entries = [byId, byKey, byWords].find((found) => found.length > 0) ?? [];
  const others = [...new Set([...byKey, ...byWords])].filter((entry) => !entries.includes(entry));
  return { entries: ordered(entries), related: ordered(others) };
}

/** Names that a mistyped one may have been meant for, nearest first, at most 5. */
export function nearestNames(name: string): readonly string[] {
  const wanted = normal(name).slice(0, 40);
  const distances = keepAliveEntries.flatMap((entry) => keysOf(entry).map((key) => ({ id: entry.id, key, distance: distance(wanted, normal(key)) })));
  const near = distances.filter((each) => each.distance <= Math.max(1, Math.floor(wanted.length / 3))).toSorted((a, b) => a.distance - b.distance);
  const bestOfEach = [...Map.groupBy(near, ({ id }) => id).values()].flatMap(([best]) => best?.key ?? []);
  return [...new Set(bestOfEach)].slice(0, 5);
}

const roles: readonly KeepAliveEntry['role'][] = ['server', 'proxy', 'load-balancer', 'nat', 'client'];

function ordered(entries: readonly KeepAliveEntry[]): readonly KeepAliveEntry[] {
  return entries.toSorted((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role));
}

function keysOf({ id, aliases = [], recognise = {} }: KeepAliveEntry): readonly string[] {
  return [id, ...aliases, ...(recognise.images ?? []), ...(recognise.commands ?? []), ...(recognise.clients ?? [])];
}

/** `Node.js` is `node js`. */
function normal(name: string): string {
  return name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join(' ');
}

/** Levenshtein's distance of two short words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
