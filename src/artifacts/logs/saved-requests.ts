import type { AccessRow } from '../../formats/access-log/row.ts';
import type { EpochMs } from '../../model/time.ts';
import { requestKey } from './request-key.ts';

/**
 * Tells which failures a retry saved. One for all files, since the row that ends well is the caller's: it starts before the failing
 * row of the server and ends after it. Bounded: the oldest well-ended requests are forgotten, except those known to have failed somewhere.
 */
export interface SavedRequests {
  readonly ended: (row: AccessRow) => void;
  readonly failed: (row: AccessRow) => void;
  /** True when the same request ended well after this failing row began. Ask when all files are read. */
  readonly isSaved: (row: AccessRow) => boolean;
  /** True when the bound was hit, so that a saved failure may look lost. */
  readonly isIncomplete: () => boolean;
}

export function createSavedRequests(limit = 500_000): SavedRequests {
  const recent = new Map<number, EpochMs>();
  const ofFailures = new Map<number, EpochMs>();
  let forgot = false;
  let seen = 0;
  return {
    ended(row) {
      const key = requestKey(row);
      if (key === undefined) return;
      const end = row.start + (row.durationMs ?? 0);
      const known = ofFailures.get(key);
      if (known !== undefined) ofFailures.set(key, Math.max(known, end));
      else {
        recent.set(key, Math.max(recent.get(key) ?? end, end));
        if (recent.size > limit) {
          forgot = true;
          recent.delete(recent.keys().next().value ?? key);
        }
      }
    },
    failed(row) {
      seen += 1;
      const key = requestKey(row);
      if (key === undefined || ofFailures.has(key) || ofFailures.size >= limit) return;
      ofFailures.set(key, recent.get(key) ?? Number.NEGATIVE_INFINITY);
    },
    isSaved(row) {
      const key = requestKey(row);
      return key !== undefined && (ofFailures.get(key) ?? Number.NEGATIVE_INFINITY) > row.start;
    },
    isIncomplete: () => (forgot && seen > 0) || ofFailures.size >= limit,
  };
}
