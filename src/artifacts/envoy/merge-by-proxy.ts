import { proxyKey } from './proxy-identity.ts';
import type { ProxyRef } from './types.ts';

/** One element per proxy, in the order met; `merge` says what two readings of one proxy make. */
export function mergeByProxy<T extends ProxyRef>(readings: readonly T[], merge: (kept: T, next: T) => T): readonly T[] {
  const kept = new Map<string, T>();
  for (const next of readings) {
    const key = proxyKey(next.proxy, next.at.file);
    const earlier = kept.get(key);
    kept.set(key, earlier === undefined ? next : merge(earlier, next));
  }
  return [...kept.values()];
}
