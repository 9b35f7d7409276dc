import type { Instant, Milliseconds } from '../model/time.ts';

/** A length of time as a person says it: `53 ms`, `4.98 s`, `90 s`, `5 min`, `1 h`. Never rounded where a unit fits exactly. */
export function duration(ms: Milliseconds): string {
  if (ms < 1000) return `${trimmed(ms)} ms`;
  if (ms < 120_000) return `${trimmed(ms / 1000)} s`;
  if (ms % 86_400_000 === 0) return `${ms / 86_400_000} d`;
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  if (ms % 60_000 === 0) return `${ms / 60_000} min`;
  if (ms < 3_600_000) return `${trimmed(ms / 1000)} s`;
  return `${trimmed(ms / 3_600_000)} h`;
}

/** A length of time to the millisecond: where a limit is looked for, `4.96 s` and `4.963 s` differ. */
export function exact(time: Milliseconds): string {
  return time < 1_000 ? `${Math.round(time)} ms` : `${Math.round(time) / 1_000} s`;
}

/** As `duration`, without a space, for narrow places: `1h`. */
export function shortDuration(ms: Milliseconds): string {
  return duration(ms).replace(' ', '').replace('min', 'm');
}

/** A share 0..1 in percent; small shares keep two digits. A share that is not whole is never shown as 0 % or 100 %. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 1) return `${Number(value.toPrecision(2))} %`;
  if (value > 99 && value < 100) return `${Math.floor(value * 10) / 10} %`;
  return `${Math.round(value)} %`;
}

export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let value = count;
  let unit = 'B';
  for (const next of units) {
    if (value < 1024) break;
    value /= 1024;
    unit = next;
  }
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} ${unit}`;
}

/** `2026-11-22 17:28:18 UTC`; text of another form is left as it is. */
export function moment(at: Instant): string {
  const parts = partsOf(at);
  return parts === undefined ? at : `${parts.date} ${parts.time} UTC`;
}

/** Two moments, the date once: `2026-11-22 17:28:18 – 17:29:08 UTC`. */
export function span(from: Instant, to: Instant): string {
  const first = partsOf(from);
  const last = partsOf(to);
  if (first === undefined || last === undefined) return from === to ? from : `${from} - ${to}`;
  if (first.date === last.date && first.time === last.time) return moment(from);
  return `${first.date} ${first.time} - ${first.date === last.date ? '' : `${last.date} `}${last.time} UTC`;
}

function partsOf(at: Instant): { readonly date: string; readonly time: string } | undefined {
  const found = /^(\d{4,6}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(at);
  return found?.[1] === undefined || found[2] === undefined ? undefined : { date: found[1], time: found[2] };
}

/** At most three significant digits behind the point's left side. */
function trimmed(value: number): string {
  return String(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}
