import type { LogLine } from './log-line.ts';

/** What a signal's line says, by name. */
export type SignalData = { readonly [name: string]: string };

/** How one signal is told: a cheap look for any needle in the lower-case message, then the reading itself. */
export interface SignalRule {
  readonly needles: readonly [string, ...string[]];
  readonly read: (line: LogLine) => SignalData | undefined;
}

/** Longest value kept of any piece of data. */
const longestValue = 400;

/** A rule whose pattern's named groups are its data. `also` may judge the line as well. */
export function when(needles: SignalRule['needles'], pattern: RegExp, also?: (line: LogLine) => boolean): SignalRule {
  return { needles, read: (line) => (also === undefined || also(line) ? groups(pattern, line.message) : undefined) };
}

/** A rule of several patterns: the first that matches speaks. */
export function whenAny(needles: SignalRule['needles'], patterns: readonly RegExp[], also?: (line: LogLine) => boolean): SignalRule {
  return {
    needles,
    read: (line) => {
      if (also !== undefined && !also(line)) return undefined;
      for (const pattern of patterns) {
        const data = groups(pattern, line.message);
        if (data !== undefined) return data;
      }
      return undefined;
    },
  };
}

/** The named groups of a match that have a value; undefined without a match. */
export function groups(pattern: RegExp, text: string): SignalData | undefined {
  const match = pattern.exec(text);
  return match === null ? undefined : dataOf(match.groups ?? {});
}

/** Data without empty values, each trimmed and cut. */
export function dataOf(values: { readonly [name: string]: string | undefined }): SignalData {
  const kept: [string, string][] = [];
  for (const [name, value] of Object.entries(values)) {
    const trimmed = value?.trim().slice(0, longestValue) ?? '';
    if (trimmed !== '') kept.push([name, trimmed]);
  }
  return Object.fromEntries(kept);
}
