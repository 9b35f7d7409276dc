/** A hash that is fed ranges of bytes. */

export const EMPTY: u64 = 0x2f0b4a275bd1e995;

const HIGH: u64 = 0x8080808080808080;
const BLANKS: u64 = 0x2121212121212121;

/** Not 0 when anything but visible ASCII was met since it was set to 0. */
let odd: u64 = 0;

export function expectVisible(): void {
  odd = 0;
}

export function wasVisible(): bool {
  return odd === 0;
}

/** The hash after the bytes from `from` up to `end`; where a range ends counts too. Reads up to 7 bytes behind it. */
export function hashed(before: u64, from: usize, end: usize): u64 {
  let hash = before ^ u64(end - from);
  let seen: u64 = 0;
  let at = from;
  for (; at + 8 <= end; at += 8) {
    const word = load<u64>(at);
    seen |= word | (word - BLANKS);
    hash = mixed(hash, word);
  }
  if (at < end) {
    const rest = (u64(1) << (u64(end - at) << 3)) - 1;
    const word = load<u64>(at);
    seen |= (word | (word - BLANKS)) & rest;
    hash = mixed(hash, word & rest);
  }
  odd |= seen & HIGH;
  return mixed(hash, 31);
}

function mixed(hash: u64, word: u64): u64 {
  const product = (hash ^ word) * 0x9e3779b97f4a7c15;
  return product ^ (product >> 32);
}

/** A hash as a number of 52 bits, never 0. */
export function keyOf(hash: u64): f64 {
  const key = (hash ^ (hash >> 29)) & 0xfffffffffffff;
  return key === 0 ? 1 : f64(key);
}
