import type { ProxySync, SyncState } from './types.ts';

const types = ['CDS', 'LDS', 'EDS', 'RDS', 'ECDS'];

/**
 * The table of `istioctl proxy-status`. Up to 1.26 the columns are `NAME CLUSTER CDS LDS EDS RDS ECDS ISTIOD VERSION`; from 1.27
 * `NAME CLUSTER ISTIOD VERSION SUBSCRIBED TYPES`, with states only by `-v`. Columns are found by the heading, cells by two spaces
 * or more, so `NOT SENT` stays one cell.
 */
export function readStatusTable(text: string, file: string, firstLine: number): readonly ProxySync[] {
  if (!/^NAME\s/m.test(text.slice(0, 20_000))) return [];
  const lines = text.split('\n', 100_000);
  const head = lines.findIndex((line) => /^NAME\s/.test(line) && /\sISTIOD(\s|$)/.test(line) && /\s(VERSION|CDS)(\s|$)/.test(line));
  const heading = lines[head];
  if (heading === undefined) return [];
  const columns = cells(heading);
  const rows: ProxySync[] = [];
  for (const [index, line] of lines.slice(head + 1).entries()) {
    if (line.trim() === '') break;
    const row = readRow(columns, cells(line));
    if (row !== undefined) rows.push({ ...row, at: { artifact: 'proxy-sync', file, line: firstLine + head + 1 + index } });
  }
  return rows;
}

function cells(line: string): readonly string[] {
  return line
    .slice(0, 2000)
    .trim()
    .split(/\s{2,}|\t+\s*/);
}

function readRow(columns: readonly string[], values: readonly string[]): Omit<ProxySync, 'at'> | undefined {
  const cell = (name: string): string | undefined => {
    const index = columns.indexOf(name);
    return index < 0 ? undefined : values[index];
  };
  const proxy = cell('NAME');
  if (proxy === undefined || !proxy.includes('.')) return undefined;
  const version = cell('VERSION');
  const subscribed = columns.findIndex((column) => column.startsWith('SUBSCRIBED'));
  const found = types.flatMap((type) => {
    const text = cell(type);
    return text === undefined ? [] : [[type, { state: stateOf(text) }] as const];
  });
  const listed = subscribed < 0 ? [] : subscribedTypes(values.slice(subscribed).join(' '));
  return { proxy, ...(version === undefined ? {} : { istioVersion: version }), types: Object.fromEntries([...found, ...listed]) };
}

/** `4 (CDS,LDS,EDS,RDS)`; a state may stand beside a type: `CDS:STALE`. Without one nothing is known of it. */
function subscribedTypes(text: string): readonly (readonly [string, { readonly state: SyncState }])[] {
  return types.flatMap((type) => {
    const match = new RegExp(`(?<![A-Z])${type}(?:[:= ]+(SYNCED|STALE|NOT SENT|ERROR|IGNORED))?`).exec(text);
    return match === null ? [] : [[type, { state: match[1] === undefined ? 'unknown' : stateOf(match[1]) }] as const];
  });
}

/** A cell may add the time or a reason: `STALE (Never Acknowledged)`, `SYNCED (3m)`. */
function stateOf(text: string): SyncState {
  if (/^STALE.*never/i.test(text)) return 'never-acked';
  if (text.startsWith('SYNCED')) return 'synced';
  if (text.startsWith('STALE')) return 'stale';
  if (text.startsWith('NOT SENT')) return 'not-sent';
  return text.startsWith('ERROR') ? 'error' : 'unknown';
}
