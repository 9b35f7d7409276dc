import type { Milliseconds } from '../model/time.ts';
import { type Hop, serverCloses } from './hop.ts';
import type { Lags } from './lags.ts';

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

/** Whether some quiet time at all would be lost. */
export function canLose(hop: Hop, lags: Lags): boolean {
  return hop.clientMaxRequests !== 1 && gapOutcomes(hop, lags).lost.length > 0;
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
