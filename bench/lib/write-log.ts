import { closeSync, openSync, writeSync } from 'node:fs';
import { type MeshRow, meshRows } from './mesh-rows.ts';

const CHUNK = 4_000_000;

/** Writes the first rows of `meshRows`, about `bytes` of them, as `line` tells each; gives the file. */
export function writeLog(file: string, bytes: number, line: (row: MeshRow) => string): string {
  const handle = openSync(file, 'w');
  let chunk: string[] = [];
  let held = 0;
  let written = 0;
  for (const row of meshRows()) {
    const text = line(row);
    chunk.push(text);
    held += text.length;
    if (held < CHUNK && written + held < bytes) continue;
    written += writeSync(handle, chunk.join(''));
    chunk = [];
    held = 0;
    if (written >= bytes) break;
  }
  closeSync(handle);
  return file;
}
