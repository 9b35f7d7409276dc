import type { Milliseconds } from '../../model/time.ts';
import type { FlagUnit } from './entry.ts';
import { commandWords, type ContainerHints } from './container-words.ts';

/** A time-out set by hand. */
export interface FlagValue {
  readonly value: Milliseconds;
  readonly flag: string;
  /** As written. */
  readonly text: string;
  readonly from: 'args' | 'env';
}

/** Finds `-name=5s`, `--name 5s`, `-Dname=5s` and their like; the last one wins, as with Go's flag package and Python's argparse. */
export function flagValue(name: string, unit: FlagUnit, hints: ContainerHints): FlagValue | undefined {
  const found = flagText(name, unit, hints);
  const value = found === undefined ? undefined : timeOf(found.text, unit);
  return found === undefined || value === undefined ? undefined : { value, ...found };
}

/** The same as written, whatever it means. A flag without a value is a switch that is on. */
export function flagText(name: string, unit: FlagUnit, hints: ContainerHints): Omit<FlagValue, 'value'> | undefined {
  const words = commandWords(hints);
  const found = words.flatMap((word, index) => {
    const bare = word.replace(/^(?:--?|-D)/, '');
    if (bare === word) return [];
    const next = words[index + 1];
    if (bare === name) return next === undefined || next.startsWith('-') ? 'true' : next;
    return bare.startsWith(`${name}=`) ? bare.slice(name.length + 1) : [];
  });
  const text = found.at(-1)?.replaceAll(/^["']|["']$/g, '');
  if (text !== undefined) return { flag: name, text, from: 'args' };
  const variable = environmentName(name, unit, words);
  const set = variable === undefined ? undefined : hints.env?.[variable];
  return set === undefined || variable === undefined ? undefined : { flag: variable, text: set, from: 'env' };
}

/**
 * VictoriaMetrics reads the environment only with `-envflag.enable` (v1.150.0 lib/envflag): prefix, then the flag with `_` for `.`.
 * Spring Boot reads `SERVER_TOMCAT_KEEPALIVETIMEOUT` and, since relaxed binding keeps no dash, that form only.
 */
function environmentName(name: string, unit: FlagUnit, words: readonly string[]): string | undefined {
  if (unit === 'spring') return name.replaceAll('-', '').replaceAll('.', '_').toUpperCase();
  if (unit !== 'go') return undefined;
  const enabled = words.some((word) => /^--?envflag\.enable(?:=(?:true|1|t))?$/i.test(word));
  if (!enabled) return undefined;
  const at = words.findIndex((word) => /^--?envflag\.prefix(?:=|$)/.test(word));
  const word = words[at] ?? '';
  const prefix = at < 0 ? '' : word.includes('=') ? word.slice(word.indexOf('=') + 1) : (words[at + 1] ?? '');
  return `${prefix}${name.replaceAll('.', '_')}`;
}

/** A length of time in the writing of one kind of flag; undefined when it cannot be read. */
export function timeOf(text: string, unit: FlagUnit): Milliseconds | undefined {
  const trimmed = text.trim();
  const number = /^\d{1,12}(?:\.\d{1,9})?$/.test(trimmed) ? Number(trimmed) : undefined;
  if (unit === 's') return number === undefined ? goDuration(trimmed) : number * 1000;
  if (unit === 'ms') return number;
  if (unit === 'spring') return number ?? goDuration(trimmed.replace(/^PT/i, '').toLowerCase());
  return number === 0 ? 0 : goDuration(trimmed);
}

const units: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function goDuration(text: string): Milliseconds | undefined {
  if (text.length > 60 || !/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|[smhd]))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|[smhd])/g)].reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0), 0);
}
