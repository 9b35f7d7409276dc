import type { Milliseconds } from '../model/time.ts';

/** How long the machinery of both ends takes. */
export interface Lags {
  /** Server: bytes that arrive so shortly before it closes are not read any more. */
  readonly decisionMs: Milliseconds;
  /** Client: from the arrival of a FIN until the connection is no longer used. */
  readonly noticeMs: Milliseconds;
  /** Client: its own idle limit is enforced up to so late. */
  readonly latenessMs: Milliseconds;
}

/** A quiet host: losses from S - 0.25 ms on, 0.9 ms wide in effect (Envoy 1.40.0 and a Go server on one host). */
export const quietLags: Lags = { decisionMs: 0.25, noticeMs: 0.75, latenessMs: 1 };

/**
 * A host whose CPU is short: 5 to 10 ms wide (same host, load 10 to 18 on two cores). A stalled event loop sees queued requests before due timers, so the
 * client's own limit is late by the stall: up to a period of the kernel's CPU quota, 100 ms.
 */
export const throttledLags: Lags = { decisionMs: 0.25, noticeMs: 9.75, latenessMs: 100 };
