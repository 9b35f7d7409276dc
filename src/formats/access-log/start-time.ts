import type { EpochMs } from '../../model/time.ts';

/**
 * The moment written in `text` between two positions: ISO 8601 date and time, `T` or a space between, any number of
 * fraction digits, `Z`, an offset or nothing (UTC). Undefined for anything else. Written by hand because every row pays for it.
 */
export function startTime(text: string, from = 0, to: number = text.length): EpochMs | undefined {
  const length = to - from;
  if (length < 19 || length > 35) return undefined;
  if (text.charCodeAt(from + 4) !== 45 || text.charCodeAt(from + 7) !== 45) return undefined;
  if (text.charCodeAt(from + 13) !== 58 || text.charCodeAt(from + 16) !== 58) return undefined;
  const between = text.charCodeAt(from + 10);
  if (between !== 84 && between !== 32) return undefined;
  const [year, month, day] = [two(text, from) * 100 + two(text, from + 2), two(text, from + 5), two(text, from + 8)];
  const [hour, minute, second] = [two(text, from + 11), two(text, from + 14), two(text, from + 17)];
  // A second of 60 is a leap second (RFC 3339 5.7).
  if (!isDate(year, month, day) || !(hour <= 23 && minute <= 59 && second <= 60)) return undefined;
  const seconds = Date.UTC(year, month - 1, day, hour, minute, second);
  let at = from + 19;
  let fraction = 0;
  const mark = at < to ? text.charCodeAt(at) : 0;
  if (mark === 46 || mark === 44) {
    at += 1;
    for (let unit = 100; at < to; at += 1, unit /= 10) {
      const digit = text.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) break;
      fraction += digit * unit;
    }
  }
  const offset = zoneOffset(text, at, to);
  return offset === undefined ? undefined : Math.floor(seconds + fraction + 1e-6) - offset;
}

/** Whether a calendar has this day; false for NaN. Years before 100 would be taken for those after 1900. */
export function isDate(year: number, month: number, day: number): boolean {
  if (!(year >= 100 && month >= 1 && month <= 12 && day >= 1)) return false;
  if (month !== 2) return day <= 30 + ((month + (month >> 3)) & 1);
  return day <= (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28);
}

/** Two digits as a number; NaN when they are none, so that the whole date becomes NaN. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function zoneOffset(text: string, at: number, to: number): number | undefined {
  if (at === to) return 0;
  const sign = text.charCodeAt(at);
  if (sign === 90 && at + 1 === to) return 0;
  if (sign !== 43 && sign !== 45) return undefined;
  const hours = two(text, at + 1);
  const minutes = two(text, text.charCodeAt(at + 3) === 58 ? at + 4 : at + 3);
  const offset = (hours * 60 + minutes) * 60_000 * (sign === 45 ? -1 : 1);
  return Number.isNaN(offset) ? undefined : offset;
}
