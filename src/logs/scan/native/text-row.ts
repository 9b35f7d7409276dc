import { putRow } from './columns.ts';
import { areDigits, hasPort, numberOf } from './digits.ts';
import { areFlags } from './flags.ts';
import { EMPTY, expectVisible, hashed, keyOf, wasVisible } from './hash.ts';
import { momentAt } from './row-clock.ts';
import { byteOf, placeOf } from './stops.ts';

const FEED: u32 = 10;
const RETURN: u32 = 13;
const BLANK: u32 = 32;
const QUOTE: u32 = 34;
const DASH: u32 = 45;
const SEMICOLON: u32 = 59;
const BACKSLASH: u32 = 92;
const BRACKET: u32 = 93;
/** `Z] "`, and `via_upstream - "-" ` in three pieces. */
const BEHIND_TIME: u32 = 0x22205d5a;
const VIA_UPST: u64 = 0x747370755f616976;
const REAM_NONE: u64 = 0x22202d206d616572;
const NONE_QUOTE: u32 = 0x20222d22;
/** No row that is taken is shorter. */
const SHORTEST: usize = 96;

/**
 * Istio's default text format (1.9 to 1.31: `[START] "METHOD PATH PROTOCOL" CODE FLAGS DETAILS TERMINATION "TRANSPORT FAILURE" RECEIVED SENT DURATION
 * SERVICE "XFF" "UA" "ID" "AUTHORITY" "HOST" CLUSTER LOCAL DOWNSTREAM-LOCAL DOWNSTREAM-REMOTE SNI ROUTE`) as Envoy writes it when nothing is odd: no quote
 * inside a quoted field and no blank at its end (`Z] "` would look like the head of another row), times in milliseconds, plain ASCII where it counts.
 * `parseAccessRow` reads the same of such a row, and judges all others.
 *
 * Writes the row that begins at `from` to entry `entry` and gives the stop that ends it; 0 when it is not certain that there is a row. `first` is the first
 * stop from `from` on. A line feed must come, and no step passes over one: each looks at the stop it passes.
 */
export function readText(from: usize, first: usize, entry: usize): usize {
  if (load<u32>(from, 24) !== BEHIND_TIME) return 0;
  const start = momentAt(from + 1);
  if (start < 0) return 0;
  // the first two stops are the blank and the quote behind the time
  const method = u32(load<u8>(from, 28));
  if (method === DASH ? u32(load<u8>(from, 29)) !== BLANK : method < 65 || method > 90) return 0;
  if (!isToken(from + 28, first + 8)) return 0; // no method: not an HTTP request

  const request = closing(first + 12);
  if (request === 0) return 0;
  const code = placeOf(request) + 2;
  if (byteOf(request + 4) !== BLANK || placeOf(request + 4) !== code - 1 || u32(load<u8>(code - 3)) === BLANK) return 0;
  const codeEnd = placeOf(request + 8);
  const flagsEnd = placeOf(request + 12);
  if (byteOf(request + 8) !== BLANK || !areDigits(code, codeEnd, 3)) return 0;
  if (byteOf(request + 12) !== BLANK || !areFlags(codeEnd + 1, flagsEnd)) return 0;
  const details = flagsEnd + 1;

  const isVia = load<u64>(details) === VIA_UPST && load<u64>(details, 8) === REAM_NONE && load<u32>(details, 15) === NONE_QUOTE;
  const digit = u32(load<u8>(code));
  let number = request + 36;
  let sign: f64 = 0;
  if (!isVia || details !== codeEnd + 3 || codeEnd - code !== 3 || digit < 49 || digit > 52 || u32(load<u8>(codeEnd, 1)) !== DASH) {
    const letter = u32(load<u8>(details));
    const detailsEnd = placeOf(request + 16);
    if (!isToken(details, request + 16) || (letter !== DASH && (letter < 97 || letter > 122))) return 0;
    expectVisible();
    sign = keyOf(hashed(hashed(hashed(EMPTY, code, codeEnd), codeEnd + 1, flagsEnd), details, detailsEnd));
    if (!wasVisible()) return 0;
    if (method === DASH) sign = sign > 1 ? sign - 1 : 2;
    if (!isVia) number = behindTransport(detailsEnd + 1, request + 20);
    if (number === 0) return 0;
  }

  const received = placeOf(number);
  const sent = placeOf(number + 4);
  const took = placeOf(number + 8);
  const service = placeOf(number + 12);
  if (byteOf(number) !== BLANK || !areDigits(placeOf(number - 4) + 1, received, 15)) return 0;
  if (byteOf(number + 4) !== BLANK || !areDigits(received + 1, sent, 15)) return 0;
  if (byteOf(number + 8) !== BLANK || !isNumber(sent + 1, took)) return 0;
  if (byteOf(number + 12) !== BLANK || !isNumber(took + 1, service)) return 0;

  let open = number + 16;
  if (byteOf(open) !== QUOTE || placeOf(open) !== service + 1) return 0;
  for (let field = 0; field < 4; field += 1) {
    const close = closing(open + 4);
    if (close === 0) return 0;
    const at = placeOf(close);
    open = close + 8;
    if (byteOf(close + 4) !== BLANK || byteOf(open) !== QUOTE || placeOf(open) !== at + 2 || u32(load<u8>(at - 1)) === BLANK) return 0;
  }
  const host = placeOf(open) + 1;
  const hostEnd = placeOf(open + 4);
  if (byteOf(open + 4) !== QUOTE || byteOf(open + 8) !== BLANK || placeOf(open + 8) !== hostEnd + 1) return 0;
  const hasHost = !isDash(host, hostEnd);
  if (hasHost && !hasPort(host, hostEnd)) return 0;
  const cluster = hostEnd + 2;
  const clusterEnd = placeOf(open + 12);
  const local = clusterEnd + 1;
  const localEnd = placeOf(open + 16);
  if (!isToken(cluster, open + 12) || !isToken(local, open + 16)) return 0;
  const end = lastStop(localEnd + 1, open + 20);
  if (end === 0 || placeOf(end) - from < SHORTEST) return 0;

  let named = u32(load<u8>(clusterEnd - 1)) === SEMICOLON ? clusterEnd - 1 : clusterEnd;
  if (named === cluster) return 0;
  if (isDash(cluster, named)) named = cluster;
  expectVisible();
  const pool = hashed(hashed(EMPTY, cluster, named), host, hostEnd);
  const connection = hasHost && !isDash(local, localEnd) ? keyOf(hashed(pool, local, localEnd)) : 0;
  if (!wasVisible()) return 0;
  putRow(entry, start, isDash(sent + 1, took) ? -1 : numberOf(sent + 1, took), keyOf(pool), connection, sign);
  return end;
}

/** The stop that closes a quoted field; 0 when a control character, such as the line's end, comes first. */
function closing(from: usize): usize {
  let stop = from;
  while (byteOf(stop) === BLANK || byteOf(stop) === BACKSLASH) stop += 4;
  return byteOf(stop) === QUOTE ? stop : 0;
}

/** Whether a token of one byte or more begins there and ends at this stop, which is a blank. */
function isToken(from: usize, stop: usize): bool {
  return placeOf(stop) > from && byteOf(stop) === BLANK;
}

function isDash(from: usize, end: usize): bool {
  return end - from === 1 && u32(load<u8>(from)) === DASH;
}

/** Up to nine digits, or a `-`. */
function isNumber(from: usize, end: usize): bool {
  return areDigits(from, end, 9) || isDash(from, end);
}

/** Passes `TERMINATION "TRANSPORT FAILURE" ` and gives the stop of the number behind it; 0 when it looks different. */
function behindTransport(from: usize, termination: usize): usize {
  const at = placeOf(termination);
  if (!isToken(from, termination) || u32(load<u8>(at - 1)) === BRACKET) return 0;
  if (byteOf(termination + 4) !== QUOTE || placeOf(termination + 4) !== at + 1) return 0;
  const close = closing(termination + 8);
  if (close === 0 || byteOf(close + 4) !== BLANK || placeOf(close + 4) !== placeOf(close) + 1) return 0;
  return u32(load<u8>(placeOf(close) - 1)) === BLANK ? 0 : close + 8;
}

/** The stop that ends the line behind at least three tokens; 0 when it looks different. */
function lastStop(from: usize, first: usize): usize {
  let at = from;
  let stop = first;
  while (isToken(at, stop)) {
    at = placeOf(stop) + 1;
    stop += 4;
  }
  const end = placeOf(stop);
  const isEnd = byteOf(stop) === FEED || (byteOf(stop) === RETURN && u32(load<u8>(end, 1)) === FEED);
  return isEnd && end > at && stop - first >= 8 ? stop : 0;
}
