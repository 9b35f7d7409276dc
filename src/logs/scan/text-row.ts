import { areFlags, type ByteHash, findQuote, findStop, findTokenEnd } from './bytes.ts';
import { type Columns, NONE, SHORTEST_ROW, UNKNOWN } from './columns.ts';
import type { RowClock } from './row-clock.ts';

/**
 * Writes the row that begins at a position to entry `entry` and gives its end, where the line's end stands; -1 when it is not certain that there is one.
 * Everything but lines and kind is set. A line feed must come, and no step passes over one: each looks at the byte it passes.
 */
export type RowReader = (view: DataView, from: number, columns: Columns, entry: number) => number;

const [BLANK, QUOTE, DASH] = [32, 34, 45];
const VIA = word('via_');
const UPST = word('upst');
const REAM = word('ream');
const NOTHING = word(' - "');
const AFTER_TIME = word('Z] "');

/**
 * Istio's default text format (1.9 to 1.31: `[START] "METHOD PATH PROTOCOL" CODE FLAGS DETAILS TERMINATION "TRANSPORT FAILURE" RECEIVED SENT DURATION
 * SERVICE "XFF" "UA" "ID" "AUTHORITY" "HOST" CLUSTER LOCAL DOWNSTREAM-LOCAL DOWNSTREAM-REMOTE SNI ROUTE`) as Envoy writes it when nothing is odd: no quote
 * inside a quoted field and no blank at its end (`Z] "` would look like the head of another row), times in milliseconds, plain ASCII where it counts. `parseAccessRow` reads the same of such a row, and judges all others.
 */
export function createTextReader(clock: RowClock, hash: ByteHash): RowReader {
  return (view, from, columns, entry) => {
    if (view.getInt32(from + 24, true) !== AFTER_TIME) return -1;
    const start = clock(view, from + 1);
    if (start < 0) return -1;
    const method = view.getUint8(from + 28);
    if (method === DASH ? view.getUint8(from + 29) !== BLANK : method < 65 || method > 90) return -1;
    const methodEnd = findTokenEnd(view, from + 28);
    if (methodEnd < 0) return -1; // no method: not an HTTP request

    const request = findQuote(view, methodEnd + 1);
    const code = request + 2;
    if (request < 0 || view.getUint8(request + 1) !== BLANK || view.getUint8(request - 1) === BLANK) return -1;
    const codeEnd = digitsEnd(view, code, 3);
    if (codeEnd < 0 || view.getUint8(codeEnd) !== BLANK) return -1;
    const details = flagsEnd(view, codeEnd + 1) + 1;
    if (details <= 0) return -1;

    let numbers = details + 19;
    let sign = NONE;
    const isPlain =
      view.getInt32(details, true) === VIA &&
      view.getInt32(details + 4, true) === UPST &&
      view.getInt32(details + 8, true) === REAM &&
      view.getInt32(details + 12, true) === NOTHING &&
      view.getUint8(details + 16) === DASH &&
      view.getUint8(details + 17) === QUOTE &&
      view.getUint8(details + 18) === BLANK;
    const first = view.getUint8(code);
    if (!isPlain || details !== codeEnd + 3 || codeEnd - code !== 3 || first < 49 || first > 52 || view.getUint8(codeEnd + 1) !== DASH) {
      const detailsEnd = isPlain ? details + 12 : findTokenEnd(view, details);
      const letter = view.getUint8(details);
      if (detailsEnd < 0 || (letter !== DASH && (letter < 97 || letter > 122))) return -1;
      hash.reset();
      hash.add(view, code, codeEnd);
      hash.add(view, codeEnd + 1, details - 1);
      hash.add(view, details, detailsEnd);
      if (hash.isOdd()) return -1;
      sign = hash.value();
      if (method === DASH) sign = sign > 1 ? sign - 1 : 2;
      numbers = isPlain ? numbers : transportEnd(view, detailsEnd + 1);
      if (numbers < 0) return -1;
    }

    const received = digitsEnd(view, numbers, 15);
    if (received < 0 || view.getUint8(received) !== BLANK) return -1;
    const sent = digitsEnd(view, received + 1, 15);
    if (sent < 0 || view.getUint8(sent) !== BLANK) return -1;
    const took = numberEnd(view, sent + 1);
    if (took < 0 || view.getUint8(took) !== BLANK) return -1;
    const service = numberEnd(view, took + 1);
    if (service < 0 || view.getUint8(service) !== BLANK || view.getUint8(service + 1) !== QUOTE) return -1;

    let open = service + 2;
    for (let field = 0; field < 4; field += 1) {
      const close = findQuote(view, open);
      if (close < 0 || view.getUint8(close + 1) !== BLANK || view.getUint8(close + 2) !== QUOTE || view.getUint8(close - 1) === BLANK) return -1;
      open = close + 3;
    }
    const hostEnd = findStop(view, open);
    if (view.getUint8(hostEnd) !== QUOTE || view.getUint8(hostEnd + 1) !== BLANK) return -1;
    const hasHost = hostEnd - open !== 1 || view.getUint8(open) !== DASH;
    if (hasHost && !hasPort(view, open, hostEnd)) return -1;
    const cluster = hostEnd + 2;
    const clusterEnd = findTokenEnd(view, cluster);
    if (clusterEnd < 0) return -1;
    const local = clusterEnd + 1;
    const localEnd = findTokenEnd(view, local);
    if (localEnd < 0) return -1;
    const end = lastTokensEnd(view, localEnd + 1);
    if (end - from < SHORTEST_ROW) return -1;

    let named = view.getUint8(clusterEnd - 1) === 59 ? clusterEnd - 1 : clusterEnd;
    if (named === cluster) return -1;
    if (named - cluster === 1 && view.getUint8(cluster) === DASH) named = cluster;
    hash.reset();
    hash.add(view, cluster, named);
    hash.add(view, open, hostEnd);
    const pool = hash.value();
    const hasLocal = localEnd - local !== 1 || view.getUint8(local) !== DASH;
    hash.add(view, local, localEnd);
    if (hash.isOdd()) return -1;

    columns.start[entry] = start;
    columns.duration[entry] = numberAt(view, sent + 1, took);
    columns.pool[entry] = pool;
    columns.connection[entry] = hasHost && hasLocal ? hash.value() : NONE;
    columns.sign[entry] = sign;
    return end;
  };
}

function word(text: string): number {
  return Buffer.from(text, 'latin1').readInt32LE(0);
}

/** End of one to `most` digits; -1 when there are none, or more. */
export function digitsEnd(view: DataView, from: number, most: number): number {
  let at = from;
  for (; at <= from + most; at += 1) {
    const digit = view.getUint8(at) - 48;
    if (digit < 0 || digit > 9) break;
  }
  return at > from && at <= from + most ? at : -1;
}

/** End of up to nine digits or of a `-`; -1 for anything else. */
function numberEnd(view: DataView, from: number): number {
  return view.getUint8(from) === DASH ? from + 1 : digitsEnd(view, from, 9);
}

export function numberAt(view: DataView, from: number, end: number): number {
  if (view.getUint8(from) === DASH) return UNKNOWN;
  let value = 0;
  for (let at = from; at < end; at += 1) value = value * 10 + view.getUint8(at) - 48;
  return value;
}

/** End of the flags that a blank follows; -2 for anything else. */
function flagsEnd(view: DataView, from: number): number {
  const at = findTokenEnd(view, from);
  return at >= 0 && at - from < 60 && areFlags(view, from, at) ? at : -2;
}

/** Passes `TERMINATION "TRANSPORT FAILURE" ` and gives the position of the number behind it; -1 when it looks different. */
function transportEnd(view: DataView, from: number): number {
  const termination = findTokenEnd(view, from);
  if (termination < 0 || view.getUint8(termination - 1) === 93 || view.getUint8(termination + 1) !== QUOTE) return -1;
  const close = findQuote(view, termination + 2);
  return close >= 0 && view.getUint8(close + 1) === BLANK && view.getUint8(close - 1) !== BLANK ? close + 2 : -1;
}

/** Whether what lies between is a name or an address with its port. */
export function hasPort(view: DataView, from: number, end: number): boolean {
  let at = end - 1;
  while (at > from && at > end - 6 && view.getUint8(at) >= 48 && view.getUint8(at) <= 57) at -= 1;
  return at > from && at < end - 1 && view.getUint8(at) === 58;
}

/** End of at least three tokens that fill the rest of the line; -1 when it looks different. */
function lastTokensEnd(view: DataView, from: number): number {
  let at = from;
  for (let count = 1; ; count += 1) {
    const stop = findStop(view, at);
    if (stop === at) return -1;
    const byte = view.getUint8(stop);
    if (byte === 10 || (byte === 13 && view.getUint8(stop + 1) === 10)) return count >= 3 ? stop : -1;
    if (byte !== BLANK) return -1;
    at = stop + 1;
  }
}
