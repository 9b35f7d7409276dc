import type { Milliseconds } from '../model/time.ts';
import { exponentialWithin, type GapLaw } from './gap-law.ts';
import { type SpectralLine, spectrum } from './spectrum.ts';

/** More requests under way at once than the formula is computed for; far above what one pool of an Envoy worker holds. */
export const mostUnderWay = 300;

interface Level {
  /** Chance that a request finds so many others under way. */
  readonly weight: number;
  /** The gap's density is a sum of exponentials: `value` their rate, `weight` their share of the density at 0 over the arrival rate. */
  readonly lines: readonly SpectralLine[];
}

/** Levels rarer than this add nothing that shows. */
const RAREST = 1e-12;

/**
 * Gaps of a pool that gives away the connection used last, as Envoy's does (conn_pool_base.cc), under requests at random with exponential service times.
 * The connection taken by a request that finds k - 1 others under way was put back when their number last fell from k to k - 1; so the gap is the time
 * from k - 1 to k of a queue with servers without end (M/M/inf), whose density is `perMs` times the chance to be at k - 1 without having left.
 * @param busyMs Mean time until the answer. `perMs * busyMs` must not exceed `mostUnderWay`.
 */
export function stackGaps(perMs: number, busyMs: Milliseconds): GapLaw {
  const load = perMs * busyMs;
  if (load > mostUnderWay) throw new RangeError(`${load} requests under way at once are more than ${mostUnderWay}`);
  const levels = levelsOf(perMs, busyMs, load);
  const sum = (of: (line: SpectralLine) => number): number =>
    levels.reduce((total, { weight, lines }) => total + weight * lines.reduce((inner, line) => inner + line.weight * of(line), 0), 0);
  const within = (from: Milliseconds, to: Milliseconds): number => perMs * sum(({ value }) => mass(value, from, to));
  return { within, beyond: (from) => Math.min(1, Math.max(0, 1 - within(0, from))) };
}

/** The integral of e^(-rate t); rates of passages that take ages come out as nothing, or a hair below. */
function mass(rate: number, from: Milliseconds, to: Milliseconds): number {
  const start = Math.max(0, from);
  if (to <= start) return 0;
  return rate * (to - start) < 1e-12 && rate * start < 1e-6 ? to - start : exponentialWithin(rate, start, to) / rate;
}

function levelsOf(perMs: number, busyMs: Milliseconds, load: number): readonly Level[] {
  const levels: Level[] = [];
  let logWeight = -load;
  for (let busy = 0; busy < load + 12 * Math.sqrt(load) + 14; busy += 1) {
    const weight = Math.exp(logWeight);
    if (weight > RAREST) levels.push({ weight, lines: passage(busy + 1, perMs, 1 / busyMs) });
    logWeight += load > 0 ? Math.log(load / (busy + 1)) : Number.NEGATIVE_INFINITY;
  }
  return levels;
}

/** States `size - 1` down to 0 of the queue, left upwards for good: its generator made symmetric, the starting state first. */
function passage(size: number, arrivals: number, service: number): readonly SpectralLine[] {
  const states = Array.from({ length: size }, (_, index) => size - 1 - index);
  return spectrum(
    states.map((busy) => arrivals + busy * service),
    states.slice(0, -1).map((busy) => Math.sqrt(arrivals * busy * service)),
  );
}
