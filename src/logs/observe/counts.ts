import { binOf, type CountedDistribution, distributionOf, edgesOf } from '../../race/distribution.ts';

/** Counts by bin of `binOf`; `count` adds to them. */
export interface Counts {
  /** Bins that were met and are not counted yet. */
  readonly waiting: Uint16Array;
  held: number;
  /** Counts what waits. */
  readonly flush: () => void;
  readonly total: () => number;
  readonly distribution: () => CountedDistribution;
  /** The middle one of all values, and the greatest, as far as their bins are known; undefined of none. */
  readonly median: () => number | undefined;
  readonly greatest: () => number | undefined;
}

/**
 * Bins wait in a short list before they are counted: the lists of all pools stay in the processor's cache while their counts do not, and misses that come in
 * one go overlap.
 */
const MOST_WAITING = 256;
const PAGE_BITS = 6;
const PAGE = 1 << PAGE_BITS;
const PAGES = (binOf(Number.MAX_SAFE_INTEGER) >> PAGE_BITS) + 1;

/** Counts a whole number. */
export function count(counts: Counts, value: number): void {
  counts.waiting[counts.held] = binOf(value);
  counts.held += 1;
  if (counts.held === MOST_WAITING) counts.flush();
}

/** Takes memory only where something was counted, in pages of bins, so that thousands of pools can have some. */
export function createCounts(): Counts {
  const waiting = new Uint16Array(MOST_WAITING);
  /** Which page of `pages` holds these bins; 0 = none does. */
  const pageOf = new Uint16Array(PAGES);
  let pages = new Uint32Array(4 * PAGE);
  let used = 1;
  let counted = 0;

  const newPage = (number: number): number => {
    if ((used + 1) * PAGE > pages.length) {
      const larger = new Uint32Array(pages.length * 2);
      larger.set(pages);
      pages = larger;
    }
    pageOf[number] = used;
    used += 1;
    return used - 1;
  };
  /** The first bin up to which there are so many values. */
  const binWith = (values: number): number => {
    let seen = 0;
    for (let bin = 0; bin < pageOf.length << PAGE_BITS; bin += 1) {
      const page = pageOf[bin >> PAGE_BITS] ?? 0;
      if (page === 0) bin |= PAGE - 1;
      else seen += pages[(page << PAGE_BITS) | (bin & (PAGE - 1))] ?? 0;
      if (seen >= values) return bin;
    }
    return -1;
  };
  const counts: Counts = {
    waiting,
    held: 0,
    flush() {
      for (let index = 0; index < counts.held; index += 1) {
        const bin = waiting[index] ?? 0;
        const page = pageOf[bin >> PAGE_BITS] || newPage(bin >> PAGE_BITS);
        const place = (page << PAGE_BITS) | (bin & (PAGE - 1));
        pages[place] = (pages[place] ?? 0) + 1;
      }
      counted += counts.held;
      counts.held = 0;
    },
    total: () => counted + counts.held,
    median() {
      counts.flush();
      if (counted === 0) return undefined;
      const { from, to } = edgesOf(binWith(counted / 2));
      return Math.trunc((from + to) / 2);
    },
    greatest() {
      counts.flush();
      return counted === 0 ? undefined : edgesOf(binWith(counted)).to;
    },
    distribution() {
      counts.flush();
      const last = pageOf.findLastIndex((page) => page > 0);
      const flat = new Uint32Array((last + 1) * PAGE);
      for (let number = 0; number <= last; number += 1) {
        const page = pageOf[number] ?? 0;
        if (page > 0) flat.set(pages.subarray(page * PAGE, (page + 1) * PAGE), number * PAGE);
      }
      return distributionOf(flat);
    },
  };
  return counts;
}
