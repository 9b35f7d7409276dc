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
const ZERO: u32 = 48;
const SEMICOLON: u32 = 59;
const BRACE: u32 = 125;
const NULL: u32 = 0x6c6c756e;
const VIA_UPST: u64 = 0x747370755f616976;
/** No row that is taken is shorter. */
const SHORTEST: usize = 96;

// Which values are read, by their place in `jsonKeys`.
const DURATION: usize = 6;
const METHOD: usize = 7;
const CODE: usize = 12;
const DETAILS: usize = 13;
const FLAGS: usize = 14;
const START: usize = 16;
const CLUSTER: usize = 17;
const HOST: usize = 18;
const LOCAL: usize = 19;
const FIELDS: usize = 24;

/** Where `jsonKeys` lie, and room for the places of a row's values. */
let keys: usize = 0;
let values: usize = 0;

export function useKeys(keysAt: usize, valuesAt: usize): void {
  keys = keysAt;
  values = valuesAt;
}

/**
 * Rows of Istio's default JSON without escapes, each key in its place. `parseAccessRow` reads the same of such a row, and judges all others. For what
 * comes in and out see `readText`.
 */
export function readJson(from: usize, first: usize, entry: usize): usize {
  const end = locate(from, first);
  if (end === 0 || placeOf(end) - from < SHORTEST) return 0;
  const code = begin(CODE);
  if (!areDigits(code, ended(CODE), 3) || length(START) !== 26) return 0;
  const start = momentAt(begin(START) + 1);
  if (start < 0) return 0;
  const isUntimed = isNull(DURATION);
  if (!isUntimed && !areDigits(begin(DURATION), ended(DURATION), 9)) return 0;
  const flags = begin(FLAGS);
  const flagsEnd = ended(FLAGS);
  if (length(FLAGS) < 3 || u32(load<u8>(flags)) !== QUOTE || !areFlags(flags + 1, flagsEnd - 1)) return 0;

  const digit = u32(load<u8>(code));
  const isVia = length(DETAILS) === 14 && load<u64>(begin(DETAILS), 1) === VIA_UPST;
  expectVisible();
  let sign: f64 = 0;
  if (!isVia || length(CODE) !== 3 || digit < 49 || digit > 52 || length(FLAGS) !== 3) {
    sign = keyOf(hashed(EMPTY, code, flagsEnd));
    if (isAbsent(METHOD)) sign = sign > 1 ? sign - 1 : 2;
  }

  const hasHost = !isAbsent(HOST);
  const hasLocal = !isAbsent(LOCAL);
  const hasCluster = !isAbsent(CLUSTER);
  if ((hasHost && !isText(HOST)) || (hasLocal && !isText(LOCAL)) || (hasCluster && !isText(CLUSTER))) return 0;
  if (hasHost && !hasPort(begin(HOST) + 1, ended(HOST) - 1)) return 0;
  const cluster = begin(CLUSTER) + 1;
  const named = !hasCluster ? cluster : ended(CLUSTER) - (u32(load<u8>(ended(CLUSTER) - 2)) === SEMICOLON ? 2 : 1);
  const before = hashed(EMPTY, cluster, named);
  const pool = hasHost ? hashed(before, begin(HOST) + 1, ended(HOST) - 1) : hashed(before, keys, keys + 1);
  const connection = hasHost && hasLocal ? keyOf(hashed(pool, begin(LOCAL) + 1, ended(LOCAL) - 1)) : 0;
  if (!wasVisible()) return 0;
  putRow(entry, start, isUntimed ? -1 : numberOf(begin(DURATION), ended(DURATION)), keyOf(pool), connection, sign);
  return end;
}

/** Finds every value and gives the stop that ends the line; 0 unless all keys stand in their places and the line ends there. */
function locate(from: usize, first: usize): usize {
  let at = from;
  let stop = first;
  let key = keys + 16;
  for (let field: usize = 0; field < FIELDS; field += 1) {
    const size = load<u32>(key);
    if (!isKey(at, key + 16, size)) return 0;
    key += 64;
    at += size;
    stop += 8; // the key's quotes
    store<u32>(values + field * 8, u32(at));
    if (u32(load<u8>(at)) === QUOTE) {
      do stop += 4;
      while (byteOf(stop) === BLANK);
      if (byteOf(stop) !== QUOTE) return 0;
      at = placeOf(stop) + 1;
      stop += 4;
    } else at = scalarEnd(at);
    if (at === 0) return 0;
    store<u32>(values + field * 8, u32(at), 4);
  }
  if (u32(load<u8>(at)) !== BRACE) return 0;
  const next = u32(load<u8>(at, 1));
  return next === FEED || (next === RETURN && u32(load<u8>(at, 2)) === FEED) ? stop : 0;
}

/** Whether what lies at a place is the key, which has at most 48 bytes and zeros behind it. */
function isKey(at: usize, key: usize, size: u32): bool {
  let different = v128.andnot(v128.xor(v128.load(at), v128.load(key)), past(size));
  if (size > 16) different = v128.or(different, v128.andnot(v128.xor(v128.load(at, 16), v128.load(key, 16)), past(size - 16)));
  if (size > 32) different = v128.or(different, v128.andnot(v128.xor(v128.load(at, 32), v128.load(key, 32)), past(size - 32)));
  return !v128.any_true(different);
}

/** Of sixteen bytes those from the `size`th on. */
function past(size: u32): v128 {
  return i8x16.ge_u(i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), i8x16.splat(u8(size)));
}

/** End of a number of up to 15 digits, or of `null`; 0 for anything else. */
function scalarEnd(from: usize): usize {
  if (load<u32>(from) === NULL) return from + 4;
  let at = from;
  while (at < from + 16 && u32(load<u8>(at)) - ZERO < 10) at += 1;
  const isPadded = u32(load<u8>(from)) === ZERO && at > from + 1;
  return at === from || at === from + 16 || isPadded ? 0 : at;
}

function begin(field: usize): usize {
  return load<u32>(values + field * 8);
}

function ended(field: usize): usize {
  return load<u32>(values + field * 8, 4);
}

function length(field: usize): usize {
  return ended(field) - begin(field);
}

function isNull(field: usize): bool {
  return load<u32>(begin(field)) === NULL;
}

/** `null` or `"-"`. */
function isAbsent(field: usize): bool {
  return isNull(field) || (length(field) === 3 && u32(load<u8>(begin(field), 1)) === DASH);
}

/** A string that is not empty. */
function isText(field: usize): bool {
  return length(field) > 2 && u32(load<u8>(begin(field))) === QUOTE;
}
