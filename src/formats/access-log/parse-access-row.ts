import type { EpochMs } from '../../model/time.ts';
import { parseCustomRow } from './custom-row.ts';
import { isDigitAt } from './draft.ts';
import { parseJsonRow } from './json-row.ts';
import type { AccessRow } from './row.ts';
import { parseTextRow } from './text-row.ts';

/**
 * One line of an Envoy access log as a row; `undefined` when it is something else, 'damaged' when it plainly begins as a row and
 * is cut off or interleaved. The line must be free of wrappers (`unwrapLine`). Never throws.
 * `written` = when the line was written, for formats without a start time.
 */
export function parseAccessRow(line: string, written?: EpochMs): AccessRow | 'damaged' | undefined {
  const first = line.charCodeAt(0);
  if (first === 123) return parseJsonRow(line, written);
  if (first === 91 || (isDigitAt(line, 0) && line.charCodeAt(4) === 45)) {
    const row = parseTextRow(line);
    if (row !== undefined) return row;
  }
  return parseCustomRow(line, written);
}
