import type { Milliseconds } from '../model/time.ts';

/** Things that will happen, the earliest first; things of one moment in the order in which they were put in. */
export interface TimeQueue<T> {
  readonly put: (at: Milliseconds, what: T) => void;
  /** Takes out the earliest, if it is not later than `until`. */
  readonly take: (until: Milliseconds) => { readonly at: Milliseconds; readonly what: T } | undefined;
}

interface Entry<T> {
  readonly at: Milliseconds;
  readonly order: number;
  readonly what: T;
}

/** A binary heap: putting in and taking out cost the logarithm of what is in it. */
export function createTimeQueue<T>(): TimeQueue<T> {
  const heap: Entry<T>[] = [];
  let order = 0;
  const isBefore = (one: Entry<T>, other: Entry<T>): boolean => one.at < other.at || (one.at === other.at && one.order < other.order);
  const rise = (entry: Entry<T>): void => {
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const above = (index - 1) >>> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(entry, parent)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = entry;
  };
  /** Puts `entry` where the root was and lets it sink. */
  const sink = (entry: Entry<T>): void => {
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      const isRight = right !== undefined && left !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (child === undefined || !isBefore(child, entry)) break;
      heap[index] = child;
      index = 2 * index + (isRight ? 2 : 1);
    }
    heap[index] = entry;
  };
  return {
    put: (at, what) => {
      rise({ at, order, what });
      order += 1;
    },
    take: (until) => {
      const first = heap[0];
      if (first === undefined || first.at > until) return undefined;
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) sink(last);
      return { at: first.at, what: first.what };
    },
  };
}
