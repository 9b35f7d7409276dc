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

/** When the server closes an idle connection, and for how long before it does not answer any more. */
export function serverCloses(hop: Hop): { readonly minMs: Milliseconds; readonly maxMs: Milliseconds; readonly deafMs: Milliseconds } | undefined {
  if (hop.envoyServerIdleMs !== undefined) {
    const { safeMs, closesMs } = envoyServerLimits(hop.envoyServerIdleMs);
    return { minMs: closesMs, maxMs: closesMs, deafMs: closesMs - safeMs };
  }
  return hop.serverIdle === undefined ? undefined : { ...hop.serverIdle, deafMs: 0 };
}

/** Gaps g with `fromMs < g <= toMs` are lost, in this share of cases. */
export interface LossWindow {
  readonly fromMs: Milliseconds;
  readonly toMs: Milliseconds;
  readonly weight: number;
}

/** What a gap's length decides. Weights of `lost` need not add up to 1: a server that closes within a range meets a given gap now and then only. */
export interface GapOutcomes {
  readonly lost: readonly LossWindow[];
  /** After a longer gap a new connection is opened. */
  readonly gone: readonly { readonly afterMs: Milliseconds; readonly weight: number }[];
}

/** Steps in which a range of delays is averaged. */
const STEPS = 32;

/**
 * The quiet times after which a request is lost, seen from the client: the server's close needs half a round trip, and so does the request. A server that
 * closes within a range blurs the window's edges to ramps: layers of windows, the lower the wider, so that no narrow distribution of gaps falls between them.
 */
export function gapOutcomes(hop: Hop, lags: Lags): GapOutcomes {
  const server = serverCloses(hop);
  const drops = clientDrops(hop, lags, server === undefined ? Number.POSITIVE_INFINITY : server.maxMs + lags.noticeMs);
  if (server === undefined) return { lost: [], gone: drops.map((afterMs) => ({ afterMs, weight: 1 / drops.length })) };
  const { minMs, maxMs, deafMs } = server;
  const before = hop.rttMs + lags.decisionMs + deafMs;
  const [start, end, range] = [minMs - before, maxMs + lags.noticeMs, maxMs - minMs];
  const ramp = Math.min(range, before + lags.noticeMs);
  // Of closes in the range so many meet a gap in the middle of it.
  const height = range === 0 ? 1 : ramp / range;
  const layers = steps(0, ramp);
  const lost = layers.flatMap((rise) =>
    drops.map((drop) => ({ fromMs: Math.max(0, start + rise), toMs: Math.min(end - rise, drop), weight: height / layers.length / drops.length })),
  );
  const closes = steps(minMs + lags.noticeMs, end);
  const gone = closes.flatMap((close) => drops.map((drop) => ({ afterMs: Math.min(close, drop), weight: 1 / closes.length / drops.length })));
  return { lost: lost.filter(({ fromMs, toMs }) => toMs > fromMs), gone };
}

/** When the client gives up a connection; never, if it has seen the server's close by then. */
function clientDrops({ clientIdleMs }: Hop, { latenessMs }: Lags, seenMs: Milliseconds): readonly Milliseconds[] {
  return clientIdleMs === undefined || clientIdleMs >= seenMs ? [Number.POSITIVE_INFINITY] : steps(clientIdleMs, clientIdleMs + latenessMs);
}

/** The middles of equal parts of a range; one value where there is no range. */
function steps(from: number, to: number): readonly number[] {
  if (to <= from) return [from];
  return Array.from({ length: STEPS }, (_, index) => from + ((index + 0.5) / STEPS) * (to - from));
}
