import type { MetricSeries, SeriesPoint } from '../artifacts/metrics/index.ts';
import type { Evidence } from '../model/evidence.ts';
import type { EpochMs } from '../model/time.ts';

/** How much a counter grew between two of its points. */
export interface Rise {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly by: number;
  readonly point: SeriesPoint;
}

/** A scraper asks each 15 to 60 s, and what it shows at a moment may be as old as that. */
export const scrapeMs = 30_000;

/**
 * Where a counter grew. One that fell began anew, and counts from nothing (as `increase()` of Prometheus and VictoriaMetrics takes it). One that is first seen
 * after the beginning of what was asked counts from nothing as well: a failure of a new kind begins its series.
 */
export function risesOf({ points }: MetricSeries, askedFrom: EpochMs): readonly Rise[] {
  const stepMs = points.slice(1).reduce((least, point, index) => Math.min(least, point.time - (points[index] ?? point).time), Number.POSITIVE_INFINITY);
  const [first] = points;
  const isNew = Number.isFinite(stepMs) && first.time - askedFrom > 2 * stepMs;
  const rises: Rise[] = isNew && first.value > 0 ? [{ from: first.time - stepMs, to: first.time, by: first.value, point: first }] : [];
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    if (before === undefined) continue;
    const by = point.value >= before.value ? point.value - before.value : point.value;
    if (by > 0) rises.push({ from: before.time, to: point.time, by, point });
  }
  return rises;
}

/** The first moment of all of these series: where what was asked begins, as far as it shows. */
export function askedFrom(all: readonly MetricSeries[]): EpochMs {
  return all.reduce((least, { points }) => Math.min(least, points[0].time), Number.POSITIVE_INFINITY);
}

/** The value at a moment: the newest one up to it. Undefined before the first, and where it is older than the given time. */
export function valueAt({ points }: MetricSeries, time: EpochMs, oldestMs: number): SeriesPoint | undefined {
  let [low, high] = [0, points.length]; // the first point after the moment
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.time ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  const point = points[low - 1];
  return point === undefined || time - point.time > oldestMs ? undefined : point;
}

/** A value of a series as evidence, with what tells the series apart. */
export function seriesEvidence({ name, labels, at }: MetricSeries, value: number, unit?: string): Evidence {
  const told = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
  return { kind: 'metric', at, series: told.length === 0 ? name : `${name}{${told.join(',')}}`, value, ...(unit === undefined ? {} : { unit }) };
}
