import { isSaid, putCluster, type RowDraft } from './draft.ts';

/**
 * Reads `"XFF" "UA" "REQUEST-ID" "AUTHORITY" "UPSTREAM_HOST" CLUSTER LOCAL DOWNSTREAM_LOCAL DOWNSTREAM_REMOTE SNI ROUTE`
 * into the draft; Envoy's default line ends with the host. `from` is the position of the first quote.
 * False when the line breaks off before its end.
 */
export function readTail(line: string, from: number, draft: RowDraft): boolean {
  const hostEnd = line.lastIndexOf('"');
  if (hostEnd <= from) return false;
  const rest = line.slice(hostEnd + 2).split(' ', 12);
  const isBare = draft.format === 'envoy-text';
  if (isBare ? hostEnd !== line.length - 1 : rest.length < 5 || rest.includes('')) {
    return isBare ? readForward(line, from, draft) : rest.length > 0 && readForward(line, from, draft);
  }
  const hostAt = openingOf(line, hostEnd, from);
  const authorityAt = openingOf(line, hostAt - 2, from);
  const idAt = openingOf(line, authorityAt - 2, from);
  const upstreamHost = line.slice(hostAt + 1, hostEnd);
  if (hostAt < 0 || authorityAt < 0 || idAt < 0 || !looksLikeHost(upstreamHost)) return readForward(line, from, draft);
  const forwardedEnd = line.indexOf('" "', from + 1);
  if (forwardedEnd < 0 || forwardedEnd + 3 > idAt - 2 || line.charCodeAt(idAt - 2) !== 34) return readForward(line, from, draft);
  const forwardedFor = line.slice(from + 1, forwardedEnd);
  if (isSaid(forwardedFor)) draft.forwardedFor = forwardedFor;
  const userAgent = line.slice(forwardedEnd + 3, idAt - 2);
  if (isSaid(userAgent)) draft.userAgent = userAgent;
  const requestId = line.slice(idAt + 1, authorityAt - 2);
  if (isSaid(requestId)) draft.requestId = requestId;
  const authority = line.slice(authorityAt + 1, hostAt - 2);
  if (isSaid(authority)) draft.authority = authority;
  if (isSaid(upstreamHost)) draft.upstreamHost = upstreamHost;
  if (!isBare) readAddresses(rest, draft);
  return true;
}

/** The quote that opens the field closed at `close`; -1 when there is none. */
function openingOf(line: string, close: number, from: number): number {
  if (close <= from || line.charCodeAt(close) !== 34) return -1;
  const open = line.lastIndexOf('"', close - 1);
  return open > from && line.charCodeAt(open - 1) === 32 ? open : -1;
}

/** `10.1.1.1:80`, `[::1]:80`, `envoy://…`, a socket path or `-`: the check that the tail was not shifted by added fields. */
function looksLikeHost(text: string): boolean {
  return text === '-' || text === '' || (!text.includes(' ') && (/:\d+$/.test(text.slice(-8)) || text.includes('/')));
}

/** For lines with fields of a mesh's own after the usual ones: five quoted fields, then addresses, then whatever. */
function readForward(line: string, from: number, draft: RowDraft): boolean {
  const quoted: string[] = [];
  let at = from;
  while (quoted.length < 5) {
    if (line.charCodeAt(at) !== 34) return false;
    const end = closingOf(line, at + 1);
    if (end < 0) return false;
    quoted.push(line.slice(at + 1, end));
    at = end + 2;
  }
  const [forwardedFor, userAgent, requestId, authority, upstreamHost = ''] = quoted;
  if (!looksLikeHost(upstreamHost)) return false;
  const rest = line.slice(at, at + 4000).split(' ', 12);
  if (draft.format !== 'envoy-text' && (rest.length < 5 || rest.slice(0, 5).includes('') || rest.some((token) => token.startsWith('[20')))) return false;
  if (isSaid(forwardedFor)) draft.forwardedFor = forwardedFor;
  if (isSaid(userAgent)) draft.userAgent = userAgent;
  if (isSaid(requestId)) draft.requestId = requestId;
  if (isSaid(authority)) draft.authority = authority;
  if (isSaid(upstreamHost)) draft.upstreamHost = upstreamHost;
  if (draft.format === 'envoy-text') return true;
  draft.format = 'custom';
  readAddresses(rest, draft);
  return true;
}

function closingOf(line: string, from: number): number {
  const end = line.indexOf('" ', from);
  return end < 0 && line.endsWith('"') && line.length > from ? line.length - 1 : end;
}

function readAddresses(rest: readonly string[], draft: RowDraft): void {
  const [cluster, upstreamLocal, downstreamLocal, downstreamRemote, sni, route] = rest; // Istio <= 1.2 has no route
  putCluster(draft, cluster);
  if (isSaid(upstreamLocal)) draft.upstreamLocal = upstreamLocal;
  if (isSaid(downstreamLocal)) draft.downstreamLocal = downstreamLocal;
  if (isSaid(downstreamRemote)) draft.downstreamRemote = downstreamRemote;
  if (isSaid(sni)) draft.sni = sni;
  if (isSaid(route)) draft.route = route;
}
