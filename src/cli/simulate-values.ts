import { parseDuration } from '../formats/time/duration.ts';
import { fill } from '../model/text.ts';
import type { Milliseconds } from '../model/time.ts';
import { UserError } from '../sources/user-error.ts';
import type { SimulateTexts } from './simulate-texts.ts';

/** A year: longer than any limit of a connection, and short enough to compute with. */
const LONGEST_MS = 31_536_000_000;
const MOST_PER_SECOND = 100_000;

/** A length of time that is more than nothing. */
export function positiveDuration(key: string, text: string, say: SimulateTexts): Milliseconds {
  const value = parseDuration(text);
  if (value === undefined || value <= 0 || value > LONGEST_MS) throw badValue(key, text, say.expectDuration, say);
  return value;
}

export function durationOrZero(key: string, text: string, say: SimulateTexts): Milliseconds {
  const value = parseDuration(text);
  if (value === undefined || value < 0 || value > LONGEST_MS) throw badValue(key, text, say.expectDurationOrZero, say);
  return value;
}

/** A limit; undefined for `never`. */
export function limit(key: string, text: string, say: SimulateTexts): Milliseconds | undefined {
  if (text === 'never') return undefined;
  const value = parseDuration(text);
  if (value === undefined || value <= 0 || value > LONGEST_MS) throw badValue(key, text, say.expectLimit, say);
  return value;
}

export function wholeNumber(key: string, text: string, least: number, most: number, say: SimulateTexts): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw badValue(key, text, fill(say.expectCount, { least, most }), say);
  return value;
}

/** Requests per second from `2/s`, `30/m`, `500/h` or a bare number. */
export function perSecond(key: string, text: string, say: SimulateTexts): number {
  const match = /^(\d{1,9}(?:\.\d{1,9})?)(?:\/([smh]))?$/.exec(text);
  const value = Number(match?.[1]) / ({ s: 1, m: 60, h: 3_600 }[match?.[2] ?? 's'] ?? 1);
  if (!(value > 0 && value <= MOST_PER_SECOND)) throw badValue(key, text, say.expectRate, say);
  return value;
}

/** `key=value` pairs, joined by commas. */
export function keyValues(where: string, text: string, keys: readonly string[], say: SimulateTexts): ReadonlyMap<string, string> {
  const pairs = text.split(',').map((pair) => {
    const [key = '', ...value] = pair.split('=');
    return [key.trim(), value.join('=').trim()] as const;
  });
  for (const [key] of pairs)
    if (!keys.includes(key))
      throw new UserError('simulate-unknown-key', fill(say.unknownKey, { key, where }), fill(say.unknownKeyNext, { keys: keys.join(', ') }));
  return new Map(pairs);
}

export function badValue(key: string, value: string, expected: string, say: SimulateTexts): UserError {
  return new UserError('simulate-value', fill(say.value, { key, value: value === '' ? "''" : value }), fill(say.valueNext, { expected }));
}
