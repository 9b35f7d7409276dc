/** Moments as Envoy writes them: `2026-11-22T17:27:41.362Z`. */

/** Consecutive rows share all but the last nine digits, so what the first fifteen bytes mean is remembered. */
let first: u64 = 0;
let last: u64 = 0;
let base: i64 = -1;

const SHAPE: u64 = 0x3030302e30303a30; // 0:00.000
/** Added to the differences from `SHAPE`, each byte overflows into its highest bit when it is more than 9 (a digit), 5 (tens of seconds) or 0. */
const REACH: u64 = 0x7676767f767a7f76;
const HIGH: u64 = 0x8080808080808080;

/** Milliseconds since 1970; -1 when anything is written differently, or is out of its range. Reads 24 bytes. */
export function momentAt(at: usize): i64 {
  const one = load<u64>(at);
  const two = load<u64>(at, 7);
  if (one !== first || two !== last) {
    base = tenMinutesAt(at);
    first = one;
    last = two;
  }
  const digits = load<u64>(at, 15) ^ SHAPE;
  if (((digits | (digits + REACH)) & HIGH) !== 0 || load<u8>(at, 23) !== 90 || base < 0) return -1;
  const seconds = (digits & 255) * 60 + ((digits >> 16) & 255) * 10 + ((digits >> 24) & 255);
  const fraction = ((digits >> 40) & 255) * 100 + ((digits >> 48) & 255) * 10 + (digits >> 56);
  return base + i64(seconds * 1_000 + fraction);
}

/** `2026-11-22T17:2`; -1 when it is not of this form, or there is no such day or hour. */
function tenMinutesAt(at: usize): i64 {
  const year = two(at) * 100 + two(at + 2);
  const month = two(at + 5);
  const day = two(at + 8);
  const hour = two(at + 11);
  const tens = i64(load<u8>(at, 14)) - 48;
  if (load<u8>(at, 4) !== 45 || load<u8>(at, 7) !== 45 || load<u8>(at, 10) !== 84 || load<u8>(at, 13) !== 58) return -1;
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > daysOf(month, year) || hour < 0 || hour > 23 || tens < 0 || tens > 5) return -1;
  return ((daysBefore(year, month) + day - 1) * 24 + hour) * 3_600_000 + tens * 600_000;
}

/** Two digits; far below 0 when they are none. */
function two(at: usize): i64 {
  const tens = i64(load<u8>(at)) - 48;
  const ones = i64(load<u8>(at, 1)) - 48;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1_000_000 : tens * 10 + ones;
}

function isLeap(year: i64): bool {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysOf(month: i64, year: i64): i64 {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970 to the first of the month. */
function daysBefore(year: i64, month: i64): i64 {
  const before = year - 1;
  let days = (year - 1970) * 365 + (before / 4 - before / 100 + before / 400) - 477;
  for (let earlier: i64 = 1; earlier < month; earlier += 1) days += daysOf(earlier, year);
  return days;
}
