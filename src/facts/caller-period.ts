import { configMaps, victoriaMetricsObjects } from '../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { objectsAt, stringAt, stringsAt } from '../formats/json.ts';
import { parseDuration } from '../formats/time/index.ts';
import type { Place, Traced } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { Milliseconds } from '../model/time.ts';
import { processesOf, vmDuration, type VmProcess, vmProcesses } from './vm-processes.ts';

/** How often a caller sends, and the setting that says so. */
export interface CallerPeriod extends Traced<Milliseconds> {
  readonly setting: string;
}

/**
 * The one period of a caller by its workload; undefined when it has none, or several that mix. vmalert evaluates its groups on tickers and
 * writes what they give within -remoteWrite.flushInterval, so one group makes one regular stream of writes (v1.79 to v1.150.0, measured
 * 60.000 s ± 1 ms). Groups of one interval start at different offsets and may split the quiet time: that is for the rows to tell.
 */
export const callerPeriod: Fact<(workload: string) => CallerPeriod | undefined> = defineFact({
  id: 'caller-period',
  needs: { vmProcesses },
  wants: { configMaps, victoriaMetricsObjects },
  derive:
    ({ vmProcesses, configMaps = [], victoriaMetricsObjects = [] }) =>
    (workload) => {
      const own = processesOf(vmProcesses, workload);
      const [process] = own;
      if (process === undefined) return undefined;
      if (process.app === 'vmagent') return ofFlag(process, 'remoteWrite.flushInterval');
      if (process.app !== 'vmalert') return undefined;
      const told = own.flatMap(onPage);
      if (told.length > 0) return common(told);
      // which rules a vmalert loads is not known once there are several
      const isAlone = new Set(vmProcesses.filter(({ app }) => app === 'vmalert').map((other) => `${other.namespace ?? ''}/${other.workload}`)).size === 1;
      const fallback = ofFlag(process, 'evaluationInterval');
      const groups = isAlone ? [...victoriaMetricsObjects.flatMap(ofRule), ...configMaps.flatMap(ofConfigMap)] : [];
      return groups.length === 0 ? fallback : common(groups.map(({ period }) => period ?? fallback));
    },
});

/** The one period that all groups have; undefined when they differ or one is unknown. */
function common(periods: readonly (CallerPeriod | undefined)[]): CallerPeriod | undefined {
  return new Set(periods.map((period) => period?.value)).size === 1 ? periods[0] : undefined;
}

/** `vmalert_iteration_interval_seconds{group,file}`, one per group. */
function onPage({ page }: VmProcess): readonly CallerPeriod[] {
  if (page === undefined) return [];
  return page.samples.flatMap(({ name, labels, value, line }) => {
    if (name !== 'vmalert_iteration_interval_seconds' || value <= 0) return [];
    const series = `${name}{group="${labels['group'] ?? ''}",file="${labels['file'] ?? ''}"}`;
    return [{ value: value * 1_000, setting: name, from: [{ kind: 'metric', at: { ...page.at, line }, series, value }] }];
  });
}

function ofFlag(process: VmProcess, name: string): CallerPeriod | undefined {
  const flag = vmDuration(process, name);
  return flag === undefined || flag.value <= 0 ? undefined : { ...flag, setting: `-${name}` };
}

/** A rule group, with its interval where it has one of its own: the others take -evaluationInterval. */
interface Group {
  readonly period?: CallerPeriod;
}

function ofRule({ ref, at, object }: KubernetesObject): readonly Group[] {
  if (ref.kind !== 'VMRule') return [];
  return objectsAt(object, 'spec', 'groups').map((group, index) => groupOf(stringAt(group, 'interval'), { ...at, path: `spec.groups[${index}].interval` }));
}

/** Rule files in a ConfigMap: a text with `groups:`, each with a `name:`, and rules that are called `alert:` or `record:`. */
function ofConfigMap({ at, object }: KubernetesObject): readonly Group[] {
  return Object.entries(stringsAt(object, 'data')).flatMap(([file, text]): readonly Group[] => {
    if (text.length > 1_000_000 || !/^groups:/m.test(text) || !/^[ \t-]{0,40}(?:alert|record):/m.test(text)) return [];
    const names = text.match(/^[ \t-]{0,40}name:/gm)?.length ?? 0;
    const intervals = [...text.matchAll(/^[ \t-]{0,40}interval:[ \t]{0,10}["']?(\w{1,20})/gm)].map(([, interval]) => interval);
    return Array.from({ length: names }, (_, index) => groupOf(names === 1 ? intervals[index] : undefined, { ...at, path: `data[${file}]` }));
  });
}

function groupOf(interval: string | undefined, at: Place): Group {
  const value = parseDuration(interval ?? '');
  if (interval === undefined || value === undefined || value <= 0) return {};
  return { period: { value, setting: 'groups[].interval', from: [{ kind: 'field', at, value: interval }] } };
}
