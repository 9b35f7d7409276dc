/** Places in memory of blanks and control characters, quotes and backslashes: the only bytes at which a field can end. */

/**
 * Writes the places of all stops from `from` up to `end` to `out`, as words of 32 bits, and gives where that list ends. Reads up to 31 bytes behind
 * `end`, and writes up to 16 behind the list.
 */
export function findStops(from: usize, end: usize, out: usize): usize {
  let next = out;
  for (let at = from; at < end; at += 32) {
    let stops = stopsAmong(v128.load(at)) | (stopsAmong(v128.load(at, 16)) << 16);
    if (end - at < 32) stops &= (1 << u32(end - at)) - 1;
    let place = next;
    next += usize(popcnt(stops)) << 2;
    // four at once, as there are mostly no more; what was written too much is written over
    do {
      store<u32>(place, u32(at) + ctz(stops));
      stops &= stops - 1;
      store<u32>(place, u32(at) + ctz(stops), 4);
      stops &= stops - 1;
      store<u32>(place, u32(at) + ctz(stops), 8);
      stops &= stops - 1;
      store<u32>(place, u32(at) + ctz(stops), 12);
      stops &= stops - 1;
      place += 16;
    } while (stops !== 0);
  }
  return next;
}

/** A bit for each of 16 bytes: set for a stop. */
function stopsAmong(bytes: v128): u32 {
  const blanks = i8x16.le_u(bytes, i8x16.splat(32));
  const quotes = v128.or(i8x16.eq(bytes, i8x16.splat(34)), i8x16.eq(bytes, i8x16.splat(92)));
  return u32(i8x16.bitmask(v128.or(blanks, quotes)));
}

/** Where a stop stands. */
export function placeOf(stop: usize): usize {
  return load<u32>(stop);
}

/** The byte that a stop is. */
export function byteOf(stop: usize): u32 {
  return load<u8>(load<u32>(stop));
}

/** Place of the first line feed from `from` up to `end`; `end` when there is none. Reads up to 15 bytes behind it. */
export function findFeed(from: usize, end: usize): usize {
  for (let at = from; at < end; at += 16) {
    const feeds = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(10)));
    if (feeds !== 0) return min(at + ctz(feeds), end);
  }
  return end;
}

/** Place behind the last line feed from `from` up to `end`; `from` when there is none. */
export function behindLastFeed(from: usize, end: usize): usize {
  let at = end;
  while (at > from && load<u8>(at - 1) !== 10) at -= 1;
  return at;
}
