import { parseAccessRow } from '../../formats/access-log/parse-access-row.ts';
import type { AccessRow } from '../../formats/access-log/row.ts';
import { unwrapLine } from '../../formats/log-lines/unwrap-line.ts';

/** Rows of a log that are looked at, from its end. */
const MOST_ROWS = 20_000;

/**
 * The addresses at the far ends of failing requests in a proxy's access log, most frequent first: of callers when the proxy is a server's
 * (`downstream`), of servers when it is a client's (`upstream`).
 */
export function otherEnds(log: string, side: 'downstream' | 'upstream'): readonly string[] {
  const counts = new Map<string, number>();
  for (const row of failed(log)) {
    const address = side === 'downstream' ? row.downstreamRemote : row.upstreamHost;
    const ip = /^(.+):\d+$/.exec(address ?? '')?.[1]?.replace(/^\[|\]$/g, '');
    if (ip !== undefined && !ip.startsWith('127.')) counts.set(ip, (counts.get(ip) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([ip]) => ip);
}

/** Failing requests in a proxy's access log. */
export function failedRows(log: string): number {
  return failed(log).length;
}

function failed(log: string): readonly AccessRow[] {
  return log
    .split('\n')
    .slice(-MOST_ROWS)
    .flatMap((line) => {
      const row = line.includes('"') ? parseAccessRow(unwrapLine(line).text) : undefined;
      return row === undefined || row === 'damaged' || !isFailed(row) ? [] : [row];
    });
}

function isFailed({ code, flags }: AccessRow): boolean {
  return code >= 500 || flags.length > 0;
}
