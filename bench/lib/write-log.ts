import { type MeshRow, meshRows } from './mesh-rows.ts';
import { writeRows } from './write-rows.ts';

/** Writes the first rows of `meshRows`, about `bytes` of them, as `line` tells each; gives the file. */
export function writeLog(file: string, bytes: number, line: (row: MeshRow) => string): string {
  writeRows(file, meshRows().map(line), bytes);
  return file;
}
