import { closeSync, openSync, writeSync } from 'node:fs';

const CHUNK = 4 * 1024 ** 2;

/** Writes the first rows, about `bytes` of them; each ends with its line feed. */
export function writeRows(file: string, rows: Iterable<string>, bytes: number): void {
  const handle = openSync(file, 'w');
  let written = 0;
  let chunk: string[] = [];
  let held = 0;
  for (const row of rows) {
    chunk.push(row);
    held += row.length;
    if (held < CHUNK && written + held < bytes) continue;
    written += writeSync(handle, chunk.join(''));
    chunk = [];
    held = 0;
    if (written >= bytes) break;
  }
  closeSync(handle);
}
