import type { Milliseconds } from '../model/time.ts';
import { envoyServerLimits } from './safe-limit.ts';

/** Two ends of connections and what limits them; an absent limit does not exist. */
export interface Hop {
  readonly name: string;
  /** When the server really closes an idle connection: timers and reapers make it a range. */
  readonly serverIdle?: { readonly minMs: Milliseconds; readonly maxMs: Milliseconds };
  /** The server is an Envoy that reads HTTP/1.1, with this idle timeout. Instead of `serverIdle`. */
  readonly envoyServerIdleMs?: Milliseconds;
  readonly clientIdleMs?: Milliseconds;
  readonly clientMaxRequests?: number;
  /** Unannounced limits of the server; announced ones lose nothing. */
  readonly serverMaxRequests?: number;
  readonly serverMaxAgeMs?: Milliseconds;
  readonly rttMs: Milliseconds;
}

/** When the server closes an idle connection, and for how long before it does not answer any more. */
export function serverCloses(hop: Hop): { readonly minMs: Milliseconds; readonly maxMs: Milliseconds; readonly deafMs: Milliseconds } | undefined {
  if (hop.envoyServerIdleMs !== undefined) {
    const { safeMs, closesMs } = envoyServerLimits(hop.envoyServerIdleMs);
    return { minMs: closesMs, maxMs: closesMs, deafMs: closesMs - safeMs };
  }
  return hop.serverIdle === undefined ? undefined : { ...hop.serverIdle, deafMs: 0 };
}
