import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccessRow } from '../../formats/access-log/row.ts';
import { parseAccessRow } from '../../formats/access-log/parse-access-row.ts';
import { unwrapLine } from '../../formats/log-lines/unwrap-line.ts';
import { podNamePattern } from './pod-names.ts';

/** Rows that the sidecars of a workload (pods named after it) wrote, of all its pods and attempts, also of pods that are gone. */
export function accessRows(logs: string, namespace: string, workload: string): readonly AccessRow[] {
  return podLogs(logs, namespace, workload).flatMap((folder) => attemptsIn(join(logs, folder, 'istio-proxy')).flatMap(rowsOf));
}

function podLogs(logs: string, namespace: string, workload: string): readonly string[] {
  // namespace_pod_uid
  const own = new RegExp(`^${namespace}_${podNamePattern(workload)}_`);
  return entries(logs).filter((name) => own.test(name));
}

function attemptsIn(folder: string): readonly string[] {
  return entries(folder)
    .filter((name) => /^\d+\.log(?:\.1)?$/.test(name))
    .map((name) => join(folder, name));
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nothing was logged yet.
    return [];
  }
}

function rowsOf(file: string): readonly AccessRow[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const row = parseAccessRow(unwrapLine(line).text);
      return row === undefined || row === 'damaged' ? [] : [row];
    });
}

/** Whether a row has this response flag, or this status where `shows` is a number. */
export function showsIn(row: AccessRow, shows: string): boolean {
  return /^\d+$/.test(shows) ? row.code === Number(shows) : row.flags.includes(shows);
}
