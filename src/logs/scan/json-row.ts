import { areFlags, type ByteHash, findJsonQuote, findStop } from './bytes.ts';
import { NONE, SHORTEST_ROW, UNKNOWN } from './columns.ts';
import type { RowClock } from './row-clock.ts';
import { digitsEnd, hasPort, type RowReader, numberAt } from './text-row.ts';

/** The keys of Istio's default JSON in the order in which Envoy writes them, by name. Source: Istio 1.31 pilot/pkg/model/telemetry_logging.go; captured rows. */
const names = [
  'authority',
  'bytes_received',
  'bytes_sent',
  'connection_termination_details',
  'downstream_local_address',
  'downstream_remote_address',
  'duration',
  'method',
  'path',
  'protocol',
  'request_id',
  'requested_server_name',
  'response_code',
  'response_code_details',
  'response_flags',
  'route_name',
  'start_time',
  'upstream_cluster',
  'upstream_host',
  'upstream_local_address',
  'upstream_service_time',
  'upstream_transport_failure_reason',
  'user_agent',
  'x_forwarded_for',
] as const;
/** What stands before each value, in words of four bytes; the last word ends with the key and may overlap the one before. */
const keys = names.map((name, index) => {
  const bytes = Buffer.from(`${index === 0 ? '{' : ','}"${name}":`, 'latin1');
  const words = Int32Array.from({ length: bytes.length >> 2 }, (_, word) => bytes.readInt32LE(word * 4));
  return { length: bytes.length, words, last: bytes.readInt32LE(bytes.length - 4) };
});
const [DURATION, METHOD, CODE, DETAILS, FLAGS, START, CLUSTER, HOST, LOCAL] = (
  [
    'duration',
    'method',
    'response_code',
    'response_code_details',
    'response_flags',
    'start_time',
    'upstream_cluster',
    'upstream_host',
    'upstream_local_address',
  ] as const
).map((name) => names.indexOf(name));

/** Rows of Istio's default JSON without escapes, each key in its place. `parseAccessRow` reads the same of such a row, and judges all others. */
export function createJsonReader(clock: RowClock, hash: ByteHash): RowReader {
  const from = new Int32Array(names.length);
  const to = new Int32Array(names.length);
  const lies = (field: number | undefined): readonly [number, number] => [from[field ?? 0] ?? 0, to[field ?? 0] ?? 0];
  return (view, begin, columns, entry) => {
    const end = locate(view, begin, from, to);
    if (end - begin < SHORTEST_ROW) return -1;
    const [code, codeEnd] = lies(CODE);
    const [start, startEnd] = lies(START);
    const [took, tookEnd] = lies(DURATION);
    const [method, methodEnd] = lies(METHOD);
    const [details, detailsEnd] = lies(DETAILS);
    const [flags, flagsEnd] = lies(FLAGS);
    if (digitsEnd(view, code, 3) !== codeEnd || isPadded(view, code, codeEnd) || startEnd - start !== 26) return -1;
    const at = clock(view, start + 1);
    if (at < 0) return -1;
    const isUntimed = isNull(view, took, tookEnd);
    if (!isUntimed && (digitsEnd(view, took, 9) !== tookEnd || isPadded(view, took, tookEnd))) return -1;
    if (flagsEnd - flags < 3 || view.getUint8(flags) !== 34 || !areFlags(view, flags + 1, flagsEnd - 1)) return -1;

    const first = view.getUint8(code);
    const isPlain =
      codeEnd - code === 3 &&
      first >= 49 &&
      first <= 52 &&
      flagsEnd - flags === 3 &&
      view.getUint8(flags + 1) === 45 &&
      detailsEnd - details === 14 &&
      view.getInt32(details + 1, true) === VIA;
    let sign: number = NONE;
    if (!isPlain) {
      hash.reset();
      hash.add(view, code, flagsEnd);
      if (hash.isOdd()) return -1;
      sign = hash.value();
      if (isAbsent(view, method, methodEnd)) sign = sign > 1 ? sign - 1 : 2;
    }

    const [cluster, clusterEnd] = lies(CLUSTER);
    const [host, hostEnd] = lies(HOST);
    const [local, localEnd] = lies(LOCAL);
    const hasHost = !isAbsent(view, host, hostEnd);
    if (hasHost && (hostEnd - host < 4 || !isHost(view, host + 1, hostEnd - 1))) return -1;
    if (!isAbsent(view, cluster, clusterEnd) && (clusterEnd - cluster < 4 || view.getUint8(cluster) !== 34)) return -1;
    const hasLocal = !isAbsent(view, local, localEnd);
    if (hasLocal && (localEnd - local < 4 || view.getUint8(local) !== 34)) return -1;
    hash.reset();
    if (isAbsent(view, cluster, clusterEnd)) hash.add(view, cluster, cluster);
    else hash.add(view, cluster + 1, clusterEnd - (view.getUint8(clusterEnd - 2) === 59 ? 2 : 1));
    if (hasHost) hash.add(view, host + 1, hostEnd - 1);
    else hash.add(dash, 0, 1);
    const pool = hash.value();
    if (hasLocal) hash.add(view, local + 1, localEnd - 1);
    if (hash.isOdd()) return -1;

    columns.start[entry] = at;
    columns.duration[entry] = isUntimed ? UNKNOWN : numberAt(view, took, tookEnd);
    columns.pool[entry] = pool;
    columns.connection[entry] = hasHost && hasLocal ? hash.value() : NONE;
    columns.sign[entry] = sign;
    return end;
  };
}

const VIA = Buffer.from('via_').readInt32LE(0);
const dash = new DataView(Buffer.from('-       ').buffer.slice(0));
dash.setUint8(0, 45);

/** Finds every value and gives the end of the object; -1 unless all keys stand in their places and the line ends there. */
function locate(view: DataView, begin: number, from: Int32Array, to: Int32Array): number {
  let at = begin;
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index];
    if (key === undefined) return -1;
    const { length, words, last } = key;
    for (let word = 0; word < words.length; word += 1) if (view.getInt32(at + word * 4, true) !== words[word]) return -1;
    if (view.getInt32(at + length - 4, true) !== last) return -1;
    at += length;
    from[index] = at;
    at = valueEnd(view, at);
    if (at < 0) return -1;
    to[index] = at;
  }
  if (view.getUint8(at) !== 125) return -1;
  const next = view.getUint8(at + 1);
  return next === 10 || (next === 13 && view.getUint8(at + 2) === 10) ? at + 1 : -1;
}

/** End of a string without escapes, of up to 15 digits, or of `null`; -1 for anything else. */
function valueEnd(view: DataView, from: number): number {
  const first = view.getUint8(from);
  if (first === 34) return findJsonQuote(view, from + 1) + 1 || -1;
  if (first === 110) return isNull(view, from, from + 4) ? from + 4 : -1;
  const number = digitsEnd(view, from, 15);
  return number > 0 && !isPadded(view, from, number) ? number : -1;
}

/** A name or an address with its port, without a blank. */
function isHost(view: DataView, from: number, end: number): boolean {
  return findStop(view, from) === end && hasPort(view, from, end);
}

const NULL = Buffer.from('null').readInt32LE(0);

function isNull(view: DataView, from: number, end: number): boolean {
  return end - from === 4 && view.getInt32(from, true) === NULL;
}

/** `null` or `"-"`. */
function isAbsent(view: DataView, from: number, end: number): boolean {
  return isNull(view, from, end) || (end - from === 3 && view.getUint8(from + 1) === 45);
}

/** JSON has no numbers such as 007. */
function isPadded(view: DataView, from: number, end: number): boolean {
  return end - from > 1 && view.getUint8(from) === 48;
}
