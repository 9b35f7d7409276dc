import type { UsageRow } from '../artifacts/host/types.ts';
import type { MetricSeries } from '../artifacts/metrics/index.ts';
import type { MetricsPage } from '../artifacts/metrics/types.ts';
import { stringAt } from '../formats/json.ts';
import { parseQuantity } from '../formats/time/quantity.ts';
import type { Pod } from './pods.ts';
import { risesOf, scrapeMs, seriesEvidence } from './series-rises.ts';
import { metricOf } from './target-evidence.ts';
import type { Evidence, NonEmpty } from '../model/evidence.ts';
import type { Span } from '../model/time.ts';

/** CPU a container uses of what it may use. */
export interface CpuUse {
  readonly pod: Pod;
  readonly container: string;
  readonly isProxy: boolean;
  /** Thousandths of a core. */
  readonly used: number;
  readonly limit: number;
  readonly share: number;
  readonly evidence: NonEmpty<Evidence>;
}

/** Containers with a limit whose use was collected. Containers without a limit cannot be at it. */
export function usesOf(pods: readonly Pod[], usage: readonly UsageRow[]): readonly CpuUse[] {
  return pods.flatMap((pod) =>
    pod.containers.flatMap((container): readonly CpuUse[] => {
      const limit = (parseQuantity(stringAt(container.spec, 'resources', 'limits', 'cpu') ?? '') ?? 0) * 1_000;
      const row = usage.find(
        (candidate) =>
          candidate.kind === 'pod' &&
          candidate.name === pod.name &&
          candidate.container === container.name &&
          (candidate.namespace === undefined || candidate.namespace === pod.namespace),
      );
      const used = row?.cpuMillis;
      if (row === undefined || used === undefined || limit === 0) return [];
      return [
        {
          pod,
          container: container.name,
          isProxy: container.isProxy,
          used,
          limit,
          share: used / limit,
          evidence: [
            { kind: 'field', at: { ...row.at, path: 'CPU(cores)' }, value: `${used}m` },
            { kind: 'field', at: { ...pod.object.at, path: `${container.specPath}.resources.limits.cpu` }, value: `${limit}m` },
          ],
        },
      ];
    }),
  );
}

/** A container that the kernel stopped for the rest of many of its CPU periods. */
export interface Throttled {
  readonly pod: Pod;
  readonly container: string;
  readonly isProxy: boolean;
  readonly percent: number;
  readonly evidence: Evidence;
}

/** From this share of CPU periods on a container counts as throttled; below the other as hardly so. */
export const throttledPercent = 25;
export const hardlyPercent = 5;

/**
 * Containers that the kernel stopped in at least a quarter of their CPU periods (cAdvisor's counters): while requests failed, where series tell of that time, else
 * since they run.
 */
export function throttlingOf(pods: readonly Pod[], pages: readonly MetricsPage[], series: readonly MetricSeries[], during: Span): readonly Throttled[] {
  const timed = throttlingDuring(pods, series, during);
  const isTimed = (one: Throttled): boolean => timed.some(({ pod, container }) => pod === one.pod && container === one.container);
  return [...timed.filter(({ percent }) => percent >= throttledPercent), ...throttlingSinceStart(pods, pages).filter((one) => !isTimed(one))];
}

/** In what share of their CPU periods containers were stopped in a stretch of time, by recorded series. */
export function throttlingDuring(pods: readonly Pod[], all: readonly MetricSeries[], during: Span): readonly Throttled[] {
  const grown = (series: MetricSeries | undefined): number =>
    series === undefined
      ? 0
      : risesOf(series, series.points[0].time).reduce((sum, { from, to, by }) => (to >= during.from && from <= during.to + scrapeMs ? sum + by : sum), 0);
  return all.flatMap((series): readonly Throttled[] => {
    if (series.name !== 'container_cpu_cfs_throttled_periods_total') return [];
    const { source } = series;
    const pod = pods.find(({ name, namespace }) => name === source.pod && namespace === (source.namespace ?? namespace));
    const isSame = ({ name, source: other }: MetricSeries): boolean =>
      name === 'container_cpu_cfs_periods_total' && other.pod === source.pod && other.container === source.container && other.namespace === source.namespace;
    const [periods, stopped] = [grown(all.find(isSame)), grown(series)];
    if (pod === undefined || periods === 0) return [];
    const container = source.container ?? '';
    return [
      { pod, container, isProxy: container === 'istio-proxy', percent: Math.round((stopped / periods) * 100), evidence: seriesEvidence(series, stopped) },
    ];
  });
}

function throttlingSinceStart(pods: readonly Pod[], pages: readonly MetricsPage[]): readonly Throttled[] {
  return pages.flatMap((page) =>
    page.samples.flatMap((sample) => {
      if (sample.name !== 'container_cpu_cfs_throttled_periods_total') return [];
      const container = sample.labels['container'] ?? '';
      const pod = pods.find(
        (candidate) => candidate.name === sample.labels['pod'] && candidate.namespace === (sample.labels['namespace'] ?? candidate.namespace),
      );
      const all = page.samples.find(
        (other) => other.name === 'container_cpu_cfs_periods_total' && other.labels['container'] === container && other.labels['pod'] === sample.labels['pod'],
      );
      if (pod === undefined || all === undefined || all.value === 0 || (sample.value / all.value) * 100 < throttledPercent) return [];
      return [
        { pod, container, isProxy: container === 'istio-proxy', percent: Math.round((sample.value / all.value) * 100), evidence: metricOf(page, sample) },
      ];
    }),
  );
}
