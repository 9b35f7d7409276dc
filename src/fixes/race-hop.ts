import type { ExposedHop } from '../facts/exposed-hops.ts';
import { someRowsOf } from '../facts/incident-rows.ts';
import type { ResetInference } from '../facts/reset-inference.ts';
import type { Traced } from '../model/evidence.ts';
import type { Manifest, NamedCause } from '../model/fix.ts';
import type { Milliseconds } from '../model/time.ts';
import { safeClientIdle } from '../race/safe-limit.ts';
import { protoDuration } from './durations.ts';

/** The hop on which the named cause lost connections, with both limits known, and what the sending side's limit has to be. */
export interface RaceHop {
  readonly hop: ExposedHop & { readonly server: NonNullable<ExposedHop['server']> };
  /** The longest idle limit that is safe for the sending side; absent: the receiving side's leaves no room for any. */
  readonly clientMs?: Milliseconds;
  /** The setting of the sending side's pool (`connectionPool.http`) that makes it safe. */
  readonly http: Manifest;
}

/** `inferences`: what the rows before resets say; where they tell of a limit, it goes before a documented default that they contradict. */
export function raceHopOf(hops: readonly ExposedHop[], { incident, ranked }: NamedCause, inferences: readonly ResetInference[] = []): RaceHop | undefined {
  const own = hops.filter((hop) => hop.incident === incident.id);
  const found = own.find(({ hop }) => hop === ranked.hop) ?? (own.length === 1 ? own[0] : undefined);
  if (found === undefined) return undefined;
  const inferred = inferredLimit(inferences.find((each) => each.incidentId === incident.id && each.hop === found.hop));
  const server = inferred !== undefined && (found.server === undefined || inferred.value < 0.9 * found.server.value) ? inferred : found.server;
  if (server === undefined) return undefined;
  const clientMs = safeClientIdle(server.value);
  return {
    hop: { ...found, server },
    ...(clientMs === undefined ? {} : { clientMs }),
    http: clientMs === undefined ? { maxRequestsPerConnection: 1 } : { idleTimeout: protoDuration(clientMs) },
  };
}

/** The lowest limit that the resets allow. */
function inferredLimit(found: ResetInference | undefined): Traced<Milliseconds> | undefined {
  const { verdict, mechanism, idleLimit } = found?.inference ?? {};
  if (found === undefined || mechanism !== 'idle-limit' || idleLimit?.shape !== 'race' || (verdict !== 'named' && verdict !== 'likely')) return undefined;
  return { value: idleLimit.from, from: someRowsOf(found.race.incident, found.fitting, 3) };
}
