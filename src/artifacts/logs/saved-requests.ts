import type { AccessRow } from '../../formats/access-log/row.ts';
import type { EpochMs } from '../../model/time.ts';
import { createNumberTable } from './number-table.ts';
import { createRecentNumbers } from './recent-numbers.ts';
import { createRequestKey } from './request-key.ts';
import type { Direction } from './types.ts';

/**
 * Tells which failures a retry saved. One for all files, since the row that ends well is the caller's: it starts before the failing
 * row of the server and ends after it. Bounded: the oldest well-ended requests are forgotten, except those known to have failed somewhere.
 */
export interface SavedRequests {
  readonly ended: (row: AccessRow, direction: Direction) => void;
  readonly failed: (row: AccessRow) => void;
  /** True when the same request ended well after this failing row began. Ask when all files are read. */
  readonly isSaved: (row: AccessRow, direction: Direction) => boolean;
  /** True when the bound was hit, so that a saved failure may look lost. */
  readonly isIncomplete: () => boolean;
}

export function createSavedRequests(limit = 600_000): SavedRequests {
  const keyOf = createRequestKey();
  // What a server's proxy served saves nothing that its caller's proxy gave up: a late packet may still arrive there.
  const atServers = createEnds(limit / 2);
  const atCallers = createEnds(limit / 2);
  let seen = 0;
  return {
    ended(row, direction) {
      const key = keyOf(row);
      if (key !== undefined) (direction === 'inbound' ? atServers : atCallers).ended(key, row.start + (row.durationMs ?? 0));
    },
    failed(row) {
      seen += 1;
      const key = keyOf(row);
      if (key === undefined) return;
      atServers.failed(key);
      atCallers.failed(key);
    },
    isSaved(row, direction) {
      // a proxy's 403, 404 or 429 reaches the caller's proxy as an ordinary answer: that row is no second try
      if (row.code >= 400 && row.code < 500) return false;
      const key = keyOf(row);
      if (key === undefined) return false;
      const isCallers = direction === 'outbound' || direction === 'gateway';
      return atCallers.last(key) > row.start || (!isCallers && atServers.last(key) > row.start);
    },
    isIncomplete: () => (atCallers.forgot() || atServers.forgot()) && seen > 0,
  };
}

interface Ends {
  readonly ended: (key: number, end: EpochMs) => void;
  readonly failed: (key: number) => void;
  /** When the request last ended well; minus infinity when it never did. */
  readonly last: (key: number) => EpochMs;
  readonly forgot: () => boolean;
}

function createEnds(limit: number): Ends {
  const recent = createRecentNumbers(limit);
  const ofFailures = createNumberTable();
  return {
    ended(key, end) {
      const known = ofFailures.get(key);
      if (known !== undefined) ofFailures.set(key, Math.max(known, end));
      else recent.set(key, Math.max(recent.get(key) ?? end, end));
    },
    failed(key) {
      if (ofFailures.size() >= limit || ofFailures.get(key) !== undefined) return;
      ofFailures.set(key, recent.get(key) ?? Number.NEGATIVE_INFINITY);
    },
    last: (key) => ofFailures.get(key) ?? Number.NEGATIVE_INFINITY,
    forgot: () => recent.forgot() || ofFailures.size() >= limit,
  };
}
