import type { Milliseconds } from '../model/time.ts';

/**
 * One pool of upstream connections and all that can end them, as `simulatePool` plays it. An absent limit does not exist. Times of the network and of
 * event loops are parameters, so that a case can be computed by hand.
 */
export interface PoolSetup {
  readonly server: ServerBehaviour;
  readonly client: ClientBehaviour;
  /** From one end to the other; 0 if absent. */
  readonly oneWayMs?: Milliseconds;
  /** What lies between forgets a connection that was quiet for so long, and tells nobody. */
  readonly middleboxIdleMs?: Milliseconds;
  /** Worker threads of the client, each with a pool of its own; a request comes to any of them. 1 if absent. */
  readonly workers?: number;
  /** Upstream hosts; a request goes to any of them. 1 if absent. */
  readonly hosts?: number;
}

export interface ServerBehaviour {
  readonly idle?: ServerIdle;
  /** Envoy as the server of HTTP/1.1: see `EnvoyServerIdle`. */
  readonly envoyIdle?: EnvoyServerIdle;
  /** Bytes that arrive so shortly before the close are no longer read; 0 if absent. */
  readonly decisionMs?: Milliseconds;
  /** Closes after so many requests. Announced: by `Connection: close` in the last answer. */
  readonly requests?: { readonly limit: number; readonly announced: boolean };
  /** Closes a connection of this age. `waits`: never in the middle of a request. */
  readonly age?: { readonly limitMs: Milliseconds; readonly announced: boolean; readonly waits: boolean };
  /** Ascending. Every connection dies; while down, new ones are refused. Without a host: all of them. */
  readonly crashes?: readonly Crash[];
  /** Chance that a new connection is accepted and closed before its first request is read. */
  readonly acceptThenClose?: number;
  /** Chance that a request is reset for no reason of this list. */
  readonly randomReset?: number;
  /** More requests than these under way at one host: the one too many is reset. */
  readonly overloadAbove?: number;
}

/** The server's timer runs from the last byte of its answer. */
export interface ServerIdle {
  readonly limitMs: Milliseconds;
  /** The close comes up to so much later, all delays equally likely. */
  readonly spreadMs?: Milliseconds;
  /** Looks for idle connections at multiples of this time only, as reapers do. */
  readonly tickMs?: Milliseconds;
}

/**
 * HTTP/1.1 downstream of Envoy (measured on 1.40.0; conn_manager_impl.cc, connection_impl.cc): after `idleMs` it drains for `drainMs`, in which answers
 * carry `Connection: close`; then for `closeMs` it reads, answers nothing and has not closed; then it closes.
 */
export interface EnvoyServerIdle {
  readonly idleMs: Milliseconds;
  readonly drainMs: Milliseconds;
  readonly closeMs: Milliseconds;
}

export interface ClientBehaviour {
  /** Closes a connection that it has not used for so long. */
  readonly idleMs?: Milliseconds;
  /** That close comes up to so much later, all delays equally likely. */
  readonly latenessMs?: Milliseconds;
  /** From the arrival of a FIN until the connection is no longer given to requests; 0 if absent. */
  readonly noticeMs?: Milliseconds;
  readonly maxRequests?: number;
  /** Attempts after the first, after a reset or a refusal; 0 if absent. */
  readonly retries?: number;
  /** How long an answer is awaited; 15 s (Envoy's default for routes) if absent. */
  readonly timeoutMs?: Milliseconds;
}

export interface Crash {
  readonly at: Milliseconds;
  readonly downMs: Milliseconds;
  readonly host?: number;
}
