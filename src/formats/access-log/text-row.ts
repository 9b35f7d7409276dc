import { digitsAt, isDigitAt, put, putRequest, type RowDraft } from './draft.ts';
import { flagsOf } from './flags.ts';
import type { AccessRow } from './row.ts';
import { startTime } from './start-time.ts';
import { readTail } from './text-tail.ts';

/**
 * Reads Istio's text formats and Envoy's default line: `[START] "METHOD PATH PROTOCOL" CODE FLAGS …`.
 * The head is read forward and the tail backward, since Envoy does not escape quotes inside a user agent.
 * 'damaged' = it begins as such a row and breaks off or continues as something else; undefined = it does not begin so.
 * Field order: Istio pilot/pkg/model/telemetry_logging.go 1.2 to 1.31; Envoy 1.40 source/common/formatter.
 */
export function parseTextRow(line: string): AccessRow | 'damaged' | undefined {
  const bracketed = line.charCodeAt(0) === 91;
  const timeEnd = line.slice(0, 40).indexOf(bracketed ? ']' : ' ');
  if (timeEnd < 0) return undefined;
  const start = startTime(line, bracketed ? 1 : 0, timeEnd);
  const quote = bracketed ? timeEnd + 2 : timeEnd + 1;
  if (line.charCodeAt(quote - 1) !== 32 || line.charCodeAt(quote) !== 34 || !looksLikeRequest(line, quote + 1)) return undefined;
  // A moment that does not exist, such as 31 February.
  if (start === undefined) return bracketed && /^\[\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\]]*$/.test(line.slice(0, timeEnd)) ? 'damaged' : undefined;

  if (hasSecondHead(line, quote + 1)) return 'damaged';
  const requestEnd = endOfRequest(line, quote + 1);
  if (requestEnd === undefined) return line.length - line.lastIndexOf('" ') < 7 || !line.includes('" ', quote + 1) ? 'damaged' : undefined;
  const codeEnd = line.indexOf(' ', requestEnd + 2);
  const code = digitsAt(line, requestEnd + 2, codeEnd);
  const flagsEnd = line.indexOf(' ', codeEnd + 1);
  if (code === undefined) return undefined;
  if (flagsEnd < 0) return /^[A-Z,-]{0,40}$/.test(line.slice(codeEnd + 1)) ? 'damaged' : undefined;
  const flags = flagsOf(line.slice(codeEnd + 1, flagsEnd));
  if (flags === undefined) return undefined;

  const draft: RowDraft = { format: 'istio-text', start, code, flags, bytesReceived: 0, bytesSent: 0 };
  putRequest(draft, line.slice(quote + 1, requestEnd));
  const numbers = readUntilNumbers(line, flagsEnd + 1, draft);
  if (numbers === undefined) return 'damaged';
  const tail = readNumbers(line, numbers, draft);
  return tail !== undefined && readTail(line, tail, draft) ? draft : 'damaged';
}

/** `POST /…` or `- - -` or a cut-off beginning of either. */
function looksLikeRequest(line: string, at: number): boolean {
  const first = line.charCodeAt(at);
  return first === 45 || (first >= 65 && first <= 90) || Number.isNaN(first);
}

/** True when another row begins inside this one: the head of one and the tail of the other would make a row that never was. */
function hasSecondHead(line: string, from: number): boolean {
  const at = line.indexOf('Z] "', from);
  return at > 0 && line.lastIndexOf('[20', at) > at - 36;
}

/** Position of the quote that closes the request: the first that a status code follows. */
function endOfRequest(line: string, from: number): number | undefined {
  let at = from;
  for (let tries = 0; tries < 100; tries += 1) {
    const end = line.indexOf('" ', at);
    if (end < 0) return undefined;
    const after = line.indexOf(' ', end + 2);
    if (after > 0 && after - end <= 5 && digitsAt(line, end + 2, after) !== undefined) return end;
    at = end + 1;
  }
  return undefined;
}

/** Reads what stands between flags and byte counts, which tells the formats apart; gives the position of the first count. */
function readUntilNumbers(line: string, from: number, draft: RowDraft): number | undefined {
  if (isDigitAt(line, from)) {
    draft.format = 'envoy-text';
    return from;
  }
  if (line.charCodeAt(from) === 34) {
    draft.format = 'istio-text-legacy';
    const first = endOfQuoted(line, from + 1);
    if (first === undefined || line.charCodeAt(first + 2) !== 34) return first === undefined ? undefined : transport(line, from, first, draft);
    const second = endOfQuoted(line, first + 3); // Istio <= 1.7: the first quoted field was the mixer's status
    return second === undefined ? undefined : transport(line, first + 2, second, draft);
  }
  const open = line.indexOf(' "', from);
  if (open < 0) return undefined;
  readDetails(line.slice(from, open), draft);
  const close = endOfQuoted(line, open + 2);
  return close === undefined ? undefined : transport(line, open + 1, close, draft);
}

/** Envoy <= 1.20 wrote blanks inside the braces of the details, so a blank alone does not end them. */
function readDetails(text: string, draft: RowDraft): void {
  const closed = Math.max(text.lastIndexOf('} '), text.lastIndexOf(') '));
  const end = closed >= 0 ? closed + 1 : text.indexOf(' ');
  put(draft, 'details', end < 0 ? text : text.slice(0, end));
  if (end >= 0) put(draft, 'terminationDetails', text.slice(end + 1));
}

/** Closing quote of a field that a number or another quoted field follows. */
function endOfQuoted(line: string, from: number): number | undefined {
  let at = from;
  for (let tries = 0; tries < 100; tries += 1) {
    const end = line.indexOf('" ', at);
    if (end < 0) return undefined;
    if (isDigitAt(line, end + 2) || line.charCodeAt(end + 2) === 34) return end;
    at = end + 1;
  }
  return undefined;
}

function transport(line: string, open: number, close: number, draft: RowDraft): number {
  put(draft, 'transportFailure', line.slice(open + 1, close));
  return close + 2;
}

/** BYTES_RECEIVED BYTES_SENT DURATION UPSTREAM_SERVICE_TIME; gives the position of the quote after them. */
function readNumbers(line: string, from: number, draft: RowDraft): number | undefined {
  const ends: number[] = [];
  let at = from;
  for (let count = 0; count < 4; count += 1) {
    const end = line.indexOf(' ', at);
    if (end < 0) return undefined;
    ends.push(end);
    at = end + 1;
  }
  const [received = 0, sent = 0, duration = 0, service = 0] = ends;
  const bytesReceived = digitsAt(line, from, received);
  const bytesSent = digitsAt(line, received + 1, sent);
  if (bytesReceived === undefined || bytesSent === undefined || line.charCodeAt(service + 1) !== 34) return undefined;
  draft.bytesReceived = bytesReceived;
  draft.bytesSent = bytesSent;
  const took = digitsAt(line, sent + 1, duration);
  if (took !== undefined) draft.durationMs = took;
  const upstream = digitsAt(line, duration + 1, service);
  if (upstream !== undefined) draft.upstreamServiceTimeMs = upstream;
  return service + 1;
}
