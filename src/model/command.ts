import { fill } from './text.ts';

/**
 * Fills a command that people paste. Names come from evidence, which may be hostile: whatever could not be the name of an object stays a
 * placeholder in capitals. `{flags}` alone may be an alternation of response flags (`UC|URX,UF`), which templates put in quotes.
 */
export function fillCommand(command: string, names: { readonly [hole: string]: string | number }): string {
  return fill(command, Object.fromEntries(Object.entries(names).map(([hole, value]) => [hole, isHarmless(hole, value) ? value : hole.toUpperCase()])));
}

function isHarmless(hole: string, value: string | number): boolean {
  if (typeof value === 'number') return true;
  return hole === 'flags'
    ? /^[A-Za-z0-9](?:[A-Za-z0-9,|+]*[A-Za-z0-9+])?$/.test(value)
    : /^(?:deploy\/)?[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?$/.test(value);
}
