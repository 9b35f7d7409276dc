import type { AccessRow } from '../../formats/access-log/row.ts';
import type { EpochMs, Milliseconds } from '../../model/time.ts';

/** What the model of the keep-alive race expects of the requests in an access log. */
export interface PredictedShare {
  /** Share of failing requests on a quiet machine … */
  readonly low: number;
  /** … and on a contended one. */
  readonly high: number;
  /** Requests of the log. */
  readonly requests: number;
  /** Those among them that came on a connection used before. */
  readonly reuses: number;
}

/** How much earlier and later than the server's limit a request is lost. */
interface Window {
  readonly before: Milliseconds;
  readonly after: Milliseconds;
}

/**
 * Proxy and server on one host, so that no time passes on the way. Measured with Envoy 1.40 and Go's server: an effective width of 0.9 ms when quiet,
 * 5 to 10 ms when the processors are contended, more of it after the limit (late timers, late handling of the FIN) than before.
 */
const quiet: Window = { before: 0.25, after: 0.65 };
const contended: Window = { before: 2, after: 8 };

/** Start and duration are written in whole milliseconds, cut off: the true gap is up to 2 ms shorter or 1 ms longer than the read one. */
const cutOff = { shorter: 2, longer: 1 } as const;

/**
 * The share of requests whose connection had been quiet for as long as the server keeps one (`limitMs`): `p = F(S + W2) - F(S - W1)`.
 * `rows` are those of one hop, as its sending proxy wrote them, in any order. Undefined without requests.
 */
export function predictedShare(rows: readonly AccessRow[], limitMs: Milliseconds): PredictedShare | undefined {
  const requests = rows.filter(({ method }) => method !== undefined).length;
  if (requests === 0) return undefined;
  const gaps = reuseGaps(rows);
  const share = (window: Window): number => gaps.reduce((sum, gap) => sum + chanceInside(gap, limitMs, window), 0) / requests;
  return { low: share(quiet), high: share(contended), requests, reuses: gaps.length };
}

/** How long each reused connection had been quiet: from the end of its previous answer to the start of the request. */
export function reuseGaps(rows: readonly AccessRow[]): readonly Milliseconds[] {
  const ends = new Map<string, EpochMs>();
  const gaps: Milliseconds[] = [];
  for (const row of rows.toSorted((a, b) => a.start - b.start)) {
    const { upstreamCluster = '', upstreamHost, upstreamLocal, start, durationMs = 0, flags } = row;
    if (upstreamHost === undefined || upstreamLocal === undefined) continue;
    // The upstream's address too: within each pod, an inbound row's own address is 127.0.0.6.
    const connection = `${upstreamCluster} ${upstreamHost} ${upstreamLocal}`;
    const end = ends.get(connection);
    if (end !== undefined && start >= end) gaps.push(start - end);
    // After a reset, the same port is another connection.
    if (flags.includes('UC')) ends.delete(connection);
    else ends.set(connection, start + durationMs);
  }
  return gaps;
}

/** How much of the span in which the true gap lies is inside the window. */
function chanceInside(gap: Milliseconds, limitMs: Milliseconds, { before, after }: Window): number {
  const from = Math.max(gap - cutOff.shorter, limitMs - before);
  const to = Math.min(gap + cutOff.longer, limitMs + after);
  return Math.max(0, to - from) / (cutOff.shorter + cutOff.longer);
}
