import type { Milliseconds } from '../../model/time.ts';

/**
 * The idle limit that the sending side of a hop may have at most, for one of the receiving side: that less 10 %, and less 1 s at least, so
 * that a stall of either event loop does not turn the order round (measured on Envoy 1.40). Undefined up to 2 s: no margin is left.
 */
export function safeClientIdle(server: Milliseconds): Milliseconds | undefined {
  return server <= 2_000 ? undefined : server - Math.max(1_000, server / 10);
}

/** The idle limit that the receiving side needs at least, for one of the sending side, in whole seconds: the same margin from the other end. */
export function safeServerIdle(client: Milliseconds): Milliseconds {
  return Math.ceil(Math.max(client + 1_000, client / 0.9) / 1_000) * 1_000;
}
