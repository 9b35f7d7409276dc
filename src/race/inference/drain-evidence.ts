import type { Milliseconds } from '../../model/time.ts';
import type { PoolObservations, Reset } from '../observations.ts';
import { raceMs } from '../row-tolerances.ts';
import { type Band, bandAt, type LimitEvidence, spread, upTo } from './limit-evidence.ts';
import { type BandWidth, cellsNear, type LimitRange, massOf } from './limit-grid.ts';
import { logSum } from './log-beta.ts';
import { logLikelihoodOf, type RegionPriors } from './regions.ts';

/** An Envoy that serves HTTP/1.1 reads no more during its delayed close, 1 s by default (Envoy 1.36, conn_manager_impl.cc:742-793). */
export const delayedCloseMs: Milliseconds = 1_000;
/** Its drain time-out and the delayed close, so it closes no sooner. */
const leastClosing: Milliseconds = 6_000;
/** How far the moments of closing, counted from the last answer, may lie apart: timers and rounding. */
const sharpness: Milliseconds = 60;
const steps: BandWidth = { least: 3 * sharpness, share: 0 };
/** Envoy's idle time-outs are what somebody set, or an hour. */
const range: LimitRange = { least: leastClosing, greatest: 4_000_000, known: [] };

/**
 * How well the last second of an Envoy's closing explains the resets: sent within that second, each waits for its end, so that quiet time and duration
 * add up to one number for all of them.
 */
export function drainEvidence(observations: PoolObservations, priors: RegionPriors): LimitEvidence {
  const { resets, survivors } = observations;
  const timed = resets.flatMap((reset) => {
    const closing = closingOf(reset);
    return closing === undefined ? [] : [{ closing, gap: reset.gapMs ?? 0, isSlow: reset.durationMs > raceMs }];
  });
  if (!timed.some(({ isSlow }) => isSlow)) return { logLikelihood: Number.NEGATIVE_INFINITY };
  const ordered = timed.toSorted((a, b) => a.closing - b.closing);
  const closings = ordered.map(({ closing }) => closing);
  const terms: number[] = [];
  let best: Band | undefined;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const cell of cellsNear(spread(closings), steps)) {
    const mass = massOf(cell, range);
    const closing = cell.limit;
    if (mass === 0) continue;
    const fitting = ordered.slice(upTo(closings, closing - sharpness - 1), upTo(closings, closing + sharpness));
    if (!fitting.some(({ isSlow }) => isSlow)) continue;
    const gaps = fitting.map(({ gap }) => gap).toSorted((a, b) => a - b);
    const band = bandAt(closing - delayedCloseMs - sharpness, closing + sharpness, gaps, survivors.gaps);
    const term = logLikelihoodOf(observations, band.inside, band.beyond, priors) + Math.log(mass);
    terms.push(term);
    if (term <= greatest) continue;
    greatest = term;
    best = { ...band, to: closing };
  }
  return { logLikelihood: logSum(terms), ...(best === undefined ? {} : { best }) };
}

/** True for a reset that came when the server closed, `closing` after the last answer. */
export function endsAt(reset: Reset, closing: Milliseconds): boolean {
  const own = closingOf(reset);
  return own !== undefined && Math.abs(own - closing) <= sharpness;
}

function closingOf({ gapMs, durationMs, ordinal }: Reset): Milliseconds | undefined {
  return gapMs === undefined || ordinal < 2 || durationMs > delayedCloseMs + raceMs ? undefined : gapMs + durationMs;
}
