import type { ExposedHop } from '../facts/exposed-hops.ts';
import type { NamedCause } from '../model/fix.ts';
import type { Milliseconds } from '../model/time.ts';
import { safeClientIdle } from '../race/safe-limit.ts';

/** The hop on which the named cause lost connections, with both limits known, and what the sending side's limit has to be. */
export interface RaceHop {
  readonly hop: ExposedHop & { readonly server: NonNullable<ExposedHop['server']> };
  /** The longest idle limit that is safe for the sending side; absent: the receiving side's leaves no room for any. */
  readonly clientMs?: Milliseconds;
}

export function raceHopOf(hops: readonly ExposedHop[], { incident, ranked }: NamedCause): RaceHop | undefined {
  const own = hops.filter((hop) => hop.incident === incident.id);
  const found = own.find(({ hop }) => hop === ranked.hop) ?? (own.length === 1 ? own[0] : undefined);
  if (found?.server === undefined) return undefined;
  const clientMs = safeClientIdle(found.server.value);
  return { hop: { ...found, server: found.server }, ...(clientMs === undefined ? {} : { clientMs }) };
}
