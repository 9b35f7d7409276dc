import type { Milliseconds } from '../../model/time.ts';
import { binOf, type Distribution, edgesOf } from '../distribution.ts';
import type { PoolObservations } from '../observations.ts';
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
export interface LimitPrior {
  /** How wide the band of losses may be at a limit. */
  readonly widths: readonly ((limit: Milliseconds) => Milliseconds)[];
  readonly least: Milliseconds;
  readonly greatest: Milliseconds;
  /** Half of the weight lies on these, the other half on all lengths alike (log-uniform). */
  readonly known: readonly Milliseconds[];
}

export const idlePrior: Omit<LimitPrior, 'known'> = {
  widths: [() => 4, () => 20, (limit) => Math.max(100, 0.005 * limit), (limit) => Math.max(300, 0.03 * limit)],
  least: 50,
  greatest: 4_000_000,
};
export const agePrior: LimitPrior = {
  widths: [() => 20, (limit) => Math.max(300, 0.01 * limit), (limit) => 0.05 * limit],
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
  for (const widthOf of prior.widths) {
    for (const limit of limitsNear(candidates, widthOf)) {
      const width = widthOf(limit);
      const band = bandAt(limit - width, limit + width / 3, values, survivors);
      if (band.inside.resets === 0) continue;
      const term = logLikelihoodOf(observations, band.inside, band.beyond, priors) + Math.log(weightOf(limit, width / 3, prior) / prior.widths.length);
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

/** Limits that would have some reset inside their band, a third of the width apart. */
function limitsNear(values: readonly Milliseconds[], widthOf: (limit: Milliseconds) => Milliseconds): readonly Milliseconds[] {
  const limits: Milliseconds[] = [];
  const places = new Map<Milliseconds, Map<number, number>>();
  for (const value of values) {
    const step = widthOf(value) / 3;
    const ofStep = places.get(step) ?? new Map<number, number>();
    if (ofStep.size === 0) places.set(step, ofStep);
    for (let steps = 0; steps <= 3; steps += 1) {
      const limit = value + steps * step;
      const cell = Math.round(limit / step);
      const place = ofStep.get(cell) ?? limits.length;
      ofStep.set(cell, place);
      limits[place] = limit;
    }
  }
  return limits;
}

function weightOf(limit: Milliseconds, step: Milliseconds, { least, greatest, known }: LimitPrior): number {
  const anywhere = step / (limit * Math.log(greatest / least));
  if (known.length === 0) return anywhere;
  let near = 0;
  for (const value of known) if (Math.abs(limit / value - 1) < 0.02) near = Math.max(near, step / (0.04 * value * known.length));
  return 0.5 * anywhere + 0.5 * near;
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
