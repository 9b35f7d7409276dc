import type { EpochMs } from '../../model/time.ts';

/** One sample of a Prometheus text or OpenMetrics page. `value` may be NaN or infinite, as the page says. */
export interface PrometheusSample {
  readonly name: string;
  readonly labels: { readonly [name: string]: string };
  readonly value: number;
  /** 1-based line in the page. */
  readonly line: number;
  readonly time?: EpochMs;
}

export interface PrometheusPage {
  readonly samples: readonly PrometheusSample[];
  /** Lines that are neither sample nor comment. */
  readonly rejected: number;
  /** The first of them, for the reader. */
  readonly rejectedAt?: number;
  /** True when the page holds more samples than are read. */
  readonly isCut: boolean;
}

/** Far above any real page; keeps a hostile one from filling memory. */
const mostSamples = 300_000;
const longestLine = 50_000;

/** Reads a page of the Prometheus text format 0.0.4, OpenMetrics 1.0 or Prometheus 3's quoted names. Never throws. `firstLine` is the page's place in its file. */
export function parsePrometheus(text: string, firstLine = 1): PrometheusPage {
  const samples: PrometheusSample[] = [];
  let rejected = 0;
  let rejectedAt: number | undefined;
  let from = 0;
  let isCut = false;
  for (let line = firstLine; from <= text.length; line += 1) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    const head = text.charCodeAt(from);
    if (head !== 35 && end > from) {
      const row = end - from > longestLine ? undefined : text.slice(from, end).trim();
      const sample = row === undefined ? undefined : parseSample(row, line);
      if (sample !== undefined) {
        if (samples.length >= mostSamples) {
          isCut = true;
          break;
        }
        samples.push(sample);
      } else if (row !== '' && row?.startsWith('#') !== true) {
        rejected += 1;
        rejectedAt ??= line;
      }
    }
    from = end + 1;
  }
  return { samples, rejected, ...(rejectedAt === undefined ? {} : { rejectedAt }), isCut };
}

const bareName = /[a-zA-Z_:][\w:]*/y;
const rest = /^\s+(\S+)(?:\s+(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))?\s*(?:#.*)?$/;

/** One sample line, or undefined. */
export function parseSample(row: string, line: number): PrometheusSample | undefined {
  bareName.lastIndex = 0;
  let name = bareName.exec(row)?.[0];
  let at = name?.length ?? 0;
  const labels: [string, string][] = [];
  if (row.charAt(at) === '{') {
    at += 1;
    for (;;) {
      at = skipBlanks(row, at);
      if (row.charAt(at) === '}') break;
      const key = row.charAt(at) === '"' ? quoted(row, at) : bareAt(row, at);
      if (key === undefined) return undefined;
      at = skipBlanks(row, key.end);
      if (row.charAt(at) === '=') {
        const value = quoted(row, skipBlanks(row, at + 1));
        if (value === undefined) return undefined;
        labels.push([key.text, value.text]);
        at = skipBlanks(row, value.end);
      } else if (name === undefined)
        name = key.text; // {"http.requests", code="200"}
      else return undefined;
      if (row.charAt(at) === ',') at += 1;
      else if (row.charAt(at) !== '}') return undefined;
    }
    at += 1;
  }
  const tail = name === undefined ? null : rest.exec(at > 0 && row.charAt(at - 1) === '}' ? ` ${row.slice(at)}` : row.slice(at));
  const value = numberOf(tail?.[1] ?? '');
  if (name === undefined || tail === null || value === undefined) return undefined;
  return { name, labels: Object.fromEntries(labels), value, line, ...timeOf(tail[2]) };
}

function skipBlanks(row: string, from: number): number {
  let at = from;
  while (row.charAt(at) === ' ' || row.charAt(at) === '\t') at += 1;
  return at;
}

function bareAt(row: string, from: number): { readonly text: string; readonly end: number } | undefined {
  bareName.lastIndex = from;
  const text = bareName.exec(row)?.[0];
  return text === undefined ? undefined : { text, end: bareName.lastIndex };
}

function quoted(row: string, from: number): { readonly text: string; readonly end: number } | undefined {
  if (row.charAt(from) !== '"') return undefined;
  let isEscaped = false;
  for (let at = from + 1; at < row.length; at += 1) {
    const char = row.charAt(at);
    if (char === '\\') {
      isEscaped = true;
      at += 1;
    } else if (char === '"') {
      const text = row.slice(from + 1, at);
      return { text: isEscaped ? text.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped)) : text, end: at + 1 };
    }
  }
  return undefined;
}

function numberOf(text: string): number | undefined {
  switch (text.toLowerCase()) {
    case 'nan':
      return Number.NaN;
    case '+inf':
    case 'inf':
      return Number.POSITIVE_INFINITY;
    case '-inf':
      return Number.NEGATIVE_INFINITY;
    default:
      return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
  }
}

/** The text format writes milliseconds, OpenMetrics seconds; no present moment is both. */
function timeOf(text: string | undefined): { readonly time?: EpochMs } {
  if (text === undefined) return {};
  const number = Number(text);
  return Number.isFinite(number) ? { time: Math.abs(number) < 1e11 ? Math.round(number * 1_000) : number } : {};
}
