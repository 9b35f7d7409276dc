import type { AccessRow } from '../../formats/access-log/row.ts';
import { createByteHash } from '../scan/bytes.ts';
import { NONE } from '../scan/columns.ts';

/** The numbers that the fast reader gives a row, made from a row that was read the slow way. */
export function createRowKeys(): (row: AccessRow) => { readonly pool: number; readonly connection: number } {
  const hash = createByteHash();
  const bytes = Buffer.alloc(4_096);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const add = (text: string): void => hash.add(view, 0, bytes.write(text, 0, bytes.length - 8, 'utf8'));
  return (row) => {
    hash.reset();
    add(row.upstreamCluster ?? '');
    add(row.upstreamHost ?? '-');
    const pool = hash.value();
    const id = row.upstreamConnectionId;
    if (id !== undefined) {
      if (id === '0') return { pool, connection: NONE };
      hash.reset();
      add(`#${id}`);
      return { pool, connection: hash.value() };
    }
    if (row.upstreamHost === undefined || row.upstreamLocal === undefined) return { pool, connection: NONE };
    add(row.upstreamLocal);
    return { pool, connection: hash.value() };
  };
}
