import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { accessRows, type RowForm } from './access-rows.ts';

const PODS = 4;
const CHUNK = 4 * 1024 ** 2;

/** Writes about `bytes` of access logs, one file per pod, as a collection of `kubectl logs` would lie there; gives the files. */
export function writeLogFolder(folder: string, form: RowForm, bytes: number): readonly string[] {
  return Array.from({ length: PODS }, (_, pod) => {
    const place = join(folder, 'logs', 'monitoring', `vminsert-6c8d9956ff-${NAMES[pod] ?? 'zzzzz'}`);
    mkdirSync(place, { recursive: true });
    const file = join(place, 'istio-proxy.log');
    writeRows(file, accessRows(pod, form), bytes / PODS);
    return file;
  });
}

const NAMES = ['292h4', '7xkqp', 'kgwfb', 'wrsxz'];

function writeRows(file: string, rows: Iterable<string>, bytes: number): void {
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
