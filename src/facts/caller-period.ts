import { configMaps, victoriaMetricsObjects } from '../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { objectsAt, stringAt } from '../formats/json.ts';
import { parseDuration } from '../formats/time/index.ts';
import type { Evidence, Traced } from '../model/evidence.ts';
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
 * 60.000 s ± 1 ms). Groups of one interval start at different offsets and split the quiet time, so they count only as one.
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
      if (told.length > 0) return one(told);
      // which rules a vmalert loads is not known once there are several
      const isAlone = new Set(vmProcesses.filter(({ app }) => app === 'vmalert').map((other) => `${other.namespace ?? ''}/${other.workload}`)).size === 1;
      const fallback = ofFlag(process, 'evaluationInterval');
      const groups = isAlone ? [...victoriaMetricsObjects.flatMap(ofRule), ...configMaps.flatMap(ofConfigMap)] : [];
      if (groups.length > 1) return undefined;
      return groups[0] ?? fallback;
    },
});

function one(periods: readonly CallerPeriod[]): CallerPeriod | undefined {
  const groups = new Set(periods.map(({ from: [evidence] }) => (evidence.kind === 'metric' ? evidence.series : '')));
  return groups.size === 1 ? periods[0] : undefined;
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

/** Groups with an interval of their own: the others take -evaluationInterval, so a mixture stays unknown. */
function ofRule({ ref, at, object }: KubernetesObject): readonly CallerPeriod[] {
  if (ref.kind !== 'VMRule') return [];
  return objectsAt(object, 'spec', 'groups').flatMap((group, index) => {
    const text = stringAt(group, 'interval');
    const value = parseDuration(text ?? '');
    const evidence: Evidence = { kind: 'field', at: { ...at, path: `spec.groups[${index}].interval` }, value: text ?? '' };
    return value === undefined || value <= 0 ? [] : [{ value, setting: 'groups[].interval', from: [evidence] }];
  });
}

/** Rule files in a ConfigMap: a text with `groups:` whose groups say `interval: 1m`. */
function ofConfigMap({ at, object }: KubernetesObject): readonly CallerPeriod[] {
  const data = object['data'];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([file, text]): readonly CallerPeriod[] => {
    if (typeof text !== 'string' || text.length > 1_000_000 || !/^groups:/m.test(text) || !/^[ \t-]*(?:alert|record):/m.test(text)) return [];
    return [...text.matchAll(/^[ \t-]{0,40}interval:[ \t]{0,10}["']?(\w{1,20})/gm)].flatMap((match) => {
      const value = parseDuration(match[1] ?? '');
      const evidence: Evidence = { kind: 'field', at: { ...at, path: `data[${file}]` }, value: match[0].trim() };
      return value === undefined || value <= 0 ? [] : [{ value, setting: 'groups[].interval', from: [evidence] }];
    });
  });
}
