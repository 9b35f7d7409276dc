import type { GapLaw } from './gap-law.ts';
import { gapOutcomes } from './gap-outcomes.ts';
import type { Hop } from './hop.ts';
import type { Lags } from './lags.ts';

/** Chances of one attempt to reuse an idle connection. */
export interface ReuseChances {
  /** It is just being closed: the request is lost. */
  readonly lost: number;
  /** It was closed, and that is known: a new one is opened. */
  readonly gone: number;
}

export function reuseChances(law: GapLaw, hop: Hop, lags: Lags): ReuseChances {
  const outcomes = gapOutcomes(hop, lags);
  const lost = clamped(outcomes.lost.reduce((sum, { fromMs, toMs, weight }) => sum + weight * law.within(fromMs, toMs), 0));
  const gone = clamped(outcomes.gone.reduce((sum, { afterMs, weight }) => sum + weight * law.beyond(afterMs), 0));
  return { lost, gone: Math.min(1 - lost, gone) };
}

/**
 * Which share of all requests is lost in the long run. A request that finds an idle connection is lost by its chance; the next one after a loss opens a
 * new connection, and so does one after the last request that the client allows. Without a limit and with equal chances that is p / (1 + p). Exact for a pool
 * of one connection.
 * @param afterNew Chances of a connection's second request: to open it took a round trip, so the first was answered later.
 */
export function idleLossShare(afterNew: ReuseChances, later: ReuseChances, maxRequests: number = Number.POSITIVE_INFINITY): number {
  if (maxRequests <= 1) return 0;
  const second = 1 - afterNew.lost - afterNew.gone;
  const again = 1 - later.lost - later.gone;
  const served = 1 + second * powers(again, maxRequests - 1);
  const losses = afterNew.lost + second * later.lost * powers(again, maxRequests - 2);
  // Connections that never end are lost by nobody.
  return losses === 0 || served === Number.POSITIVE_INFINITY ? 0 : losses / (served + losses);
}

/** 1 + x + x^2 + ... of so many terms. */
export function powers(base: number, terms: number): number {
  return base >= 1 ? terms : (1 - base ** terms) / (1 - base);
}

/** A server that closes after so many requests without a word: who comes before the FIN is handled is lost. */
export function requestLimitShare(law: GapLaw, { lost, gone }: ReuseChances, hop: Hop, lags: Lags): number {
  const { serverMaxRequests: limit, clientMaxRequests = Number.POSITIVE_INFINITY } = hop;
  if (limit === undefined || clientMaxRequests <= limit) return 0;
  const again = Math.max(0, 1 - lost - gone);
  const served = powers(again, limit);
  const losses = again ** (limit - 1) * clamped(law.within(-1, lags.noticeMs));
  return losses / (served + losses);
}

function clamped(chance: number): number {
  return Math.min(1, Math.max(0, chance));
}
