import type { Failure } from '../model/failure.ts';

/** How far apart two nodes' clocks may be, and rows of one request that two proxies wrote. */
export const clockSlackMs = 2_000;

/**
 * Joins rows of one request written by several proxies. A row without a flag only passes on what the next hop answered, so it
 * is folded into the deeper row: found by request id, else by the connection's two ends. Connections that a server's listener
 * refused are folded into the client's row of the same connection.
 */
export function joinFailures(rows: readonly Failure[]): readonly Failure[] {
  const byRequest = groupBy(rows, (row) => row.requestId);
  const byConnection = groupBy(
    rows.filter((row) => row.direction === 'inbound' || row.direction === 'listener'),
    (row) => row.downstreamRemote,
  );
  const folded = new Map<Failure, Failure[]>(); // deeper row -> the rows above it
  const gone = new Set<Failure>();
  for (const row of rows) {
    const deeper =
      row.family === 'answered' && row.direction !== 'inbound'
        ? answeredBy(row, byRequest, byConnection)
        : row.family === 'answered'
          ? furtherOn(row, byRequest)
          : undefined;
    if (deeper !== undefined && deeper !== row) {
      fold(folded, gone, deeper, row);
      continue;
    }
    if (row.direction === 'outbound' || row.direction === 'gateway') {
      const refused = sameConnection(row, byConnection).find((other) => other.family === 'refused-by-listener');
      if (refused !== undefined) fold(folded, gone, row, refused);
    }
  }
  return rows
    .filter((row) => !gone.has(row))
    .map((row) => withJoined(row, collect(row, folded)))
    .toSorted((a, b) => a.time - b.time);
}

function fold(folded: Map<Failure, Failure[]>, gone: Set<Failure>, keep: Failure, away: Failure): void {
  folded.set(keep, [...(folded.get(keep) ?? []), away]);
  gone.add(away);
}

function collect(row: Failure, folded: ReadonlyMap<Failure, readonly Failure[]>, depth = 0): readonly Failure[] {
  if (depth > 8) return [];
  return (folded.get(row) ?? []).flatMap((above) => [above, ...collect(above, folded, depth + 1)]);
}

/** Rows by what they have in common; rows without it are left out. */
export function groupBy(rows: readonly Failure[], key: (row: Failure) => string | undefined): ReadonlyMap<string, readonly Failure[]> {
  const groups = new Map<string, Failure[]>();
  for (const row of rows) {
    const value = key(row);
    if (value === undefined) continue;
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [row]);
    else group.push(row);
  }
  return groups;
}

/** The row one hop deeper that made this answer: the server's proxy, same request, inside this row's time. */
function answeredBy(
  row: Failure,
  byRequest: ReadonlyMap<string, readonly Failure[]>,
  byConnection: ReadonlyMap<string, readonly Failure[]>,
): Failure | undefined {
  const sameRequest = row.requestId === undefined ? [] : (byRequest.get(row.requestId) ?? []);
  const candidates = sameRequest.filter((other) => other !== row && other.direction === 'inbound' && isServerOf(row, other));
  // an id that each side wrote once, or an id and both ends, say that it is one request, however far apart the nodes' clocks are
  const isOnly = candidates.length === 1 && sameRequest.filter(({ direction }) => direction === row.direction).length === 1;
  const certain = isOnly ? candidates : candidates.filter((other) => hasBothEnds(row, other));
  return (
    latest(candidates.filter((other) => overlaps(row, other))) ??
    (certain.length === 1 ? certain[0] : undefined) ??
    latest(sameConnection(row, byConnection).filter((other) => other.direction === 'inbound' && overlaps(row, other)))
  );
}

/** An application that passes its caller's request id on, and whose own call failed: the answer was made further on. */
function furtherOn(row: Failure, byRequest: ReadonlyMap<string, readonly Failure[]>): Failure | undefined {
  if (row.requestId === undefined) return undefined;
  return latest(
    (byRequest.get(row.requestId) ?? []).filter(
      (other) => other !== row && other.direction === 'outbound' && other.pod !== undefined && other.pod === row.pod && overlaps(row, other),
    ),
  );
}

function isServerOf(above: Failure, below: Failure): boolean {
  if (above.serverPod !== undefined && below.pod !== undefined) return above.serverPod === below.pod;
  if (above.upstreamHost !== undefined && below.downstreamLocal !== undefined) return above.upstreamHost === below.downstreamLocal;
  return true;
}

/** The same connection, by the addresses that both proxies wrote: a port that is used again has another request id. */
function hasBothEnds(above: Failure, below: Failure): boolean {
  return above.upstreamLocal !== undefined && above.upstreamLocal === below.downstreamRemote;
}

function overlaps(above: Failure, below: Failure): boolean {
  return below.time >= above.time - clockSlackMs && below.time <= above.end + clockSlackMs;
}

/** Rows of the server whose downstream end is this row's upstream end (REDIRECT interception keeps the address). */
function sameConnection(row: Failure, byConnection: ReadonlyMap<string, readonly Failure[]>): readonly Failure[] {
  if (row.upstreamLocal === undefined) return [];
  return (byConnection.get(row.upstreamLocal) ?? []).filter(
    (other) => (other.downstreamLocal === undefined || other.downstreamLocal === row.upstreamHost) && overlaps(row, other),
  );
}

function latest(rows: readonly Failure[]): Failure | undefined {
  return rows.toSorted((a, b) => b.end - a.end)[0];
}

function withJoined(row: Failure, joined: readonly Failure[]): Failure {
  if (joined.length === 0) return row;
  const outermost = joined.find((other) => other.direction === 'outbound' || other.direction === 'gateway');
  return {
    ...row,
    ...(outermost?.client === undefined ? {} : { client: outermost.client }),
    ...(row.authority === undefined && outermost?.authority !== undefined ? { authority: outermost.authority } : {}),
    savedByRetry: joined.every((other) => other.savedByRetry),
    evidence: [row.evidence[0], ...row.evidence.slice(1), ...joined.flatMap((other) => other.evidence)],
  };
}
