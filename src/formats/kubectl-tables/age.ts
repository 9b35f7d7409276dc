const UNITS: { readonly [unit: string]: number } = { y: 365 * 86_400_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** A kubectl age (`38s`, `4m12s`, `2d3h`, `1y20d`) in milliseconds. kubectl rounds down: the real age is up to one last unit more. */
export function ageMs(text: string | undefined): number | undefined {
  if (text === undefined || !/^(\d{1,9}(ms|[ydhms]))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)(ms|[ydhms])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0), 0);
}

/** `3 (4m12s ago)`: how often, and how long ago the last time was. */
export function countAgo(text: string | undefined): { readonly count?: number; readonly agoMs?: number } {
  const match = /^(\d+)(?:\s+\((\S+) ago\))?/.exec(text ?? '');
  if (match === null) return {};
  const agoMs = ageMs(match[2]);
  return { count: Number(match[1]), ...(agoMs === undefined ? {} : { agoMs }) };
}
