import { containerLogs } from '../artifacts/logs/index.ts';
import type { ContainerLog } from '../artifacts/logs/types.ts';
import { metricsPages } from '../artifacts/metrics/index.ts';
import type { MetricsPage } from '../artifacts/metrics/types.ts';
import { objectsAt, stringAt } from '../formats/json.ts';
import { parseDuration } from '../formats/time/index.ts';
import { idleTimeoutFlag, imageParts, type ServerIdleDefault, serverIdleDefault } from '../knowledge/keepalive/index.ts';
import type { Evidence, NonEmpty, Traced } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { Milliseconds } from '../model/time.ts';
import { type MeasuredIdle, measuredIdle } from './measured-idle.ts';
import { appContainers, type Container, type Pod, pods } from './pods.ts';

/** How long an application, as a server, keeps an idle connection. */
export interface ServerIdle {
  readonly workload: string;
  readonly namespace?: string;
  readonly container?: string;
  /** The configured or documented limit; 0 = keeps nothing alive. Absent when it never closes. */
  readonly limit?: Traced<Milliseconds>;
  /** When it closes in practice, where that differs. */
  readonly observedMs?: { readonly min: Milliseconds; readonly max: Milliseconds };
  readonly neverCloses: boolean;
  /** `measured` = seen by a probe; `flag` = told by the process or its arguments; `default` = the documented default of the software it seems to be. */
  readonly origin: 'measured' | 'flag' | 'default';
  /** The flag or setting by which it is changed. */
  readonly key: string;
  readonly software: string;
}

/** Idle limits of applications by workload, from a measurement, the process's own flags, its arguments, or the default of its software. */
export const serverIdle: Fact<readonly ServerIdle[]> = defineFact({
  id: 'server-idle',
  needs: {},
  wants: { pods, metricsPages, containerLogs, measuredIdle },
  derive: ({ pods, metricsPages, containerLogs, measuredIdle }) => {
    const fromPods = (pods ?? []).flatMap((pod) =>
      appContainers(pod).flatMap((container) => ofContainer(pod, container, metricsPages ?? [], containerLogs ?? []) ?? []),
    );
    const named = new Set(fromPods.map((idle) => idle.workload));
    const fromPages = (metricsPages ?? []).flatMap((page) => ofPage(page) ?? []).filter((idle) => !named.has(idle.workload));
    return withMeasured(
      [...fromPods, ...fromPages],
      (measuredIdle ?? []).filter(({ idle }) => idle.kind === 'closes'),
    );
  },
});

/** What was seen holds, whatever was set; how it is changed is still told by the setting. */
function withMeasured(told: readonly ServerIdle[], measured: readonly MeasuredIdle[]): readonly ServerIdle[] {
  const isOf = ({ workload, namespace }: MeasuredIdle, idle: ServerIdle): boolean => serverIdleOf([idle], workload, namespace) !== undefined;
  const unknown = measured.filter((each) => !told.some((idle) => isOf(each, idle)));
  return [
    ...told.map((idle) => {
      const seen = measured.find((each) => isOf(each, idle));
      return seen === undefined ? idle : { ...idle, ...limitSeen(seen, idle.limit?.from ?? []) };
    }),
    ...unknown.map((each) => ({
      workload: each.workload,
      ...(each.namespace === undefined ? {} : { namespace: each.namespace }),
      neverCloses: false,
      origin: 'measured' as const,
      key: 'keep-alive time-out',
      software: each.workload,
      ...limitSeen(each, []),
    })),
  ];
}

function limitSeen({ idle, from }: MeasuredIdle, told: readonly Evidence[]): Partial<ServerIdle> {
  if (idle.kind !== 'closes') return {};
  return {
    limit: { value: idle.minMs, from: [from[0], ...from.slice(1), ...told] },
    observedMs: { min: idle.minMs, max: idle.maxMs },
    neverCloses: false,
    origin: 'measured',
  };
}

/** The limit of a workload's server, for one of its pods. */
export function serverIdleOf(all: readonly ServerIdle[], workload: string, namespace?: string): ServerIdle | undefined {
  return all.find((idle) => idle.workload === workload && (namespace === undefined || idle.namespace === undefined || idle.namespace === namespace));
}

function ofContainer(pod: Pod, container: Container, pages: readonly MetricsPage[], logs: readonly ContainerLog[]): ServerIdle | undefined {
  const env = Object.fromEntries(
    objectsAt(container.spec, 'env').flatMap((entry) => (typeof entry['name'] === 'string' ? [[entry['name'], stringAt(entry, 'value') ?? ''] as const] : [])),
  );
  const log = logs.find(
    ({ identity }) =>
      identity.pod === pod.name &&
      (identity.namespace === undefined || identity.namespace === pod.namespace) &&
      identity.container === container.name &&
      identity.previous !== true,
  );
  const hints = {
    ...(container.image === undefined ? {} : { image: container.image }),
    command: container.command,
    args: container.args,
    env,
    logs: (log?.signals ?? []).map((signal) => signal.text),
  };
  const known = serverIdleDefault(hints);
  const common = { workload: pod.workload.name, namespace: pod.namespace, container: container.name };
  const page = pages.find(
    ({ source }) =>
      source.pod === pod.name &&
      (source.namespace === undefined || source.namespace === pod.namespace) &&
      (source.container === undefined || source.container === container.name),
  );
  const told = page === undefined ? undefined : flagOnPage(page);
  if (told !== undefined) return { ...common, ...told };
  const app = known?.app ?? (container.image === undefined ? container.name : imageParts(container.image).name);
  const set = idleTimeoutFlag(app, [...container.command, ...container.args], env);
  if (set !== undefined) {
    const index = container.args.findIndex((argument) => argument.includes(set.flag));
    const evidence: Evidence = {
      kind: 'field',
      at: { ...pod.object.at, path: `${container.specPath}.${set.from === 'env' ? 'env' : index < 0 ? 'command' : `args[${index}]`}` },
      value: `${set.flag}=${set.text}`,
    };
    return { ...common, limit: { value: set.value, from: [evidence] }, neverCloses: false, origin: 'flag', key: `-${set.flag}`, software: known?.name ?? app };
  }
  const logged = log?.signals.find((signal) => signal.id === 'vm-flag' && signal.data['name'] === 'http.idleConnTimeout');
  const loggedValue = logged === undefined ? undefined : parseDuration(logged.data['value'] ?? '');
  if (logged !== undefined && loggedValue !== undefined) {
    return {
      ...common,
      limit: { value: loggedValue, from: [{ kind: 'log', at: logged.at, text: logged.text }] },
      neverCloses: false,
      origin: 'flag',
      key: '-http.idleConnTimeout',
      software: known?.name ?? app,
    };
  }
  if (known === undefined) return undefined;
  const observedMs = eitherOf(known);
  const from: NonEmpty<Evidence> = [
    { kind: 'absence', at: { ...pod.object.at, path: `${container.specPath}.args` }, lookedFor: known.flag ?? known.key },
    { kind: 'default', at: { ...pod.object.at, path: `${container.specPath}.image` }, value: known.valueMs ?? null, documentedBy: known.reference },
  ];
  return {
    ...common,
    ...(known.valueMs === undefined ? {} : { limit: { value: known.valueMs, from } }),
    ...(observedMs === undefined ? {} : { observedMs }),
    neverCloses: known.neverCloses,
    origin: 'default',
    key: known.flag === undefined ? known.key : `-${known.flag}`,
    software: known.name,
  };
}

/** The default and the limit of the configuration that it comes with: either may be in effect. */
function eitherOf({ observedMs, shippedMs }: ServerIdleDefault): ServerIdle['observedMs'] {
  if (observedMs === undefined || shippedMs === undefined) return observedMs ?? shippedMs;
  return { min: Math.min(observedMs.min, shippedMs.min), max: Math.max(observedMs.max, shippedMs.max) };
}

function ofPage(page: MetricsPage): ServerIdle | undefined {
  const told = flagOnPage(page);
  const workload = page.app ?? page.source.pod;
  if (told === undefined || workload === undefined) return undefined;
  return { workload, ...(page.source.namespace === undefined ? {} : { namespace: page.source.namespace }), ...told };
}

/** VictoriaMetrics exposes every flag with its effective value (v1.150.0 lib/appmetrics). */
function flagOnPage(page: MetricsPage): Pick<ServerIdle, 'limit' | 'neverCloses' | 'origin' | 'key' | 'software'> | undefined {
  const flag = page.flags.get('http.idleConnTimeout');
  const value = flag === undefined ? undefined : parseDuration(flag.value);
  if (flag === undefined || value === undefined) return undefined;
  const evidence: Evidence = {
    kind: 'metric',
    at: { ...page.at, line: flag.line },
    series: `flag{name="http.idleConnTimeout",value="${flag.value}",is_set="${flag.isSet}"}`,
    value: 1,
  };
  return {
    limit: { value, from: [evidence] },
    neverCloses: false,
    origin: flag.isSet ? 'flag' : 'default',
    key: '-http.idleConnTimeout',
    software: page.app ?? 'VictoriaMetrics',
  };
}
