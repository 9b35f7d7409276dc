import type { AccessRow } from '../../formats/access-log/row.ts';
import { NONE } from '../scan/columns.ts';
import { createKeyHash } from '../scan/key-hash.ts';

/** The numbers that the fast reader gives a row, made from a row that was read the slow way. */
export function createRowKeys(): (row: AccessRow) => { readonly pool: number; readonly connection: number } {
  const hash = createKeyHash();
  return (row) => {
    hash.reset();
    hash.add(row.upstreamCluster ?? '');
    hash.add(row.upstreamHost ?? '-');
    const pool = hash.value();
    const id = row.upstreamConnectionId;
    if (id !== undefined) {
      if (id === '0') return { pool, connection: NONE };
      hash.reset();
      hash.add(`#${id}`);
      return { pool, connection: hash.value() };
    }
    if (row.upstreamHost === undefined || row.upstreamLocal === undefined) return { pool, connection: NONE };
    hash.add(row.upstreamLocal);
    return { pool, connection: hash.value() };
  };
}
