import type { MetricSeries } from '../artifacts/metrics/index.ts';
import { stringAt } from '../formats/json.ts';
import { parseQuantity } from '../formats/time/quantity.ts';
import type { Evidence, NonEmpty } from '../model/evidence.ts';
import type { Milliseconds } from '../model/time.ts';
import type { Outage } from './outage.ts';
import type { Pod } from './pods.ts';
import { scrapeMs, seriesEvidence } from './series-rises.ts';

/** How full a container's memory was before it ended. */
export interface MemoryUse {
  /** Of its limit, at most. */
  readonly percent: number;
  readonly limit: number;
  /** True where the limit was recorded with the use; that of the object may have been changed since (in-place resize, Kubernetes 1.33). */
  readonly isLimitRecorded: boolean;
  /** From the fullest moment to the end. */
  readonly beforeMs: Milliseconds;
  /** Values that were seen. */
  readonly points: number;
  readonly evidence: NonEmpty<Evidence>;
}

/** How long before an end memory is looked at: what leaks fills up over more than one scrape. */
export const beforeEndMs: Milliseconds = 600_000;

/**
 * The working set of a container (cAdvisor's, which is what the kubelet and `kubectl top` show) against its limit, up to an end that is known to some time only.
 * Undefined where either was not collected, or there is no limit.
 */
export function memoryBefore(
  { pod: key, namespace, container, from, slackMs }: Outage,
  all: readonly MetricSeries[],
  pods: readonly Pod[],
): MemoryUse | undefined {
  const name = key.slice(key.indexOf('/') + 1);
  const isOwn = ({ source }: MetricSeries): boolean =>
    source.pod === name && source.container === container && (source.namespace === undefined || source.namespace === namespace);
  const series = all.find((one) => one.name === 'container_memory_working_set_bytes' && isOwn(one));
  const recorded = limitOf(all, isOwn);
  const limit =
    recorded ??
    specOf(
      pods.find((pod) => pod.key === key),
      container,
    );
  if (series === undefined || limit === undefined || limit.bytes <= 0) return undefined;
  const seen = series.points.filter(({ time }) => time >= from - beforeEndMs && time <= from + Math.min(slackMs, 2 * scrapeMs));
  const [first, ...others] = seen;
  if (first === undefined) return undefined;
  const fullest = others.reduce((most, point) => (point.value > most.value ? point : most), first);
  return {
    percent: Math.round((fullest.value / limit.bytes) * 100),
    limit: limit.bytes,
    isLimitRecorded: recorded !== undefined,
    beforeMs: Math.max(0, from - fullest.time),
    points: seen.length,
    evidence: [seriesEvidence(series, fullest.value, 'bytes'), limit.evidence],
  };
}

interface Limit {
  readonly bytes: number;
  readonly evidence: Evidence;
}

/** As kube-state-metrics tells it (v2.0 to v2.17), also of pods that are gone. */
function limitOf(all: readonly MetricSeries[], isOwn: (series: MetricSeries) => boolean): Limit | undefined {
  const series = all.find((one) => one.name === 'kube_pod_container_resource_limits' && one.labels['resource'] === 'memory' && isOwn(one));
  const bytes = series?.points.at(-1)?.value;
  return series === undefined || bytes === undefined ? undefined : { bytes, evidence: seriesEvidence(series, bytes, 'bytes') };
}

function specOf(pod: Pod | undefined, name: string | undefined): Limit | undefined {
  const container = pod?.containers.find((one) => one.name === name);
  const text = stringAt(container?.spec, 'resources', 'limits', 'memory');
  const bytes = text === undefined ? undefined : parseQuantity(text);
  if (pod === undefined || container === undefined || text === undefined || bytes === undefined) return undefined;
  return { bytes, evidence: { kind: 'field', at: { ...pod.object.at, path: `${container.specPath}.resources.limits.memory` }, value: text } };
}
