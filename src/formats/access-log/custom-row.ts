import type { EpochMs } from '../../model/time.ts';
import { addressOf } from './address.ts';
import { digitsAt, put, putCluster, putRequest, type RowDraft } from './draft.ts';
import { flagsOf, isKnownFlag } from './flags.ts';
import { type Fields, note, rowFromFields } from './row-from-fields.ts';
import type { AccessRow } from './row.ts';
import { startTime } from './start-time.ts';

/** Longer rows of a mesh's own format are not read: the work per line stays small. */
const longest = 8000;
const mostTokens = 80;

/**
 * Reads a row of a mesh's own `accessLogFormat` by its parts: `key=value` pairs with names that `field-names.ts` knows, or a time, a
 * request, a status code and Envoy's flags in this order. What is not certain stays unread; a line whose flags are `-` must name an
 * upstream cluster or response-code details, so that access logs of other servers are not taken for Envoy's.
 */
export function parseCustomRow(line: string, written?: EpochMs): AccessRow | undefined {
  if (line.length > longest) return undefined;
  if (line.includes('lags=') || line.includes('LAGS=')) return pairsRow(line, written);
  return line.includes(' HTTP/') ? positionalRow(line, written) : undefined;
}

function pairsRow(line: string, written?: EpochMs): AccessRow | undefined {
  const fields: Fields = new Map();
  for (const [, key = '', quoted, bare] of line.matchAll(/([A-Za-z_][\w.-]{0,59})=(?:"([^"]{0,2000})"|([^\s,"]{0,500}))/g)) note(fields, key, quoted ?? bare);
  if (!fields.has('start') && written === undefined) note(fields, 'start_time', timeAmong(tokensOf(line.slice(0, 80)))?.text);
  const row = rowFromFields(fields, written);
  return row === undefined ? undefined : { ...row, format: 'custom' };
}

function positionalRow(line: string, written?: EpochMs): AccessRow | undefined {
  const tokens = tokensOf(line);
  const time = timeAmong(tokens);
  const start = time?.at ?? written;
  const request = tokens.findIndex((token) => /^[A-Z-]{1,20} .{0,7000} HTTP\/[0-9.]{1,3}$/.test(token));
  const spread = request >= 0 ? -1 : tokens.findIndex((token) => /^HTTP\/[0-9.]{1,3}$/.test(token));
  const from = request >= 0 ? request : spread;
  if (start === undefined || from < 0) return undefined;
  const codeAt = tokens.findIndex((token, at) => at > from && at <= from + 4 && (token === '0' || /^[1-5]\d\d$/.test(token)));
  if (codeAt < 0) return undefined;
  const hasMark = tokens.some((token) => isCluster(token) || isDetails(token));
  const flagsAt = tokens.findIndex(
    (token, at) => at > codeAt && at <= codeAt + 3 && (token === '-' ? hasMark : token.split(',').every(isKnownFlag) || longFlags(token)),
  );
  const flags = flagsOf(tokens[flagsAt] ?? '?');
  if (flagsAt < 0 || flags === undefined) return undefined;

  const draft: RowDraft = { format: 'custom', start, code: Number(tokens[codeAt]), flags, bytesReceived: 0, bytesSent: 0 };
  putRequest(draft, request >= 0 ? (tokens[request] ?? '') : tokens.slice(Math.max(0, spread - 2), spread + 1).join(' '));
  put(draft, 'details', tokens.find(isDetails));
  putNumbers(draft, tokens, flagsAt + 1);
  put(
    draft,
    'requestId',
    tokens.find((token) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(token)),
  );
  putUpstream(draft, tokens);
  return draft;
}

/** Blank-separated words; what is in quotes or brackets is one word without them. */
function tokensOf(line: string): readonly string[] {
  const tokens: string[] = [];
  let at = 0;
  while (at < line.length && tokens.length < mostTokens) {
    const first = line[at];
    const close = first === '"' ? '"' : first === '[' ? ']' : undefined;
    const end = close === undefined ? -1 : closing(line, at + 1, close);
    if (first === ' ') at += 1;
    else if (end > 0) {
      tokens.push(line.slice(at + 1, end));
      at = end + 1;
    } else {
      const blank = line.indexOf(' ', at);
      tokens.push(line.slice(at, blank < 0 ? undefined : blank));
      at = blank < 0 ? line.length : blank + 1;
    }
  }
  return tokens;
}

/** The closing mark that a blank or the end of the line follows. */
function closing(line: string, from: number, mark: string): number {
  const end = line.indexOf(`${mark} `, from);
  return end >= 0 ? end : line.endsWith(mark) && line.length > from ? line.length - 1 : -1;
}

function timeAmong(tokens: readonly string[]): { readonly at: EpochMs; readonly text: string } | undefined {
  for (const text of tokens.slice(0, 12)) {
    const at = startTime(text) ?? commonLogTime(text);
    if (at !== undefined) return { at, text };
  }
  return undefined;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `22/Nov/2026:17:27:41 +0000`, as `%START_TIME(%d/%b/%Y:%H:%M:%S %z)%` writes it. */
function commonLogTime(text: string): EpochMs | undefined {
  const match = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d(?:\.\d{1,9})?)(?: ([+-]\d{4}))?$/.exec(text);
  const month = match === null ? -1 : months.indexOf(match[2] ?? '');
  return match === null || month < 0 ? undefined : startTime(`${match[3]}-${String(month + 1).padStart(2, '0')}-${match[1]}T${match[4]}${match[5] ?? 'Z'}`);
}

const isCluster = (token: string): boolean =>
  /^(?:out|in)bound(?:-vip)?\|\d{0,5}\|/.test(token) || token === 'PassthroughCluster' || token === 'BlackHoleCluster' || token === 'InboundPassthroughCluster';
const detailNames =
  /^(?:via_upstream|upstream_[a-z_]{5,60}|downstream_(?:remote|local)_disconnect|no_healthy_upstream|route_not_found|cluster_not_found|filter_chain_not_found|response_timeout|maintenance_mode|direct_response|duration_timeout|stream_idle_timeout|rbac_access_denied|ext_authz_(?:denied|error)|(?:local|request)_rate_limited|http[123]\.[a-z_.]{3,60})(?:$|[{(])/;
const isDetails = (token: string): boolean => token.length < 2000 && detailNames.test(token);
const longFlags = (token: string): boolean => /^[A-Z][a-z]+[A-Z]/.test(token) && (flagsOf(token)?.length ?? 0) > 0;

/** The run of numbers after the flags: received, sent, duration and the upstream's time, in Envoy's own order. */
function putNumbers(draft: RowDraft, tokens: readonly string[], from: number): void {
  const first = tokens.findIndex((token, at) => at >= from && at < from + 5 && digitsAt(token, 0, token.length) !== undefined);
  if (first < 0) return;
  const [received, sent, duration, service] = tokens.slice(first, first + 4).map((token) => digitsAt(token, 0, token.length));
  if (received === undefined || sent === undefined || duration === undefined) return;
  draft.bytesReceived = received;
  draft.bytesSent = sent;
  draft.durationMs = duration;
  if (service !== undefined) draft.upstreamServiceTimeMs = service;
}

/** Around the cluster's name: the host before it, the local address and the two downstream addresses after it, as in Istio's own order. */
function putUpstream(draft: RowDraft, tokens: readonly string[]): void {
  const at = tokens.findIndex(isCluster);
  if (at < 0) return;
  putCluster(draft, tokens[at]);
  const before = tokens[at - 1] ?? '-';
  if (addressOf(before) !== undefined) put(draft, 'upstreamHost', before);
  const [local, downstreamLocal, downstreamRemote] = tokens.slice(at + 1, at + 4);
  if (local !== undefined && (local === '-' || addressOf(local) !== undefined) && downstreamLocal !== undefined && addressOf(downstreamLocal) !== undefined) {
    put(draft, 'upstreamLocal', local);
    put(draft, 'downstreamLocal', downstreamLocal);
    if (downstreamRemote !== undefined && addressOf(downstreamRemote) !== undefined) put(draft, 'downstreamRemote', downstreamRemote);
  }
}
