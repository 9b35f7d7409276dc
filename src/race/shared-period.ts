import type { Milliseconds } from '../model/time.ts';
import { type GapLaw, normalGaps } from './gap-law.ts';

/** Deviations beyond which a normal distribution holds nothing that shows. */
const FAR = 9;

/**
 * A periodic caller whose requests go to one of `pools` pools (workers times hosts) at random: a pool was quiet for one period, or for two with a chance
 * of one less, and so on; deviations add up as squares.
 */
export function sharedPeriodicGaps(periodMs: Milliseconds, jitterMs: Milliseconds, busyMs: Milliseconds, pools: number): GapLaw {
  if (pools === 1) return normalGaps(periodMs - busyMs, jitterMs);
  const missed = Math.log1p(-1 / pools);
  const spread = (periods: number): number => (FAR * jitterMs * Math.sqrt(Math.max(1, periods))) / periodMs + 2;
  /** Only so many periods can make such a gap: between the two all are looked at, so that millions of short periods cost nothing. */
  const sum = (from: Milliseconds, to: Milliseconds, of: (law: GapLaw) => number): number => {
    const [first, last] = [(from + busyMs) / periodMs, (to + busyMs) / periodMs];
    let total = 0;
    for (let periods = Math.max(1, Math.floor(first - spread(first))); periods <= last + spread(last); periods += 1)
      total += (Math.exp((periods - 1) * missed) / pools) * of(normalGaps(periods * periodMs - busyMs, jitterMs * Math.sqrt(periods)));
    return total;
  };
  const beyond = (from: Milliseconds): number => {
    const last = (from + busyMs) / periodMs;
    const later = Math.max(0, Math.floor(last + spread(last)));
    return sum(from, from, (law) => law.beyond(from)) + Math.exp(later * missed);
  };
  const within = (from: Milliseconds, to: Milliseconds): number => {
    if (to <= from) return 0;
    return Number.isFinite(to) ? sum(from, to, (law) => law.within(from, to)) : beyond(from);
  };
  return { within, beyond };
}
