import type { Milliseconds } from '../model/time.ts';
import { type GapLaw, normalGaps } from './gap-law.ts';
import type { Hop } from './hop.ts';
import type { Lags } from './lags.ts';
import { powers, type ReuseChances } from './loss-share.ts';
import type { Traffic } from './traffic.ts';

/** One life of a connection whose server closes it at an age, as soon as no request is under way. */
interface Life {
  /** Requests after the first up to that age, on average. */
  readonly reuses: number;
  /** The chance that the next one comes when it is closed and the client does not know. */
  readonly meets: number;
}

/** Deviations beyond which a normal distribution holds nothing that shows. */
const FAR = 9;

/**
 * The share of requests that a server loses which closes at an age without a word, between requests: once in a connection's life one can meet the close.
 * An approximation where connections end otherwise too, or gaps are as a log has them.
 * @param busyMs Mean time from the start of a request until its answer.
 * @param pools Over how many pools requests are spread at random.
 */
export function ageLimitShare(traffic: Traffic, busyMs: Milliseconds, pools: number, law: GapLaw, chances: ReuseChances, hop: Hop, lags: Lags): number {
  const { serverMaxAgeMs: ageMs } = hop;
  if (ageMs === undefined) return 0;
  const windowMs = hop.rttMs + lags.noticeMs;
  const { reuses, meets } =
    traffic.kind === 'periodic'
      ? periodicLife(traffic, { ageMs, busyMs, pools, windowMs, rttMs: hop.rttMs, atOnce: law.within(-1, lags.noticeMs) })
      : randomLife(perConnection(traffic, busyMs, pools), ageMs, windowMs);
  const { clientMaxRequests = Number.POSITIVE_INFINITY } = hop;
  if (clientMaxRequests <= reuses) return 0;
  const again = Math.max(0, 1 - chances.lost - chances.gone);
  const losses = again ** reuses * meets;
  // A lost request is none of those that the connection served; random ones that overlap make up for it on others.
  return losses / (powers(again, 1 + reuses) + (traffic.kind === 'periodic' ? losses : 0));
}

/** Requests per millisecond on one connection. */
function perConnection(traffic: Exclude<Traffic, { readonly kind: 'periodic' }>, busyMs: Milliseconds, pools: number): number {
  if (traffic.kind === 'random') return traffic.perSecond / 1_000 / pools;
  const [count, total] = traffic.gaps.reduce(([n, ms], bin) => [n + bin.count, ms + (bin.count * (bin.from + bin.to + 1)) / 2], [0, 0]);
  return count === 0 ? 0 : 1 / (total / count + busyMs);
}

/** Requests that overlap share the close among several connections, so that their chances add up: no saturation but at certainty. */
function randomLife(perMs: number, ageMs: Milliseconds, windowMs: Milliseconds): Life {
  return { reuses: perMs * ageMs, meets: Math.min(1, perMs * windowMs) };
}

interface PeriodicTerms {
  readonly ageMs: Milliseconds;
  readonly busyMs: Milliseconds;
  readonly pools: number;
  readonly windowMs: Milliseconds;
  readonly rttMs: Milliseconds;
  /** The chance of a gap so short that the close which follows an answer meets it. */
  readonly atOnce: number;
}

/**
 * The caller that opened the connection comes again at every multiple of its period, so the age meets the same point of the period in every life; only
 * jitter, which adds up, blurs that. A pool of several gets each of these requests by chance.
 */
function periodicLife({ periodMs, jitterMs }: Traffic & { readonly kind: 'periodic' }, terms: PeriodicTerms): Life {
  const { ageMs, busyMs, pools, windowMs, rttMs, atOnce } = terms;
  const arrivals = expectedArrivals(periodMs, jitterMs, ageMs);
  // A request under way at that age delays the close to its answer: then only the gap behind it counts.
  const quietMs = periodMs - busyMs + rttMs;
  const whileIdle = arrivals(ageMs, ageMs + Math.min(windowMs, quietMs));
  const whileBusy = quietMs < periodMs ? arrivals(ageMs + quietMs, ageMs + periodMs) * atOnce : 0;
  const met = whileIdle + whileBusy;
  return { reuses: arrivals(0, ageMs) / pools, meets: met <= 1 ? met / pools : 1 - (1 - 1 / pools) ** met };
}

/** How many requests come `from < t <= to` after one of them, near an age or from 0 to it. */
function expectedArrivals(periodMs: Milliseconds, jitterMs: Milliseconds, ageMs: Milliseconds): (from: Milliseconds, to: Milliseconds) => number {
  const periods = ageMs / periodMs;
  // Deviations as wide as the period leave nothing of it (renewal theory: the count lags the age by half a period, less what jitter adds).
  if (jitterMs * Math.sqrt(periods) > periodMs) return (from, to) => (to - from) / periodMs - (from === 0 ? (1 - (jitterMs / periodMs) ** 2) / 2 : 0);
  return (from, to) => {
    const far = (FAR * jitterMs * Math.sqrt(Math.max(1, periods + 2))) / periodMs + 2;
    const first = Math.max(1, Math.floor(from / periodMs - far));
    // Up to here all lie within the span.
    const sure = from === 0 ? Math.max(0, Math.floor(to / periodMs - far)) : 0;
    let total = sure;
    for (let nth = Math.max(first, sure + 1); nth <= to / periodMs + far; nth += 1)
      total += normalGaps(nth * periodMs, jitterMs * Math.sqrt(nth)).within(from, to);
    return total;
  };
}
