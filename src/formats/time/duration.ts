import type { Milliseconds } from '../../model/time.ts';

/** Milliseconds per unit. `M` is VictoriaMetrics' month of 31 days and `y` its year of 365 (lib/flagutil/duration.go, v1.150.0). */
const units: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['μs', 1e-3],
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
  ['M', 2_678_400_000],
  ['y', 31_536_000_000],
]);

const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w|M|y)/y;
const bare = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/**
 * A length of time as Go, protobuf, Istio, Kubernetes and VictoriaMetrics write it: `1m30s`, `500ms`, `1.5h`, `3d4h`, `1w`.
 * A number without a unit is seconds, as in VictoriaMetrics. Undefined for anything else.
 */
export function parseDuration(text: string): Milliseconds | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > 64) return undefined;
  if (bare.test(trimmed)) return rounded(Number(trimmed) * 1_000);
  const negative = trimmed.startsWith('-');
  let at = negative || trimmed.startsWith('+') ? 1 : 0;
  let total = 0;
  if (at === trimmed.length) return undefined;
  while (at < trimmed.length) {
    part.lastIndex = at;
    const match = part.exec(trimmed);
    const unit = units.get(match?.[2] ?? '');
    if (match === null || unit === undefined) return undefined;
    total += Number(match[1]) * unit;
    at = part.lastIndex;
  }
  return Number.isFinite(total) ? rounded(negative ? -total : total) : undefined;
}

/** An age as kubectl prints it (`38s`, `3d4h`, `5m12s`, also the first of `5m12s (x3 over 10m)`). `<unknown>` and bare numbers are undefined. */
export function parseAge(text: string): Milliseconds | undefined {
  const first = text.trim().split(/\s/, 1)[0] ?? '';
  return bare.test(first) ? undefined : parseDuration(first);
}

/** Text of a length of time: `500ms`, `5.25s`, `1m30s`, `1d2h`. `parseDuration` reads it back to the nearest nanosecond. */
export function formatDuration(duration: Milliseconds): string {
  if (!Number.isFinite(duration)) return 'unknown';
  if (duration < 0) return `-${formatDuration(-duration)}`;
  if (duration < 1_000) return `${plain(duration)}ms`;
  let rest = rounded(duration);
  let text = '';
  for (const [unit, size] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
  ] as const) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${plain(count)}${unit}`;
    rest = rounded(rest - count * size);
  }
  return rest > 0 ? `${text}${plain(rest / 1_000)}s` : text;
}

/** Binary fractions are kept from showing: nothing finer than a nanosecond is meant. */
function rounded(milliseconds: number): number {
  if (Number.isInteger(milliseconds)) return milliseconds === 0 ? 0 : milliseconds;
  const whole = Math.round(milliseconds * 1e6) / 1e6;
  return whole === 0 ? 0 : whole;
}

/** Never in exponent form, which no reader of durations knows. */
function plain(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  return value.toFixed(9).replace(/\.?0+$/, '');
}
