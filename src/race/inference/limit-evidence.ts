import type { Milliseconds } from '../../model/time.ts';
import { binOf, type Distribution, edgesOf } from '../distribution.ts';
import type { PoolObservations } from '../observations.ts';
import { type BandWidth, cellsNear, type LimitRange, massOf, widthAt } from './limit-grid.ts';
import { logSum } from './log-beta.ts';
import { type Count, logLikelihoodOf, none, type RegionPriors } from './regions.ts';

/** "Requests at `limit`, or up to `width` sooner, are lost, and nothing survives beyond": what the rows say of one such band. */
export interface Band {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
  readonly inside: Count;
  readonly beyond: Count;
}

export interface LimitEvidence {
  /** Averaged over limits and widths; -Infinity when no reset has a value. */
  readonly logLikelihood: number;
  readonly best?: Band;
}

/** What a limit on some length of time (quiet, age) may look like before rows are seen. */
export interface LimitPrior extends LimitRange {
  /** How wide the band of losses may be, each as probable as the other. */
  readonly widths: readonly BandWidth[];
}

export const idlePrior: Omit<LimitPrior, 'known'> = {
  widths: [
    { least: 4, share: 0 },
    { least: 20, share: 0 },
    { least: 100, share: 0.005 },
    { least: 300, share: 0.03 },
  ],
  // no server that is known closes idle connections sooner than after 1 to 2 s (gunicorn 2 s; knowledge/keepalive); half of that is far enough
  least: 500,
  greatest: 4_000_000,
};
export const agePrior: LimitPrior = {
  widths: [
    { least: 20, share: 0 },
    { least: 300, share: 0.01 },
    { least: 50, share: 0.05 },
  ],
  least: 1_000,
  greatest: 40_000_000,
  known: [30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000],
};

const mostCandidates = 400;

/** How well a limit on `values` (of resets, ascending; `survivors` of all others) explains which requests were reset. */
export function limitEvidence(
  observations: PoolObservations,
  values: readonly Milliseconds[],
  survivors: Distribution,
  prior: LimitPrior,
  priors: RegionPriors,
): LimitEvidence {
  const candidates = spread(values.filter((value) => value > 0));
  const terms: number[] = [];
  let best: Band | undefined;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const width of prior.widths) {
    for (const cell of cellsNear(candidates, width)) {
      const mass = massOf(cell, prior);
      const reach = widthAt(width, cell.limit);
      const band = bandAt(cell.limit - reach, cell.limit + reach / 3, values, survivors);
      if (mass === 0 || band.inside.resets === 0) continue;
      const term = logLikelihoodOf(observations, band.inside, band.beyond, priors) + Math.log(mass / prior.widths.length);
      terms.push(term);
      if (term <= greatest) continue;
      greatest = term;
      best = band;
    }
  }
  return { logLikelihood: logSum(terms), ...(best === undefined ? {} : { best }) };
}

/** The band in whole bins, so that resets and survivors are counted between the same edges. */
export function bandAt(from: Milliseconds, to: Milliseconds, values: readonly Milliseconds[], survivors: Distribution): Band {
  const low = Math.max(0, edgesOf(binOf(from + 1)).from - 1);
  const high = edgesOf(binOf(to)).to;
  const below = upTo(values, low);
  const within = upTo(values, high) - below;
  const beyond = values.length - below - within;
  return {
    from: low,
    to: high,
    inside: { total: survivors.within(low, high) + within, resets: within },
    beyond: beyond === 0 && survivors.total === 0 ? none : { total: survivors.within(high, Number.POSITIVE_INFINITY) + beyond, resets: beyond },
  };
}

/** At most 400 of them, evenly by rank: more would only be more of the same. */
export function spread(values: readonly Milliseconds[]): readonly Milliseconds[] {
  if (values.length <= mostCandidates) return values;
  return Array.from({ length: mostCandidates }, (_, index) => values[Math.floor((index * values.length) / mostCandidates)] ?? 0);
}

/** How many of the ascending values are at most `limit`. */
export function upTo(values: readonly number[], limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
