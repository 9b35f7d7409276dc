import { createTimeBuckets, type TimeBuckets } from './time-buckets.ts';
import type { EpochMs } from '../../model/time.ts';

/** Failures of one kind: flags, family of details, hop, cluster and host, of one proxy. */
export interface FailureKind {
  readonly proxy: number;
  readonly code: number;
  readonly flags: string;
  readonly details: string;
  readonly direction: string;
  readonly cluster: string;
  readonly host: string;
}

export interface FailureCount extends FailureKind {
  count: number;
  first: EpochMs;
  last: EpochMs;
  readonly file: string;
  readonly line: number;
  readonly times: TimeBuckets;
}

/** Counts by kind; kinds beyond `most` become one. */
export interface FailureTable {
  readonly rowOf: (kind: FailureKind, file: string, line: number) => FailureCount;
  readonly rows: () => readonly FailureCount[];
  readonly isFull: () => boolean;
}

export function createFailureTable(most: number): FailureTable {
  const rows = new Map<string, FailureCount>();
  let isFull = false;
  return {
    rowOf(kind, file, line) {
      isFull ||= rows.size >= most;
      const wanted = rows.size >= most ? { ...kind, details: '…', host: '…', cluster: '…' } : kind;
      const key = `${wanted.proxy} ${wanted.code} ${wanted.flags} ${wanted.details} ${wanted.direction} ${wanted.cluster} ${wanted.host}`;
      const found = rows.get(key);
      if (found !== undefined) return found;
      const row: FailureCount = {
        ...wanted,
        count: 0,
        first: Number.POSITIVE_INFINITY,
        last: Number.NEGATIVE_INFINITY,
        file,
        line,
        times: createTimeBuckets(120),
      };
      rows.set(key, row);
      return row;
    },
    rows: () => [...rows.values()],
    isFull: () => isFull,
  };
}
