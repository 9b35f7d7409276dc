import type { MetricSeries } from '../../artifacts/metrics/index.ts';
import type { Pod } from '../../facts/pods.ts';
import { risesOf, scrapeMs, seriesEvidence } from '../../facts/series-rises.ts';
import { targetSeries } from '../../facts/target-evidence.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import type { Span } from '../../model/time.ts';

/** Refusals that recorded series count, with the time of each rise. */
export interface TimedRefusals {
  readonly count: number;
  /** When the counters rose while requests failed. */
  readonly spans: readonly Span[];
  readonly evidence: readonly Evidence[];
}

/**
 * What the counters of the limit grew by while requests failed; undefined where no series of the target covers that time. Unlike a page, which holds what was
 * counted since the start, this tells whether it was then.
 */
export function timedRefusals(incident: ObservedIncident, all: readonly MetricSeries[], pods: readonly Pod[]): TimedRefusals | undefined {
  const own = targetSeries(incident, all, pods).filter(({ name }) => name === 'vm_concurrent_insert_limit_timeout_total');
  const covering = own.filter(({ points }) => points[0].time <= incident.from && (points.at(-1) ?? points[0]).time >= incident.to);
  if (covering.length === 0) return undefined;
  const told = covering.map((series) => ({
    series,
    rises: risesOf(series, series.points[0].time).filter(({ from, to }) => to + scrapeMs >= incident.from && from - scrapeMs <= incident.to),
  }));
  const rises = told.flatMap((each) => each.rises);
  return {
    count: rises.reduce((sum, { by }) => sum + by, 0),
    spans: rises.map(({ from, to }) => ({ from: from - scrapeMs, to })),
    evidence: told.map(({ series, rises: [first] }) => seriesEvidence(series, (first?.point ?? series.points.at(-1) ?? series.points[0]).value)).slice(0, 4),
  };
}
