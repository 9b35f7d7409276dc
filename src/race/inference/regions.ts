import type { PoolObservations } from '../observations.ts';
import { type BetaPrior, logBetaBinomial, logSum } from './log-beta.ts';

/** Rows of one part of the log: all of them and those that were reset. */
export interface Count {
  readonly total: number;
  readonly resets: number;
}

/**
 * What is held of the share of resets before rows are seen: where a mechanism strikes (anything), where it lets nothing survive, and elsewhere
 * (seldom; or, one time in ten, anything: a mechanism must win by telling rows apart, not because resets are many).
 */
export interface RegionPriors {
  readonly suspect: BetaPrior;
  readonly deadly: BetaPrior;
  readonly elsewhere: BetaPrior;
}

const anything: BetaPrior = { a: 1, b: 1 };
export const regionPriors: RegionPriors = { suspect: { a: 1, b: 1 }, deadly: { a: 30, b: 1 }, elsewhere: { a: 0.5, b: 500 } };

/** The same priors with all their numbers times `factor`: held less or more firmly. For tests of how much hangs on them. */
export function scaledPriors(factor: number): RegionPriors {
  const scaled = ({ a, b }: BetaPrior): BetaPrior => ({ a: a * factor, b: b * factor });
  return { suspect: scaled(regionPriors.suspect), deadly: scaled(regionPriors.deadly), elsewhere: scaled(regionPriors.elsewhere) };
}

export const none: Count = { total: 0, resets: 0 };

/** Natural logarithm of the probability of the rows when they fall into a suspect and a deadly region and the rest. */
export function logLikelihoodOf(observations: PoolObservations, suspect: Count, deadly: Count, priors: RegionPriors): number {
  const total = Math.max(0, observations.requests - suspect.total - deadly.total);
  const resets = Math.max(0, Math.min(total, observations.resets.length - suspect.resets - deadly.resets));
  return (
    logBetaBinomial(suspect.total, suspect.resets, priors.suspect) +
    logBetaBinomial(deadly.total, deadly.resets, priors.deadly) +
    logSum([Math.log(0.9) + logBetaBinomial(total, resets, priors.elsewhere), Math.log(0.1) + logBetaBinomial(total, resets, anything)])
  );
}
