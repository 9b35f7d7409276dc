import { type MetricSeries, metricSeries } from '../artifacts/metrics/index.ts';
import type { Change } from '../model/change.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { EpochMs } from '../model/time.ts';
import { risesOf, seriesEvidence } from './series-rises.ts';

/** Endpoints are pushed whenever a pod comes or goes; these tell of changed configuration (pilot/pkg/xds, Istio 1.5 to 1.32). */
const kinds: ReadonlySet<string> = new Set(['lds', 'rds', 'cds']);
/** Where it is pushed all the time a push is no event. */
const mostOften = 0.2;
const fewestPoints = 5;

/** When istiod pushed listeners, routes or clusters, by its own counters, and how long proxies waited for it. */
export const istiodPushes: Fact<readonly Change[]> = defineFact({
  id: 'istiod-pushes',
  needs: { metricSeries },
  derive: ({ metricSeries }) => {
    const pushes = metricSeries.filter(({ name, labels }) => name === 'pilot_xds_pushes' && kinds.has(labels['type'] ?? ''));
    const [first] = pushes;
    const moments = new Set(pushes.flatMap(({ points }) => points.map(({ time }) => time)));
    const rises = pushes.flatMap((series) => risesOf(series, series.points[0].time).map((rise) => ({ series, ...rise })));
    const byTime = Map.groupBy(rises, ({ to }) => to);
    if (first === undefined || moments.size < fewestPoints || byTime.size > mostOften * moments.size) return [];
    return [...byTime].flatMap(([to, group]): readonly Change[] => {
      const [one] = group;
      if (one === undefined) return [];
      const waited = waitAt(metricSeries, to);
      const count = Math.round(group.reduce((sum, { by }) => sum + by, 0));
      return [
        {
          time: Math.round((one.from + to) / 2),
          slackMs: Math.round((to - one.from) / 2),
          kind: 'pushed',
          source: 'metric',
          subject: { kind: 'Deployment', namespace: 'istio-system', name: 'istiod' },
          detail: waited === undefined ? `${count}` : `${count}, ⌀ ${waited.toFixed(1)} s`,
          evidence: [seriesEvidence(one.series, one.point.value)],
        },
      ];
    });
  },
});

/** How long it took on average until proxies had what was pushed by then (`pilot_proxy_convergence_time`, seconds). */
function waitAt(all: readonly MetricSeries[], to: EpochMs): number | undefined {
  const grown = (name: string): number =>
    all
      .filter((series) => series.name === name)
      .flatMap((series) => risesOf(series, series.points[0].time))
      .reduce((sum, rise) => (rise.to === to ? sum + rise.by : sum), 0);
  const count = grown('pilot_proxy_convergence_time_count');
  return count === 0 ? undefined : grown('pilot_proxy_convergence_time_sum') / count;
}
