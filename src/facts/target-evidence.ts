import type { ContainerLog } from '../artifacts/logs/types.ts';
import type { MetricSeries } from '../artifacts/metrics/index.ts';
import type { MetricsPage, Sample } from '../artifacts/metrics/types.ts';
import type { Evidence } from '../model/evidence.ts';
import type { ObservedIncident } from '../model/failure.ts';
import { appContainers, type Pod } from './pods.ts';
import { workloadOfPodName } from './workload-name.ts';

/** Pods of the workload that an incident's requests were for. */
export function targetPods(incident: ObservedIncident, pods: readonly Pod[]): readonly Pod[] {
  return pods.filter(
    (pod) => pod.workload.name === incident.targetName && (incident.targetNamespace === undefined || pod.namespace === incident.targetNamespace),
  );
}

interface Named {
  readonly namespace?: string;
  readonly pod?: string;
}

function isOfTarget(incident: ObservedIncident, { namespace, pod }: Named, pods: readonly Pod[]): boolean {
  if (pod === undefined || (namespace !== undefined && incident.targetNamespace !== undefined && namespace !== incident.targetNamespace)) return false;
  const known = pods.find((candidate) => candidate.name === pod && (namespace === undefined || candidate.namespace === namespace));
  return (known?.workload.name ?? workloadOfPodName(pod)) === incident.targetName;
}

/** Logs of the target's own application, of this life and the previous one. */
export function targetLogs(incident: ObservedIncident, logs: readonly ContainerLog[], pods: readonly Pod[]): readonly ContainerLog[] {
  return logs.filter(({ identity }) => identity.container !== 'istio-proxy' && identity.container !== 'istio-init' && isOfTarget(incident, identity, pods));
}

/** Metrics pages of the target's own application. */
export function targetPages(incident: ObservedIncident, pages: readonly MetricsPage[], pods: readonly Pod[]): readonly MetricsPage[] {
  return pages.filter(({ source }) => isOfTarget(incident, source, pods));
}

/** Recorded series of the target's own pods, also of those that are gone. */
export function targetSeries(incident: ObservedIncident, all: readonly MetricSeries[], pods: readonly Pod[]): readonly MetricSeries[] {
  return all.filter(({ source }) => isOfTarget(incident, source, pods));
}

/** True when the process of a page has run since before the incident, so that its counters hold all of it. */
export function countedThrough(page: MetricsPage, incident: ObservedIncident): boolean {
  const start = page.samples.find(({ name }) => name === 'process_start_time_seconds' || name === 'vm_app_start_timestamp');
  return start !== undefined && start.value * 1_000 <= incident.from;
}

/** Samples of one name. */
export function samplesOf(page: MetricsPage, name: string): readonly Sample[] {
  return page.samples.filter((sample) => sample.name === name);
}

/** A sample as evidence. */
export function metricOf(page: MetricsPage, sample: Sample): Evidence {
  const labels = Object.entries(sample.labels).map(([name, value]) => `${name}="${value}"`);
  return {
    kind: 'metric',
    at: { ...page.at, line: sample.line },
    series: labels.length === 0 ? sample.name : `${sample.name}{${labels.join(',')}}`,
    value: sample.value,
  };
}

/**
 * The program is surely no writer of VictoriaMetrics: its pods are known and neither image, command nor container name speak of one.
 * Undefined = its pods are not known.
 */
export function isVictoriaMetrics(incident: ObservedIncident, pods: readonly Pod[], pages: readonly MetricsPage[]): boolean | undefined {
  if (targetPages(incident, pages, pods).some(({ app }) => app?.startsWith('vm') === true || app === 'victoria-metrics')) return true;
  const containers = targetPods(incident, pods).flatMap(appContainers);
  if (containers.length === 0) return undefined;
  return containers.some(
    ({ name, image, command, args }) =>
      /\bvm(?:insert|select|storage|single|agent|auth|alert)|victoria-?metrics/i.test(
        [name, image ?? '', ...command, ...args.filter((argument) => /storageNode|maxConcurrentInserts/.test(argument))].join(' '),
      ) || args.some((argument) => /^-{1,2}(?:storageNode|maxConcurrentInserts)\b/.test(argument)),
  );
}
