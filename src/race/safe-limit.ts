import type { Milliseconds } from '../model/time.ts';

/** How a client can be sure to close first. */
export type SafeLimit =
  /** Its idle limit, at most. */
  | { readonly kind: 'client-idle'; readonly atMostMs: Milliseconds }
  /** The server's limit leaves no room for a margin: raise it, or let each connection carry one request. */
  | { readonly kind: 'raise-server'; readonly serverMinMs: Milliseconds };

const LEAST_MARGIN_MS = 1_000;
const MOST_MARGIN_MS = 300_000;
const SHARE = 0.1;
const NO_ROOM_MS = 2_000;

/**
 * The margin must exceed the longest stall of an event loop or CPU quota, not only a round trip: a second, or a tenth of long limits.
 * @param serverMinMs The earliest moment at which the server closes an idle connection, of all hosts and versions.
 */
export function safeClientIdle(serverMinMs: Milliseconds): SafeLimit {
  if (serverMinMs <= NO_ROOM_MS) return { kind: 'raise-server', serverMinMs };
  return { kind: 'client-idle', atMostMs: Math.floor(serverMinMs - Math.max(LEAST_MARGIN_MS, SHARE * serverMinMs)) };
}

/** The least limit of a server that is safe for a client which keeps connections for `clientIdleMs`; 5 min are margin enough for long ones. */
export function safeServerIdle(clientIdleMs: Milliseconds): Milliseconds {
  return clientIdleMs + Math.max(LEAST_MARGIN_MS, Math.min(MOST_MARGIN_MS, Math.ceil((clientIdleMs * SHARE) / (1 - SHARE))));
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
