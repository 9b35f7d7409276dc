import type { Milliseconds } from '../model/time.ts';

const LEAST_MARGIN_MS = 1_000;
const MOST_MARGIN_MS = 300_000;
const SHARE = 0.1;
const NO_ROOM_MS = 2_000;
const STEP_MS = 100;

/**
 * The longest idle limit that a client may have, so that it closes first: the margin must exceed the longest stall of an event loop or CPU quota, not
 * only a round trip, so it is a second, or a tenth of long limits. In whole tenths of a second. Undefined up to 2 s, where no room is left for a margin:
 * the server's limit has to be raised, or each connection to carry one request.
 * @param serverMinMs The earliest moment at which the server closes an idle connection, of all hosts and versions.
 */
export function safeClientIdle(serverMinMs: Milliseconds): Milliseconds | undefined {
  return serverMinMs <= NO_ROOM_MS ? undefined : Math.floor((serverMinMs - Math.max(LEAST_MARGIN_MS, SHARE * serverMinMs)) / STEP_MS) * STEP_MS;
}

/** The least limit of a server, in whole seconds, that is safe for a client which keeps connections for `clientIdleMs`; 5 min are margin enough for long ones. */
export function safeServerIdle(clientIdleMs: Milliseconds): Milliseconds {
  const margin = Math.max(LEAST_MARGIN_MS, Math.min(MOST_MARGIN_MS, (clientIdleMs * SHARE) / (1 - SHARE)));
  return Math.ceil((clientIdleMs + margin) / 1_000) * 1_000;
}

/** Defaults of Envoy's HTTP connection manager (http_connection_manager.proto): drain_timeout and delayed_close_timeout. */
export const envoyDrain: { readonly drainMs: Milliseconds; readonly closeMs: Milliseconds } = { drainMs: 5_000, closeMs: 1_000 };

/**
 * The limits of Envoy as an HTTP/1.1 server with this idle timeout: harmless until `safeMs` (it announces the close from its limit on), then deaf until it
 * closes at `closesMs` (measured on 1.40.0; HTTP/2 loses nothing).
 */
export function envoyServerLimits(
  idleMs: Milliseconds,
  { drainMs, closeMs }: typeof envoyDrain = envoyDrain,
): { readonly safeMs: Milliseconds; readonly closesMs: Milliseconds } {
  return { safeMs: idleMs + drainMs, closesMs: idleMs + drainMs + closeMs };
}
