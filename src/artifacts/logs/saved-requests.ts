import type { AccessRow } from '../../formats/access-log/row.ts';
import type { EpochMs } from '../../model/time.ts';
import { createNumberTable } from './number-table.ts';
import { createRecentNumbers } from './recent-numbers.ts';
import { createRequestKey } from './request-key.ts';

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

export function createSavedRequests(limit = 600_000): SavedRequests {
  const keyOf = createRequestKey();
  const recent = createRecentNumbers(limit);
  const ofFailures = createNumberTable();
  let seen = 0;
  return {
    ended(row) {
      const key = keyOf(row);
      if (key === undefined) return;
      const end: EpochMs = row.start + (row.durationMs ?? 0);
      const known = ofFailures.get(key);
      if (known !== undefined) ofFailures.set(key, Math.max(known, end));
      else recent.set(key, Math.max(recent.get(key) ?? end, end));
    },
    failed(row) {
      seen += 1;
      const key = keyOf(row);
      if (key === undefined || ofFailures.size() >= limit || ofFailures.get(key) !== undefined) return;
      ofFailures.set(key, recent.get(key) ?? Number.NEGATIVE_INFINITY);
    },
    isSaved(row) {
      // a proxy's 403, 404 or 429 reaches the caller's proxy as an ordinary answer: that row is no second try
      if (row.code >= 400 && row.code < 500) return false;
      const key = keyOf(row);
      return key !== undefined && (ofFailures.get(key) ?? Number.NEGATIVE_INFINITY) > row.start;
    },
    isIncomplete: () => (recent.forgot() && seen > 0) || ofFailures.size() >= limit,
  };
}
