import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { accessRows, type RowForm } from './access-rows.ts';
import { writeRows } from './write-rows.ts';

const PODS = 4;

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
