/** What log collectors put before a row. */

const BLANK: u32 = 32;
const DOT: u32 = 46;
const ZERO: u32 = 48;
const ZULU: u32 = 90;
const LETTER_S: u32 = 115;
const STDOUT: u64 = 0x462074756f647473; // `stdout F`
const STDERR: u64 = 0x4620727265647473; // `stderr F`
const HEAD: u32 = 0x30325b; // `[20`

/**
 * Place behind `2026-11-22T17:28:18.362123456Z ` (`kubectl logs --timestamps`) and behind ` stdout F ` (CRI), when a bracket with a year follows; else 0.
 */
export function behindHead(from: usize): usize {
  if (!isShaped(from)) return 0;
  let at = from + 20;
  while (at < from + 30 && isDigit(at)) at += 1;
  if (at === from + 20 || u32(load<u8>(at)) !== ZULU || u32(load<u8>(at, 1)) !== BLANK) return 0;
  let inner = at + 2;
  if (u32(load<u8>(inner)) === LETTER_S) {
    const stream = load<u64>(inner);
    if ((stream !== STDOUT && stream !== STDERR) || u32(load<u8>(inner, 8)) !== BLANK) return 0;
    inner += 9;
  }
  return (load<u32>(inner) & 0xffffff) === HEAD ? inner : 0;
}

/** Whether `0000-00-00T00:00:00.` lies there, with any digits. */
function isShaped(from: usize): bool {
  for (let place: usize = 0; place < 19; place += 1) {
    const byte = u32(load<u8>(from + place));
    if (place === 4 || place === 7) {
      if (byte !== 45) return false;
    } else if (place === 10) {
      if (byte !== 84) return false;
    } else if (place === 13 || place === 16) {
      if (byte !== 58) return false;
    } else if (byte - ZERO > 9) return false;
  }
  return u32(load<u8>(from, 19)) === DOT;
}

function isDigit(at: usize): bool {
  return u32(load<u8>(at)) - ZERO < 10;
}
