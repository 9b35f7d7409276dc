import type { Milliseconds } from '../../model/time.ts';

/** How wide the band of losses at a limit is: a share of the limit, and not less than `least`. */
export interface BandWidth {
  readonly least: Milliseconds;
  /** 0 for a width that is the same at all limits. */
  readonly share: number;
}

/** Limits from `from` to `to` count as one, the one in their middle. */
export interface GridCell {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
  readonly limit: Milliseconds;
}

/** What is held of a limit before rows are seen. */
export interface LimitRange {
  readonly least: Milliseconds;
  readonly greatest: Milliseconds;
  /** Half of the weight lies on these, each spread over 2 % around it, the other half on all lengths alike (log-uniform). */
  readonly known: readonly Milliseconds[];
}

export function widthAt({ least, share }: BandWidth, limit: Milliseconds): Milliseconds {
  return Math.max(least, share * limit);
}

/**
 * The cells of one grid, a third of the width each, whose band may hold one of the values. The grid is the same whatever the values, so that many values near
 * each other do not make the same limit count many times.
 */
export function cellsNear(values: readonly Milliseconds[], width: BandWidth): readonly GridCell[] {
  const numbers = new Set<number>();
  for (const value of values) {
    const reach = widthAt(width, value);
    const last = Math.floor(numberOf(value + reach, width)) + 1;
    for (let number = Math.max(0, Math.floor(numberOf(value - reach / 3, width))); number <= last; number += 1) numbers.add(number);
  }
  return [...numbers].map((number) => ({ from: limitAt(number, width), to: limitAt(number + 1, width), limit: limitAt(number + 0.5, width) }));
}

/** The prior probability that the limit is in the cell; that of all cells of a grid adds up to 1. */
export function massOf({ from, to }: GridCell, { least, greatest, known }: LimitRange): number {
  const [low, high] = [Math.max(from, least), Math.min(to, greatest)];
  const anywhere = high > low ? Math.log(high / low) / Math.log(greatest / least) : 0;
  if (known.length === 0) return anywhere;
  let near = 0;
  for (const limit of known) near += Math.max(0, Math.min(to, (1 + around) * limit) - Math.max(from, (1 - around) * limit)) / (2 * around * limit);
  return 0.5 * anywhere + (0.5 * near) / known.length;
}

const around = 0.02;

/** How many cells end below the limit: these are equal where the width is, and grow with the limit from where the width does. */
function numberOf(limit: Milliseconds, { least, share }: BandWidth): number {
  const knee = share === 0 ? Number.POSITIVE_INFINITY : least / share;
  return limit <= knee ? (3 * limit) / least : (3 / share) * (1 + Math.log(limit / knee));
}

function limitAt(number: number, { least, share }: BandWidth): Milliseconds {
  return share === 0 || number <= 3 / share ? (number * least) / 3 : (least / share) * Math.exp((number * share) / 3 - 1);
}
