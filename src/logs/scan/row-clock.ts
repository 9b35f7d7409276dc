import { isDate } from '../../formats/access-log/start-time.ts';
import { UNKNOWN } from './columns.ts';

/** Reads `2026-11-22T17:27:41.362Z`, 24 bytes; -1 for anything else, impossible dates and leap seconds among it. Consecutive rows share all but the last nine digits, which is remembered. */
export type RowClock = (view: DataView, at: number) => number;

export function createRowClock(): RowClock {
  let [first, second, third, last] = [0, 0, 0, 0];
  let base = UNKNOWN;
  return (view, at) => {
    const [a, b, c] = [view.getInt32(at, true), view.getInt32(at + 4, true), view.getInt32(at + 8, true)];
    const d = view.getInt32(at + 11, true);
    if (a !== first || b !== second || c !== third || d !== last) {
      base = minuteTens(view, at);
      if (base < 0) {
        first = 0;
        return UNKNOWN;
      }
      [first, second, third, last] = [a, b, c, d];
    }
    const minute = view.getUint8(at + 15) - 48;
    const tens = view.getUint8(at + 17) - 48;
    const ones = view.getUint8(at + 18) - 48;
    const hundredth = view.getUint8(at + 20) - 48;
    const tenth = view.getUint8(at + 21) - 48;
    const milli = view.getUint8(at + 22) - 48;
    const bad = minute | (9 - minute) | tens | (5 - tens) | ones | (9 - ones) | hundredth | (9 - hundredth) | tenth | (9 - tenth) | milli | (9 - milli);
    if (bad < 0 || view.getUint8(at + 16) !== 58 || view.getUint8(at + 19) !== 46 || view.getUint8(at + 23) !== 90) return UNKNOWN;
    return base + minute * 60_000 + tens * 10_000 + ones * 1_000 + hundredth * 100 + tenth * 10 + milli;
  };
}

/** `2026-11-22T17:2` as ms; -1 when it is not of this form, no moment or before 1970. */
function minuteTens(view: DataView, at: number): number {
  let text = '';
  for (let index = at; index < at + 15; index += 1) text += String.fromCharCode(view.getUint8(index));
  const parts = /^(\d\d\d\d)-(\d\d)-(\d\d)T(\d\d):(\d)$/.exec(text);
  if (parts === null) return UNKNOWN;
  const [year = 0, month = 0, day = 0, hour = 0, tens = 0] = parts.slice(1).map(Number);
  return isDate(year, month, day) && hour <= 23 && tens <= 5 ? Date.UTC(year, month - 1, day, hour, tens * 10) : UNKNOWN;
}
