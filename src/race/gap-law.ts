import type { Milliseconds } from '../model/time.ts';
import type { DistributionBin } from './distribution.ts';

/** How long connections are quiet before they are used again, as a probability. */
export interface GapLaw {
  /** The chance that a gap g has `from < g <= to`. */
  readonly within: (from: Milliseconds, to: Milliseconds) => number;
  /** The chance of a gap longer than this. */
  readonly beyond: (from: Milliseconds) => number;
}

/** A periodic caller: the period less the time until the answer, give or take. */
export function normalGaps(mean: Milliseconds, deviation: Milliseconds): GapLaw {
  if (deviation <= 0) return { within: (from, to) => (from < mean && mean <= to ? 1 : 0), beyond: (from) => (mean > from ? 1 : 0) };
  const within = (from: Milliseconds, to: Milliseconds): number => standardNormal((from - mean) / deviation, (to - mean) / deviation);
  return { within, beyond: (from) => within(from, Number.POSITIVE_INFINITY) };
}

/** Gaps that are all shorter by so much. */
export function shorterGaps(law: GapLaw, byMs: Milliseconds): GapLaw {
  return { within: (from, to) => law.within(from + byMs, to + byMs), beyond: (from) => law.beyond(from + byMs) };
}

/** Gaps as they were counted; within a bin all are equally likely. */
export function countedGaps(bins: readonly DistributionBin[]): GapLaw {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  const within = (from: Milliseconds, to: Milliseconds): number =>
    total === 0 ? 0 : bins.reduce((sum, bin) => sum + bin.count * overlap(bin.from, bin.to + 1, from, to), 0) / total;
  return { within, beyond: (from) => within(from, Number.POSITIVE_INFINITY) };
}

/** The chance that an exponential time of this rate ends in the span; exact for spans and rates however small. */
export function exponentialWithin(perMs: number, from: Milliseconds, to: Milliseconds): number {
  const start = Math.max(0, from);
  return to <= start ? 0 : Math.exp(-perMs * start) * -Math.expm1(-perMs * (to - start));
}

/** Which share of a span lies in another. */
function overlap(start: number, end: number, from: number, to: number): number {
  return Math.max(0, Math.min(end, to) - Math.max(start, from)) / (end - start);
}

/** Nothing that matters lies further out: 1e-19. */
const OUTERMOST = 9;
/** Gauss-Legendre on five points. */
const NODES = [
  [0, 0.5688888888888889],
  [0.5384693101056831, 0.47862867049936647],
  [-0.5384693101056831, 0.47862867049936647],
  [0.906179845938664, 0.23692688505618908],
  [-0.906179845938664, 0.23692688505618908],
] as const;

/** The integral of the bell between two points. By pieces, not as a difference of two tails: windows are narrow. */
function standardNormal(from: number, to: number): number {
  const [low, high] = [Math.max(from, -OUTERMOST), Math.min(to, OUTERMOST)];
  if (high <= low) return 0;
  const pieces = Math.ceil((high - low) / 0.5);
  const half = (high - low) / pieces / 2;
  let sum = 0;
  for (let piece = 0; piece < pieces; piece += 1) {
    const middle = low + (2 * piece + 1) * half;
    for (const [node, weight] of NODES) sum += weight * half * Math.exp(-((middle + node * half) ** 2) / 2);
  }
  return Math.min(1, sum / Math.sqrt(2 * Math.PI));
}
