import { containerLogs } from '../artifacts/logs/index.ts';
import type { ContainerLog } from '../artifacts/logs/types.ts';
import { metricsPages } from '../artifacts/metrics/index.ts';
import type { MetricsPage } from '../artifacts/metrics/types.ts';
import { objectsAt, stringAt } from '../formats/json.ts';
import { parseDuration } from '../formats/time/index.ts';
import { type ContainerHints, flagText, recogniseServer } from '../knowledge/keepalive/index.ts';
import type { Evidence, Place, Traced } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { Milliseconds } from '../model/time.ts';
import { appContainers, type Container, type Pod, pods } from './pods.ts';
import { workloadOfPodName } from './workload-name.ts';

/** A running program of VictoriaMetrics and where its flags can be read. Ask `vmFlag` for one of them. */
export interface VmProcess {
  /** `vmalert`, `vminsert`, … */
  readonly app: string;
  readonly workload: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly version?: string;
  /** Its page tells all flags with their effective values (`flag{name,value,is_set}`, v1.80 to v1.150.0 lib/appmetrics). */
  readonly page?: MetricsPage;
  readonly log?: ContainerLog;
  /** Its arguments and variables, and where they stand. */
  readonly told?: { readonly hints: ContainerHints; readonly at: Place };
}

/** A flag's value as written, and whether somebody set it: only a page knows the values of those that nobody set. */
export interface VmFlag extends Traced<string> {
  readonly isSet: boolean;
}

/** Programs of VictoriaMetrics, one per container; those that only a page or a log tells of beside them. */
export const vmProcesses: Fact<readonly VmProcess[]> = defineFact({
  id: 'vm-processes',
  needs: {},
  wants: { pods, metricsPages, containerLogs },
  derive: ({ pods = [], metricsPages = [], containerLogs = [] }) => {
    const known = pods.flatMap((pod) => appContainers(pod).flatMap((container) => ofContainer(pod, container, metricsPages, containerLogs) ?? []));
    const taken = new Set(known.map(({ pod }) => pod));
    return [
      ...known,
      ...metricsPages.filter(({ source }) => source.pod === undefined || !taken.has(source.pod)).flatMap((page) => ofPage(page, containerLogs) ?? []),
    ];
  },
});

/** Processes of a workload. */
export function processesOf(all: readonly VmProcess[], workload: string, namespace?: string): readonly VmProcess[] {
  return all.filter((one) => one.workload === workload && (namespace === undefined || one.namespace === undefined || one.namespace === namespace));
}

/** One flag: what the process itself says on its page, else its arguments, its environment (`-envflag.enable`), or the lines of its start. */
export function vmFlag({ page, told, log }: VmProcess, name: string): VmFlag | undefined {
  const effective = page?.flags.get(name);
  if (page !== undefined && effective !== undefined) {
    const series = `flag{name="${name}",value="${effective.value}",is_set="${effective.isSet}"}`;
    return { value: effective.value, isSet: effective.isSet, from: [{ kind: 'metric', at: { ...page.at, line: effective.line }, series, value: 1 }] };
  }
  const set = told === undefined ? undefined : flagText(name, 'go', told.hints);
  if (told !== undefined && set !== undefined) {
    const evidence: Evidence = { kind: 'field', at: { ...told.at, path: `${told.at.path ?? ''}.${set.from}` }, value: `${set.flag}=${set.text}` };
    return { value: set.text, isSet: true, from: [evidence] };
  }
  const logged = log?.signals.findLast(({ id, data }) => id === 'vm-flag' && data['name'] === name);
  return logged === undefined ? undefined : { value: logged.data['value'] ?? '', isSet: true, from: [{ kind: 'log', at: logged.at, text: logged.text }] };
}

/** A flag that is a length of time; undefined also when it cannot be read as one. */
export function vmDuration(one: VmProcess, name: string): Traced<Milliseconds> | undefined {
  const flag = vmFlag(one, name);
  const value = flag === undefined ? undefined : parseDuration(flag.value);
  return flag === undefined || value === undefined ? undefined : { value, from: flag.from };
}

/** A flag that may be given several times or hold a list: all its values, from the first source that has any. */
export function vmList({ page, told, log }: VmProcess, name: string): readonly string[] {
  const split = (text: string): readonly string[] => text.split(',').filter((item) => item !== '');
  const effective = split(page?.flags.get(name)?.value ?? '');
  if (effective.length > 0) return effective;
  const words = told === undefined ? [] : [...(told.hints.command ?? []), ...(told.hints.args ?? [])];
  const set = words.flatMap((word) => split(new RegExp(`^--?${name.replaceAll('.', '\\.')}=(.{1,2000})$`).exec(word)?.[1] ?? ''));
  if (set.length > 0) return set;
  return (log?.signals ?? []).flatMap(({ id, data }) => (id === 'vm-flag' && data['name'] === name ? split(data['value'] ?? '') : []));
}

function ofContainer(pod: Pod, container: Container, pages: readonly MetricsPage[], logs: readonly ContainerLog[]): VmProcess | undefined {
  const isOwn = (source: MetricsPage['source']): boolean =>
    source.pod === pod.name &&
    (source.namespace === undefined || source.namespace === pod.namespace) &&
    (source.container === undefined || source.container === container.name);
  const env = Object.fromEntries(
    objectsAt(container.spec, 'env').flatMap((entry) => (typeof entry['name'] === 'string' ? [[entry['name'], stringAt(entry, 'value') ?? ''] as const] : [])),
  );
  const hints = { ...(container.image === undefined ? {} : { image: container.image }), command: container.command, args: container.args, env };
  const recognised = recogniseServer(hints);
  const page = pages.find(({ source }) => isOwn(source));
  const app = page?.app ?? (recognised?.server.id === 'victoriametrics' ? recognised.app : undefined);
  if (app === undefined || !isVictoriaMetrics(app)) return undefined;
  const log = logs.find(({ identity }) => isOwn(identity) && identity.container === container.name && identity.previous !== true);
  const version = page?.version ?? recognised?.version;
  return {
    app,
    workload: pod.workload.name,
    namespace: pod.namespace,
    pod: pod.name,
    ...(version === undefined ? {} : { version }),
    ...(page === undefined ? {} : { page }),
    ...(log === undefined ? {} : { log }),
    told: { hints, at: { ...pod.object.at, path: container.specPath } },
  };
}

function ofPage(page: MetricsPage, logs: readonly ContainerLog[]): VmProcess | undefined {
  const { app, version, source } = page;
  if (app === undefined || !isVictoriaMetrics(app)) return undefined;
  const log = logs.find(({ identity, signals }) => source.pod !== undefined && identity.pod === source.pod && signals.some(({ id }) => id === 'vm-flag'));
  return {
    app,
    workload: source.pod === undefined ? app : workloadOfPodName(source.pod),
    ...(source.namespace === undefined ? {} : { namespace: source.namespace }),
    ...(source.pod === undefined ? {} : { pod: source.pod }),
    ...(version === undefined ? {} : { version }),
    page,
    ...(log === undefined ? {} : { log }),
  };
}

function isVictoriaMetrics(app: string): boolean {
  return /^vm[a-z]+$|^victoria-metrics$/.test(app);
}
