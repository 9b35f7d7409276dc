import { parseAccessRow } from '../../formats/access-log/parse-access-row.ts';
import type { AccessRow } from '../../formats/access-log/row.ts';

/** The whole row that an interleaved line ends with. */
export function rowInside(text: string): { readonly row: AccessRow; readonly text: string } | undefined {
  const at = text.lastIndexOf('[20');
  if (at <= 0) return undefined;
  const row = parseAccessRow(text.slice(at));
  return row === undefined || row === 'damaged' ? undefined : { row, text: text.slice(at) };
}
