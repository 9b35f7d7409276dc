import { detailsFamily } from '../../formats/access-log/details-family.ts';
import type { AccessRow } from '../../formats/access-log/row.ts';
import { closesConnection, outcomeOf } from '../../artifacts/logs/row-outcome.ts';
import type { RowOutcome } from '../../artifacts/logs/types.ts';

/** What status, flags and details say of a request; the same for all rows that have them alike. */
export interface Sign {
  readonly code: number;
  readonly flags: string;
  readonly details: string;
  readonly outcome: RowOutcome;
  /** The upstream connection is gone afterwards. */
  readonly closes: boolean;
  /** Reset by the peer before any answer. */
  readonly isReset: boolean;
  /** No connection could be made. */
  readonly isRefused: boolean;
}

export const plainAnswer: Sign = { code: 200, flags: '-', details: 'via_upstream', outcome: 'ok', closes: false, isReset: false, isRefused: false };

export function signOf(row: AccessRow): Sign {
  const details = row.details === undefined ? '-' : detailsFamily(row.details);
  const outcome = outcomeOf(row);
  return {
    code: row.code,
    flags: row.flags.length === 0 ? '-' : row.flags.join(','),
    details,
    outcome,
    closes: closesConnection(row),
    isRefused: outcome === 'failed' && row.flags.includes('UF'),
    isReset: outcome === 'failed' && row.flags.includes('UC') && !details.includes('after_response_started'),
  };
}

/** Gives the same sign for all rows that look alike, so that what is kept by sign does not grow. Remembers at most so many. */
export function createSignMemory(most: number): (row: AccessRow) => Sign {
  const signs = new Map<string, Sign>();
  return (row) => {
    const sign = signOf(row);
    const key = `${sign.code} ${sign.flags} ${sign.details} ${sign.outcome}`;
    const known = signs.get(key);
    if (known !== undefined) return known;
    if (signs.size < most) signs.set(key, sign);
    return sign;
  };
}
