/** Numbers as they are written, eight bytes at a time: the bytes' values do not decide how long it takes. */

const ZEROS: u64 = 0x3030303030303030;

/** The last bytes of a word are those from `from` up to `end`, at most eight; before them stand zeros. */
function wordOf(from: usize, end: usize): u64 {
  const length = u64(end - from);
  const bytes = load<u64>(from) << ((8 - length) << 3);
  return length === 8 ? bytes : bytes | (ZEROS >> (length << 3));
}

function isWordOfDigits(word: u64): bool {
  return ((word & 0xf0f0f0f0f0f0f0f0) | (((word + 0x0606060606060606) & 0xf0f0f0f0f0f0f0f0) >> 4)) === 0x3333333333333333;
}

/** Whether there are digits alone between two places: at least one, at most `most`. */
export function areDigits(from: usize, end: usize, most: usize): bool {
  const length = end - from;
  if (end <= from || length > most) return false;
  if (length <= 8) return isWordOfDigits(wordOf(from, end));
  return isWordOfDigits(load<u64>(from)) && areDigits(from + 8, end, 8);
}

/** What up to nine digits say. */
export function numberOf(from: usize, end: usize): i32 {
  if (end - from > 8) return numberOf(from, end - 1) * 10 + i32(load<u8>(end - 1)) - 48;
  let word = wordOf(from, end) & 0x0f0f0f0f0f0f0f0f;
  word = (word * 10 + (word >> 8)) & 0x00ff00ff00ff00ff;
  word = (word * 100 + (word >> 16)) & 0x0000ffff0000ffff;
  return i32(word * 10_000 + (word >> 32));
}

/** Whether a name or an address ends with its port: a colon and up to five digits. */
export function hasPort(from: usize, end: usize): bool {
  let at = end - 1;
  while (at > from && at + 6 > end && u32(load<u8>(at)) - 48 < 10) at -= 1;
  return at > from && at < end - 1 && load<u8>(at) === 58;
}
