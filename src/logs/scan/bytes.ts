/**
 * Four bytes at a time: a search in words finds the end of a field in a third of the time of a search in bytes, and needs no call into native
 * code, which costs more than most fields are long.
 */

/** Bytes beyond a line may be looked at, so a block has this many more than it uses. */
export const SLACK = 64;

const ONES = 0x01010101;
const HIGH = 0x80808080 | 0;

/**
 * Position of the first byte up to `"`: a blank, a quote, a line feed or another control character (or `!`, which is rare). One subtraction tells of four
 * bytes, and no end has to be known: every line has a line feed.
 */
export function findStop(view: DataView, from: number): number {
  for (let at = from; ; at += 4) {
    const word = view.getInt32(at, true);
    const stop = (word - 0x23232323) & ~word & HIGH;
    if (stop !== 0) return at + (trailingZeros(stop) >> 3);
  }
}

/** Position of the quote that closes a text; -1 when a control character, such as the line's end, comes first. */
export function findQuote(view: DataView, from: number): number {
  for (let at = findStop(view, from); ; at = findStop(view, at + 1)) {
    const byte = view.getUint8(at);
    if (byte === 34) return at;
    if (byte < 32) return -1;
  }
}

/** End of a token: position of the blank behind it; -1 when it is empty or something else comes first. */
export function findTokenEnd(view: DataView, from: number): number {
  const at = findStop(view, from);
  return at > from && view.getUint8(at) === 32 ? at : -1;
}

/** Position of the quote that closes a JSON string; -1 when a backslash or a control character, such as the line's end, comes first. */
export function findJsonQuote(view: DataView, from: number): number {
  for (let at = from; ; at += 4) {
    const word = view.getInt32(at, true);
    const quote = word ^ 0x22222222;
    const slash = word ^ 0x5c5c5c5c;
    const stop = ((quote - ONES) & ~quote & HIGH) | ((slash - ONES) & ~slash & HIGH) | ((word - 0x20202020) & ~word & HIGH);
    if (stop === 0) continue;
    const found = at + (trailingZeros(stop) >> 3);
    return view.getUint8(found) === 34 ? found : -1;
  }
}

/** `-`, or flags with commas between: each of two to six upper-case letters, as `flagsOf` takes them (of digits it is not certain). */
export function areFlags(view: DataView, from: number, end: number): boolean {
  if (end - from === 1 && view.getUint8(from) === 45) return true;
  let letters = 0;
  for (let at = from; at < end; at += 1) {
    const letter = view.getUint8(at);
    if (letter >= 65 && letter <= 90 && letters < 6) letters += 1;
    else if (letter === 44 && letters > 1) letters = 0;
    else return false;
  }
  return letters > 1;
}

function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** A hash that is fed ranges of bytes. Two lanes of 32 bits; `odd` tells whether anything but visible ASCII was met. */
export interface ByteHash {
  readonly reset: () => void;
  readonly add: (view: DataView, from: number, end: number) => void;
  /** A number of 52 bits, never 0. */
  readonly value: () => number;
  readonly isOdd: () => boolean;
}

export function createByteHash(): ByteHash {
  let one = 0;
  let two = 0;
  let odd = 0;
  return {
    reset() {
      one = 0x2f0b4a27;
      two = 0x5bd1e995;
      odd = 0;
    },
    add(view, from, end) {
      let a = one;
      let b = two ^ (end - from);
      let seen = odd;
      let at = from;
      for (; at + 4 <= end; at += 4) {
        const word = view.getInt32(at, true);
        seen |= (word | (word - 0x21212121)) & HIGH;
        a = Math.imul(a ^ word, 0x9e3779b1 | 0);
        b = Math.imul(b ^ word, 0x85ebca6b | 0);
        a ^= a >>> 15;
        b ^= b >>> 13;
      }
      if (at < end) {
        const keep = (1 << ((end - at) * 8)) - 1;
        const word = view.getInt32(at, true);
        seen |= (word | (word - 0x21212121)) & HIGH & keep;
        a = Math.imul(a ^ (word & keep), 0x9e3779b1 | 0);
        b = Math.imul(b ^ (word & keep), 0x85ebca6b | 0);
        a ^= a >>> 15;
        b ^= b >>> 13;
      }
      odd = seen;
      one = Math.imul(a ^ 31, 0xc2b2ae35 | 0);
      two = Math.imul(b ^ 31, 0x27d4eb2f);
    },
    value() {
      const low = one ^ (two >>> 16);
      const high = two ^ (one >>> 13);
      return (high & 0xfffff) * 4_294_967_296 + (low >>> 0) || 1;
    },
    isOdd: () => odd !== 0,
  };
}
