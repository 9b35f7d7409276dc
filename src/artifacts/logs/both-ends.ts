/** A list that keeps the first half and the last half of what it is given, so that both ends of an outage stay. */
export interface BothEnds<T> {
  readonly add: (make: () => T) => void;
  readonly items: () => readonly T[];
  readonly seen: () => number;
}

export function createBothEnds<T>(limit: number): BothEnds<T> {
  const head: T[] = [];
  const ring: T[] = [];
  const headSize = Math.ceil(limit / 2);
  const ringSize = Math.max(0, Math.floor(limit / 2));
  let seen = 0;
  let oldest = 0;
  return {
    add(make) {
      seen += 1;
      if (head.length < headSize) head.push(make());
      else if (ring.length < ringSize) ring.push(make());
      else if (ringSize > 0) {
        ring[oldest] = make();
        oldest = (oldest + 1) % ringSize;
      }
    },
    items: () => [...head, ...ring.slice(oldest), ...ring.slice(0, oldest)],
    seen: () => seen,
  };
}
