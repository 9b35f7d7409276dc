import type { ProxyFailureRow, ProxyLog } from '../artifacts/proxy-logs/types.ts';
import type { ProxyRow } from '../formats/proxy-log/proxy-row.ts';

/** A failing request of a proxy, with the lines of its attempts. */
export interface ProxyRequest {
  readonly log: ProxyLog;
  /** What all its lines together say. */
  readonly row: ProxyRow;
  /** The line of the request first, if there is one, then those of its attempts. */
  readonly lines: readonly [ProxyFailureRow, ...ProxyFailureRow[]];
}

/** nginx's error log has whole seconds, and each of its lines is written when its attempt ends. */
const slackMs = 1_000;

/**
 * Joins the lines that one proxy wrote of one request: nginx tells the reason in its error log and the outcome in its access log. An attempt
 * without a line of its request stands for itself: access logs may be off for some hosts.
 */
export function requestsOf(logs: readonly ProxyLog[]): readonly ProxyRequest[] {
  return [...Map.groupBy(logs, homeOf).values()].flatMap((home) => requestsOfHome(home));
}

/** Lines of one server may stand in several files: of a pod, or of a folder. */
export function homeOf({ identity, at, proxy }: ProxyLog): string {
  const place = identity.pod === undefined ? at.file.slice(0, at.file.lastIndexOf('/') + 1) : `${identity.namespace ?? ''}/${identity.pod}`;
  return `${proxy} ${place}`;
}

function requestsOfHome(home: readonly ProxyLog[]): readonly ProxyRequest[] {
  const all = home.flatMap((log) => log.failures.map((line) => ({ log, line })));
  const attempts = Map.groupBy(
    all.filter(({ line }) => line.row.kind === 'attempt').toSorted((a, b) => a.line.row.start - b.line.row.start),
    ({ line }) => keyOf(line.row),
  );
  const used = new Set<ProxyFailureRow>();
  const sole = soleDestination(home);
  const requests = all
    .filter(({ line }) => line.row.kind !== 'attempt')
    .toSorted((a, b) => a.line.row.end - b.line.row.end)
    .map(({ log, line }): ProxyRequest => {
      const own = explainable(line.row) ? attemptsFor(line.row, attempts.get(keyOf(line.row)) ?? [], used) : [];
      for (const attempt of own) used.add(attempt);
      const row = joined(line.row, own);
      return { log, row: row.kind === 'plain' && own.length === 0 ? { ...row, ...sole } : row, lines: [line, ...own] };
    });
  const names = namesByAddress(home);
  const alone = [...attempts.values()].flat().flatMap(({ log, line }): readonly ProxyRequest[] => {
    if (used.has(line)) return [];
    const name = line.row.upstreamHost === undefined ? undefined : names.get(line.row.upstreamHost);
    const row = name === undefined ? line.row : { ...line.row, upstreamName: name };
    return [{ log, row, lines: [line] }];
  });
  return [...requests, ...alone];
}

/** Where a proxy sends everything, as far as its failing attempts show: what its plain lines do not say. */
export function soleDestination(home: readonly ProxyLog[]): Pick<ProxyRow, 'upstreamHost' | 'upstreamName' | 'authority'> {
  const places = new Map<string, Pick<ProxyRow, 'upstreamHost' | 'upstreamName' | 'authority'>>();
  for (const { failures } of home) {
    for (const { row } of failures) {
      if (row.kind !== 'attempt' || (row.upstreamHost ?? row.upstreamName) === undefined) continue;
      const { upstreamHost, upstreamName, authority } = row;
      places.set(upstreamHost ?? upstreamName ?? '', {
        ...(upstreamHost === undefined ? {} : { upstreamHost }),
        ...(upstreamName === undefined ? {} : { upstreamName }),
        ...(authority === undefined ? {} : { authority }),
      });
    }
  }
  const [only] = places.values();
  return places.size === 1 && only !== undefined ? only : {};
}

const keyOf = (row: ProxyRow): string => `${row.method ?? ''} ${row.path ?? ''}`;

/** Lines whose reason another line may tell. */
function explainable({ fault }: ProxyRow): boolean {
  return fault === 'unnamed' || fault === 'unsigned' || fault === 'unasked';
}

function attemptsFor(
  request: ProxyRow,
  candidates: readonly { readonly line: ProxyFailureRow }[],
  used: ReadonlySet<ProxyFailureRow>,
): readonly ProxyFailureRow[] {
  const most = request.attempts ?? (request.upstreamHost === undefined ? candidates.length : 1);
  return candidates
    .map(({ line }) => line)
    .filter((line) => {
      const { start, client, upstreamHost } = line.row;
      if (used.has(line) || start < request.start - slackMs || start > request.end + slackMs) return false;
      if (client !== undefined && request.client !== undefined && client !== request.client) return false;
      return request.attempts !== undefined || upstreamHost === undefined || request.upstreamHost === undefined || upstreamHost === request.upstreamHost;
    })
    .slice(0, most);
}

function joined(request: ProxyRow, attempts: readonly ProxyFailureRow[]): ProxyRow {
  const last = attempts.at(-1)?.row;
  if (last?.fault === undefined) return request;
  return {
    ...request,
    fault: last.fault,
    ...(last.words === undefined ? {} : { words: last.words }),
    ...(request.upstreamHost === undefined && last.upstreamHost !== undefined ? { upstreamHost: last.upstreamHost } : {}),
    ...(request.upstreamName === undefined && last.upstreamName !== undefined ? { upstreamName: last.upstreamName } : {}),
    ...(request.authority === undefined && last.authority !== undefined ? { authority: last.authority } : {}),
  };
}

/** What the proxy's lines of requests call the upstream at an address. */
function namesByAddress(home: readonly ProxyLog[]): ReadonlyMap<string, string> {
  return new Map(
    home.flatMap(({ groups }) =>
      groups.flatMap(({ upstreamHost, upstreamName }) =>
        upstreamHost === undefined || upstreamName === undefined ? [] : [[upstreamHost, upstreamName] as const],
      ),
    ),
  );
}
