import { areFlags, type ByteHash, findJsonQuote } from './bytes.ts';
import { NONE, UNKNOWN } from './columns.ts';
import type { RowClock } from './row-clock.ts';
import { digitsEnd, isHost, type RowReader, numberAt } from './text-row.ts';

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
const keys = names.map((name, index) => new Uint8Array(Buffer.from(`${index === 0 ? '{' : ','}"${name}":`, 'latin1')));
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
  return (view, begin, end, columns, entry) => {
    if (!locate(view, begin, end, from, to)) return false;
    const [code, codeEnd] = lies(CODE);
    const [start, startEnd] = lies(START);
    const [took, tookEnd] = lies(DURATION);
    const [method, methodEnd] = lies(METHOD);
    const [details, detailsEnd] = lies(DETAILS);
    const [flags, flagsEnd] = lies(FLAGS);
    if (digitsEnd(view, code, 3) !== codeEnd || isPadded(view, code, codeEnd) || startEnd - start !== 26) return false;
    const at = clock(view, start + 1);
    if (at < 0) return false;
    const isUntimed = isNull(view, took, tookEnd);
    if (!isUntimed && (digitsEnd(view, took, 9) !== tookEnd || isPadded(view, took, tookEnd))) return false;
    if (flagsEnd - flags < 3 || view.getUint8(flags) !== 34 || !areFlags(view, flags + 1, flagsEnd - 1)) return false;

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
      if (hash.isOdd()) return false;
      sign = hash.value();
      if (isAbsent(view, method, methodEnd)) sign = sign > 1 ? sign - 1 : 2;
    }

    const [cluster, clusterEnd] = lies(CLUSTER);
    const [host, hostEnd] = lies(HOST);
    const [local, localEnd] = lies(LOCAL);
    const hasHost = !isAbsent(view, host, hostEnd);
    if (hasHost && (hostEnd - host < 4 || !isHost(view, host + 1, hostEnd - 1))) return false;
    if (!isAbsent(view, cluster, clusterEnd) && (clusterEnd - cluster < 4 || view.getUint8(cluster) !== 34)) return false;
    const hasLocal = !isAbsent(view, local, localEnd);
    if (hasLocal && (localEnd - local < 4 || view.getUint8(local) !== 34)) return false;
    hash.reset();
    if (isAbsent(view, cluster, clusterEnd)) hash.add(view, cluster, cluster);
    else hash.add(view, cluster + 1, clusterEnd - (view.getUint8(clusterEnd - 2) === 59 ? 2 : 1));
    if (hasHost) hash.add(view, host + 1, hostEnd - 1);
    else hash.add(dash, 0, 1);
    const pool = hash.value();
    if (hasLocal) hash.add(view, local + 1, localEnd - 1);
    if (hash.isOdd()) return false;

    columns.start[entry] = at;
    columns.duration[entry] = isUntimed ? UNKNOWN : numberAt(view, took, tookEnd);
    columns.pool[entry] = pool;
    columns.connection[entry] = hasHost && hasLocal ? hash.value() : NONE;
    columns.sign[entry] = sign;
    return true;
  };
}

const VIA = Buffer.from('via_').readInt32LE(0);
const dash = new DataView(Buffer.from('-       ').buffer.slice(0));
dash.setUint8(0, 45);

/** Finds every value; false unless all keys stand in their places and the line ends where the object does. */
function locate(view: DataView, begin: number, end: number, from: Int32Array, to: Int32Array): boolean {
  let at = begin;
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index];
    if (key === undefined || at + key.length + 2 > end) return false;
    for (let byte = 0; byte < key.length; byte += 1) if (view.getUint8(at + byte) !== key[byte]) return false;
    at += key.length;
    from[index] = at;
    at = valueEnd(view, at, end);
    if (at < 0) return false;
    to[index] = at;
  }
  return at === end - 1 && view.getUint8(at) === 125;
}

/** End of a string without escapes, of up to 15 digits, or of `null`; -1 for anything else. */
function valueEnd(view: DataView, from: number, end: number): number {
  const first = view.getUint8(from);
  if (first === 34) return findJsonQuote(view, from + 1, end) + 1 || -1;
  if (first === 110) return from + 4 < end && isNull(view, from, from + 4) ? from + 4 : -1;
  const number = digitsEnd(view, from, 15);
  return number < end && number > 0 && !isPadded(view, from, number) ? number : -1;
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
