import { binOf, type CountedDistribution, distributionOf } from '../../race/distribution.ts';

/** Counts by bin of `binOf`; `count` adds to them. */
export interface Counts {
  /** Bins that were met and are not counted yet. */
  readonly waiting: Uint16Array;
  held: number;
  /** Counts what waits. */
  readonly flush: () => void;
  readonly total: () => number;
  readonly distribution: () => CountedDistribution;
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
