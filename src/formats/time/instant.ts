import type { EpochMs } from '../../model/time.ts';

/** A moment found in text, and where the text of it ends. */
export interface FoundInstant {
  readonly time: EpochMs;
  readonly end: number;
}

/**
 * The moment a text is, in whatever form logs and Kubernetes write it: RFC 3339 of any precision, `2026/11/22 17:27:41`,
 * `22/Nov/2026:17:27:41 +0000`, klog's `I1122 17:27:41.123456`, syslog's `Nov 22 17:27:41`, RFC 1123, unix seconds to nanoseconds.
 * Without a zone it is UTC. Forms without a year need `near`, a moment at most half a year off. Undefined for anything else.
 */
export function parseInstant(text: string, near?: EpochMs): EpochMs | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 80) return undefined;
  const unix = unixTime(trimmed);
  if (unix !== undefined) return unix;
  const found = readInstant(trimmed, 0, near);
  if (found === undefined) return undefined;
  return /^(?: UTC| GMT| [A-Z]{3,5}(?: m=[+-][\d.]+)?)?$/.test(trimmed.slice(found.end)) ? found.time : undefined;
}

/** The moment written at a place in a line, with the place after it: what log lines begin with. Unix numbers are not looked for. */
export function readInstant(line: string, from = 0, near?: EpochMs): FoundInstant | undefined {
  const head = line.charCodeAt(from);
  if (head >= 48 && head <= 57) return isoLike(line, from) ?? commonLog(line, from) ?? dayFirst(line, from);
  if (head === 73 || head === 87 || head === 69 || head === 70) return klog(line, from, near) ?? named(line, from, near); // I W E F; `Fri`, `Feb`
  return head >= 65 && head <= 90 ? named(line, from, near) : undefined;
}

const iso = /(\d{4})([-/])(\d{2})\2(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(?: ?(Z|UTC\b|[+-]\d{2}:?\d{2}))?/y;
const common = /(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?: ([+-]\d{4}))?/y;
const daysFirst = /(\d{1,2})[ -]([A-Z][a-z]{2})[ -](\d{4}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?: (GMT|UTC|Z|[+-]\d{4}))?/y;
const klogForm = /[IWEF](\d{2})(\d{2}) (\d{2}):(\d{2}):(\d{2})\.(\d{1,9})/y;
const weekday = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? /y;
const monthFirst = /([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?: ([A-Z]{3,4}|[+-]\d{4}))?(?: (\d{4})\b)?/y;

function isoLike(line: string, from: number): FoundInstant | undefined {
  const m = matchAt(iso, line, from);
  return m === null ? undefined : found(iso.lastIndex, m[1], m[3], m[4], m[5], m[6], m[7], m[8], m[9]);
}

function commonLog(line: string, from: number): FoundInstant | undefined {
  const m = matchAt(common, line, from);
  return m === null ? undefined : found(common.lastIndex, m[3], month(m[2]), m[1], m[4], m[5], m[6], m[7], m[8]);
}

function dayFirst(line: string, from: number): FoundInstant | undefined {
  const m = matchAt(daysFirst, line, from);
  return m === null ? undefined : found(daysFirst.lastIndex, m[3], month(m[2]), m[1], m[4], m[5], m[6], m[7], m[8]);
}

function klog(line: string, from: number, near: EpochMs | undefined): FoundInstant | undefined {
  const m = matchAt(klogForm, line, from);
  if (m === null || near === undefined) return undefined;
  return nearestYear(near, (year) => found(klogForm.lastIndex, year, m[1], m[2], m[3], m[4], m[5], m[6]));
}

/** Forms that begin with a word: syslog's month, or a weekday before a month or a day. */
function named(line: string, from: number, near: EpochMs | undefined): FoundInstant | undefined {
  const start = matchAt(weekday, line, from) === null ? from : weekday.lastIndex;
  const m = matchAt(monthFirst, line, start);
  if (m === null) return start === from ? undefined : dayFirst(line, start);
  const end = monthFirst.lastIndex;
  const zone = m[7]?.startsWith('+') || m[7]?.startsWith('-') ? m[7] : undefined;
  const build = (year: string | undefined): FoundInstant | undefined => found(end, year, month(m[1]), m[2], m[3], m[4], m[5], m[6], zone);
  if (m[8] !== undefined) return build(m[8]);
  return near === undefined ? undefined : nearestYear(near, build);
}

function matchAt(form: RegExp, line: string, from: number): RegExpExecArray | null {
  form.lastIndex = from;
  return form.exec(line);
}

/** Of the three years around `near` the one that brings the moment closest. */
function nearestYear(near: EpochMs, build: (year: string) => FoundInstant | undefined): FoundInstant | undefined {
  const middle = new Date(near).getUTCFullYear();
  const candidates = [middle - 1, middle, middle + 1].flatMap((year) => build(String(year)) ?? []);
  return candidates.toSorted((a, b) => Math.abs(a.time - near) - Math.abs(b.time - near))[0];
}

function found(
  end: number,
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  fraction?: string,
  zone?: string,
): FoundInstant | undefined {
  const [y, mo, d, h, mi, s] = [Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)];
  if (!(mo >= 1 && mo <= 12 && d >= 1 && h <= 23 && mi <= 59 && s <= 60)) return undefined;
  if (d > new Date(Date.UTC(y, mo, 0)).getUTCDate()) return undefined;
  const milliseconds = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'));
  const offset = offsetOf(zone);
  const at = new Date(0);
  at.setUTCFullYear(y, mo - 1, d); // Date.UTC would read years below 100 as 19xx
  return offset === undefined ? undefined : { time: at.setUTCHours(h, mi, s, milliseconds) - offset, end };
}

function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined || !/^[+-]/.test(zone)) return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return hours > 23 || minutes > 59 ? undefined : (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `0` for a word that is no month, which `found` turns down. */
function month(name: string | undefined): string {
  return String(months.indexOf(name ?? '') + 1);
}

/** Ten digits are seconds, 13 milliseconds, 16 microseconds, 19 nanoseconds: unambiguous from 2001 to 2286. */
export function unixTime(text: string): EpochMs | undefined {
  const match = /^(\d{10})(?:\.(\d{1,9}))?$|^(\d{13})(?:\.\d+)?$|^(\d{16})$|^(\d{19})$/.exec(text);
  if (match === null) return undefined;
  if (match[1] !== undefined) return Number(match[1]) * 1_000 + Number((match[2] ?? '').slice(0, 3).padEnd(3, '0'));
  return Number((match[3] ?? match[4] ?? match[5] ?? '').slice(0, 13));
}
