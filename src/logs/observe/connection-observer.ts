import { longestQuietMs, overlapOf, overlapSlackMs } from '../../race/row-tolerances.ts';
import type { EpochMs } from '../../model/time.ts';
import type { Columns } from '../scan/columns.ts';
import {
  CLOSED,
  type ConnectionTable,
  createConnectionTable,
  FIRST,
  KEY,
  LAST_END,
  LAST_START,
  PASSED_AT,
  PASSED_OVER,
  REQUESTS,
  STATE,
  STRIDE,
} from './connection-table.ts';
import { count } from './counts.ts';
import { type Pool, RECENT } from './pool.ts';
import type { Sign } from './sign.ts';

/** What a row's connection says of it. */
export interface Use {
  /** Absent on a first use and where rows come out of order. */
  readonly gapMs?: number;
  readonly ordinal: number;
  readonly ageMs: number;
}

/**
 * Follows all upstream connections. `take` notes a row and counts what it says of its pool; `use` tells of the last row that was taken.
 * The meaning is that of `src/artifacts/logs/connection-history.ts`: rows in any order near enough, ports that are used again, requests that overlap.
 */
export interface ConnectionObserver {
  /** Takes a row that has a connection; `offset` tells the connections of different proxies apart. Numbers stay in columns: as arguments they would be boxed. */
  readonly take: (columns: Columns, entry: number, offset: number, pool: Pool, sign: Sign, hasId: boolean) => void;
  readonly use: () => Use;
  readonly table: ConnectionTable;
}

/** Places of what is known of the last row, and of the newest start. */
const NOW = 0;
const GAP = 1;
const ORDINAL = 2;
const AGE = 3;

export function createConnectionObserver(mostSlots?: number): ConnectionObserver {
  const table = createConnectionTable(mostSlots);
  // Numbers that change with every row lie in flat memory: as variables of a closure each would be a new object.
  const last = new Float64Array(4);

  const openNew = (place: number, key: number, pool: Pool, start: EpochMs, end: EpochMs, sign: Sign): void => {
    const quiet = idleFor(pool, start, table);
    if (quiet >= 0) count(pool.renewals, quiet);
    const at = table.claim(key, place, last[NOW] ?? 0);
    const data = table.data();
    data[at + FIRST] = start;
    data[at + LAST_START] = start;
    data[at + LAST_END] = end;
    data[at + REQUESTS] = 1;
    data[at + STATE] = sign.closes ? CLOSED : 0;
    pool.connections += 1;
    last[ORDINAL] = 1;
    last[AGE] = 0;
    last[GAP] = -1;
  };

  return {
    take(columns, entry, offset, pool, sign, hasId) {
      const key = (columns.connection[entry] ?? 0) + offset;
      const start = columns.start[entry] ?? 0;
      const took = columns.duration[entry] ?? 0;
      const end = took > 0 ? start + took : start;
      if (start > (last[NOW] ?? 0)) last[NOW] = start;
      pool.requests += 1;
      const data = table.data();
      // `table.find`, written out: a call would box the key
      const mask = data.length / STRIDE - 1;
      let slot = (key >>> 0) & mask;
      while (data[slot * STRIDE] !== key && data[slot * STRIDE] !== 0) slot = (slot + 1) & mask;
      const place = slot * STRIDE;
      let ordinal = 1;
      let age = 0;
      const lastEnd = data[place + LAST_END] ?? 0;
      if (data[place + KEY] === 0) openNew(place, key, pool, start, end, sign);
      else if (start >= lastEnd - 2) {
        // Times are whole milliseconds, each rounded down, so neighbours may seem to overlap by up to 2 ms.
        const quiet = start - lastEnd;
        if (((data[place + STATE] ?? 0) & CLOSED) !== 0 || (quiet > longestQuietMs && !hasId)) openNew(place, key, pool, start, end, sign);
        else {
          const gap = quiet > 0 ? quiet : 0;
          last[GAP] = gap;
          ordinal = (data[place + REQUESTS] ?? 0) + 1;
          age = start - (data[place + FIRST] ?? 0);
          const passedAt = data[place + PASSED_AT] ?? 0;
          // rows come when requests end: this one had taken the connection that seemed to be passed over
          if (data[place + STATE] === PASSED_OVER && start <= passedAt) count(pool.retaken, passedAt - lastEnd);
          data[place + REQUESTS] = ordinal;
          data[place + LAST_START] = start;
          if (end > lastEnd) data[place + LAST_END] = end;
          data[place + STATE] = sign.closes ? CLOSED : 0;
          if (!sign.isReset) count(pool.gaps, gap);
        }
      } else {
        const first = data[place + FIRST] ?? 0;
        const isBefore = end <= first + 2;
        if (isBefore && (sign.closes || (first - end > longestQuietMs && !hasId))) openNew(place, key, pool, start, end, sign);
        else {
          ordinal = (data[place + REQUESTS] ?? 0) + 1;
          data[place + REQUESTS] = ordinal;
          const overlaps = !isBefore && end > (data[place + LAST_START] ?? 0);
          if (overlaps && overlapOf(start, end, data[place + LAST_START] ?? 0, lastEnd) > overlapSlackMs) pool.overlaps += 1;
          if (isBefore) count(pool.gaps, Math.max(0, first - end)); // the row that was first has a predecessor now
          last[GAP] = overlaps ? 0 : -1;
          if (start < first) data[place + FIRST] = start;
          if (start > (data[place + LAST_START] ?? 0)) data[place + LAST_START] = start;
          if (end > lastEnd) data[place + LAST_END] = end;
          if (sign.closes) data[place + STATE] = CLOSED;
          age = Math.max(0, start - first);
        }
      }
      // the connections used last, in a ring
      const recent = pool.recent;
      if (pool.recentKeys[recent] === key) {
        if (end > (pool.recentEnds[recent] ?? 0)) pool.recentEnds[recent] = end;
      } else {
        const next = (recent + 1) % RECENT;
        pool.recent = next;
        pool.recentKeys[next] = key;
        pool.recentEnds[next] = end;
      }
      last[ORDINAL] = ordinal;
      last[AGE] = age;
      if (sign.isReset) return;
      count(pool.ordinals, ordinal);
      count(pool.ages, age);
    },
    use: () => {
      const gap = last[GAP] ?? -1;
      return { ...(gap < 0 ? {} : { gapMs: gap }), ordinal: last[ORDINAL] ?? 0, ageMs: last[AGE] ?? 0 };
    },
    table,
  };
}

const seen = new Float64Array(RECENT);

/**
 * For how long the connection used last had been idle at `start`; -1 when none was. Envoy takes the connection that was used last (its pool is a stack:
 * Envoy 1.36 source/common/conn_pool/conn_pool_base.cc). One that was passed over once is presumed closed until it is used again.
 */
function idleFor(pool: Pool, start: EpochMs, table: ConnectionTable): number {
  const data = table.data();
  let known = 0;
  for (let back = 0; back < RECENT; back += 1) {
    const index = (pool.recent - back + RECENT) % RECENT;
    const key = pool.recentKeys[index] ?? 0;
    if (key === 0) return -1;
    let isOlder = false;
    for (let other = 0; other < known && !isOlder; other += 1) isOlder = seen[other] === key;
    if (isOlder) continue;
    seen[known] = key;
    known += 1;
    const end = pool.recentEnds[index] ?? 0;
    if (end > start) continue;
    const place = table.find(key);
    if (data[place] !== key || data[place + LAST_END] !== end || data[place + STATE] !== 0) continue;
    data[place + STATE] = PASSED_OVER;
    data[place + PASSED_AT] = start;
    return start - end;
  }
  return -1;
}
