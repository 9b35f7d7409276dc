import type { Milliseconds } from '../../model/time.ts';
import { keepAliveEntries } from './entries.ts';
import type { Side } from './entry.ts';

/**
 * Every idle limit that some known server has by default, shortest first, with the servers that have it: what an estimate out of logs may be
 * taken for when its interval allows. A server that closes a fixed time after its limit stands under both. Servers that close after each
 * response, or never, have no limit and are not here.
 */
export const knownIdleLimits: readonly { readonly idleMs: Milliseconds; readonly names: readonly string[] }[] = [
  ...Map.groupBy(
    keepAliveEntries.flatMap(({ name, server }) => (server === undefined ? [] : limitsOf(server).map((idleMs) => ({ idleMs, name })))),
    ({ idleMs }) => idleMs,
  ),
]
  .map(([idleMs, servers]) => ({ idleMs, names: [...new Set(servers.map(({ name }) => name))] }))
  .toSorted((a, b) => a.idleMs - b.idleMs);

function limitsOf({ idle, shipped, closesLater = 0 }: Side): readonly Milliseconds[] {
  const limits = idle.flatMap(({ value }) => (typeof value === 'number' ? [value, value + closesLater] : []));
  return shipped === undefined ? limits : [...limits, shipped.value];
}
