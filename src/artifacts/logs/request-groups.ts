import { detailsFamily } from '../../formats/access-log/details-family.ts';
import type { AccessRow } from '../../formats/access-log/row.ts';
import type { Place } from '../../model/evidence.ts';
import { detached, detachedFields } from './detached.ts';
import type { Direction, RequestGroup, RowOutcome } from './types.ts';

/** Rows that share direction, outcome, cluster, authority, host, code, flags and details family, counted. */
export interface RequestGroups {
  readonly add: (row: AccessRow, direction: Direction, outcome: RowOutcome, file: string, line: number) => void;
  readonly finish: (settle: (direction: Direction, sample: AccessRow) => Direction) => readonly RequestGroup[];
}

interface Tally {
  readonly sample: AccessRow;
  readonly direction: Direction;
  readonly outcome: RowOutcome;
  readonly details?: string;
  readonly isOther: boolean;
  count: number;
  first: number;
  last: number;
  file: string;
  line: number;
}

/**
 * At most `limit` groups; what comes after is counted without cluster, authority and host, and at twice the limit in one group per
 * outcome, so that no input makes this grow.
 */
export function createRequestGroups(limit: number): RequestGroups {
  const groups = new Map<string, Tally>();
  const families = new Map<string, string>();
  const familyOf = (details: string): string => {
    const known = families.get(details);
    if (known !== undefined) return known;
    const family = detailsFamily(details);
    if (families.size < 1000) families.set(detached(details), detached(family));
    return family;
  };
  return {
    add(row, direction, outcome, file, line) {
      const details = row.details === undefined ? undefined : familyOf(row.details);
      const tail = `${direction} ${outcome} ${row.code} ${row.flags.length === 0 ? '-' : row.flags.join(',')} ${details ?? '-'}`;
      const key = `${row.upstreamCluster ?? '-'} ${row.authority ?? '-'} ${row.upstreamHost ?? '-'} ${tail}`;
      const known =
        groups.get(key) ??
        (groups.size < limit ? undefined : (groups.get(`other ${tail}`) ?? (groups.size < 2 * limit ? undefined : groups.get(`other ${outcome}`))));
      if (known !== undefined) return count(known, row, file, line);
      const isOther = groups.size >= limit;
      groups.set(isOther ? (groups.size < 2 * limit ? `other ${tail}` : `other ${outcome}`) : key, {
        sample: detachedFields(row),
        direction,
        outcome,
        ...(details === undefined ? {} : { details: detached(details) }),
        isOther,
        count: 1,
        first: row.start,
        last: row.start,
        file,
        line,
      });
    },
    finish: (settle) => [...groups.values()].toSorted((a, b) => b.count - a.count || a.first - b.first).map((tally) => groupOf(tally, settle)),
  };
}

function count(tally: Tally, row: AccessRow, file: string, line: number): void {
  tally.count += 1;
  if (row.start < tally.first) tally.first = row.start;
  if (row.start < tally.last) return;
  tally.last = row.start;
  tally.file = file;
  tally.line = line;
}

function groupOf(tally: Tally, settle: (direction: Direction, sample: AccessRow) => Direction): RequestGroup {
  const { sample, isOther, details } = tally;
  const lastAt: Place = { artifact: 'access-logs', file: tally.file, line: tally.line };
  return {
    direction: settle(tally.direction, sample),
    outcome: tally.outcome,
    ...(isOther || sample.upstreamCluster === undefined ? {} : { cluster: sample.upstreamCluster }),
    ...(isOther || sample.authority === undefined ? {} : { authority: sample.authority }),
    ...(isOther || sample.upstreamHost === undefined ? {} : { upstreamHost: sample.upstreamHost }),
    ...(isOther || sample.sni === undefined ? {} : { sni: sample.sni }),
    code: sample.code,
    flags: sample.flags,
    ...(details === undefined ? {} : { details }),
    count: tally.count,
    first: tally.first,
    last: tally.last,
    lastAt,
  };
}
