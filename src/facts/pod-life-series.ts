import type { MetricSeries } from '../artifacts/metrics/index.ts';
import type { Evidence } from '../model/evidence.ts';
import type { EpochMs, Span } from '../model/time.ts';
import type { LifeEvent } from './life-event.ts';
import { lifeOf } from './pod-life-status.ts';
import type { Pod } from './pods.ts';
import { askedFrom, type Rise, risesOf, scrapeMs, seriesEvidence, valueAt } from './series-rises.ts';
import { workloadOfPodName } from './workload-name.ts';

/** Of kube-state-metrics (v2.0 to v2.17; the exit code since v2.6). */
const RESTARTS = 'kube_pod_container_status_restarts_total';
const REASON = 'kube_pod_container_status_last_terminated_reason';
const EXIT_CODE = 'kube_pod_container_status_last_terminated_exitcode';

/**
 * Ends of containers that the series of kube-state-metrics count, with the reason that they give. Status keeps the last end alone; the series keep those before.
 * Those that others tell of closely (`known`) are left to them.
 */
export function lifeFromSeries(all: readonly MetricSeries[], byName: ReadonlyMap<string, Pod>, known: readonly LifeEvent[]): readonly LifeEvent[] {
  const restarts = all.filter(({ name }) => name === RESTARTS);
  const from = askedFrom(restarts);
  const ends = Map.groupBy(
    known.filter(({ kind }) => kind === 'terminated' || kind === 'oom-kill'),
    ({ pod }) => pod,
  );
  return restarts.flatMap((series) => {
    const { namespace, pod, container } = series.source;
    if (namespace === undefined || pod === undefined || container === undefined) return [];
    const told = (ends.get(`${namespace}/${pod}`) ?? []).filter((event) => event.container === undefined || event.container === container);
    const isTold = (rise: Rise): boolean => told.some(({ time }) => time >= rise.from - 3 * scrapeMs && time <= rise.to + 5_000);
    // a pod that is first seen with restarts behind it was not watched before
    const rises = risesOf(series, from).filter((rise) => rise.point !== series.points[0] && !isTold(rise));
    return rises.map((rise) => endOf(series, rise, all, byName.get(`${namespace}/${pod}`)));
  });
}

/** Whether the restarts of a container are known over a whole stretch of time: then status hides none of that time. */
export function isWatched(all: readonly MetricSeries[], { namespace, name }: Pod, container: string, { from, to }: Span): boolean {
  return all.some(
    (series) =>
      series.name === RESTARTS &&
      series.source.pod === name &&
      series.source.namespace === namespace &&
      series.source.container === container &&
      series.points[0].time <= from &&
      (series.points.at(-1) ?? series.points[0]).time >= to &&
      series.points.every(({ time }, index) => time - (series.points[index - 1]?.time ?? time) <= longestGapMs),
  );
}

/** A longer one is a time in which nobody asked. */
const longestGapMs = 5 * 60_000;

function endOf(series: MetricSeries, { from, to, by, point }: Rise, all: readonly MetricSeries[], pod: Pod | undefined): LifeEvent {
  const { namespace = '', pod: name = '', container = '' } = series.source;
  const reason = lastOf(series, all, REASON, to).find(({ value }) => value >= 1);
  const code = lastOf(series, all, EXIT_CODE, to)[0];
  const reasonText = reason?.series.labels['reason'];
  const evidence: Evidence = seriesEvidence(series, point.value);
  return {
    ...(pod === undefined ? { pod: `${namespace}/${name}`, workload: workloadOfPodName(name), namespace } : lifeOf(pod)),
    time: Math.round((from + to) / 2),
    slackMs: Math.round((to - from) / 2) + scrapeMs,
    kind: 'terminated',
    container,
    isProxy: container === 'istio-proxy',
    count: by,
    restarts: point.value,
    ...(reasonText === undefined ? {} : { reason: reasonText }),
    ...(code === undefined ? {} : { exitCode: code.value }),
    subject: { kind: 'Pod', namespace, name, container },
    evidence: [evidence, ...(reason === undefined ? [] : [seriesEvidence(reason.series, reason.value)])],
  };
}

/** What a series of the same container says once the restart is counted; kube-state-metrics writes both at one time. */
function lastOf(
  own: MetricSeries,
  all: readonly MetricSeries[],
  name: string,
  time: EpochMs,
): readonly { readonly series: MetricSeries; readonly value: number }[] {
  const { namespace, pod, container } = own.source;
  return all.flatMap((series) => {
    const { source } = series;
    if (series.name !== name || source.pod !== pod || source.namespace !== namespace || source.container !== container) return [];
    const point = valueAt(series, time, 5 * 60_000);
    return point === undefined ? [] : [{ series, value: point.value }];
  });
}
