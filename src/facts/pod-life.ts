import { containerLogs } from '../artifacts/logs/index.ts';
import type { ContainerLog, Signal } from '../artifacts/logs/types.ts';
import { kernelLog } from '../artifacts/host/index.ts';
import { numberAt, objectAt, stringAt } from '../formats/json.ts';
import { parseInstant } from '../formats/time/index.ts';
import type { Evidence, NonEmpty, ObjectRef } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { type EpochMs, instant } from '../model/time.ts';
import { events, type KubernetesEvent } from './events.ts';
import { type Container, type Pod, pods } from './pods.ts';
import { workloadOfPodName } from './workload-name.ts';

export type LifeKind =
  | 'created'
  | 'started' // a container started
  | 'terminated' // a container ended; `exitCode`, `reason`
  | 'stopping' // kubelet or process says that it is asked to stop (SIGTERM)
  | 'deleted' // the pod was deleted (SuccessfulDelete, deletionTimestamp)
  | 'ready'
  | 'unready'
  | 'probe-failed' // `probe`: liveness, readiness, startup
  | 'liveness-kill'
  | 'back-off'
  | 'oom-kill' // kernel or runtime says so
  | 'crash-line' // panic, uncaught exception, worker exit, fatal
  | 'evicted';

/** Something that happened to a pod or one of its containers, at a moment. */
export interface LifeEvent {
  readonly time: EpochMs;
  /** How far the true moment may lie from `time` (Kubernetes writes whole seconds; an age in a table more). */
  readonly slackMs: number;
  readonly kind: LifeKind;
  /** `namespace/name`. */
  readonly pod: string;
  readonly workload: string;
  readonly namespace: string;
  readonly container?: string;
  readonly isProxy: boolean;
  readonly exitCode?: number;
  readonly signal?: number;
  readonly reason?: string;
  readonly probe?: 'liveness' | 'readiness' | 'startup';
  readonly count: number;
  readonly first?: EpochMs;
  /** Container restarts known from status. */
  readonly restarts?: number;
  readonly subject: ObjectRef;
  readonly evidence: NonEmpty<Evidence>;
}

/** The lives of pods and containers, from status, events, logs and kernel, in order of time. */
export const podLife: Fact<readonly LifeEvent[]> = defineFact({
  id: 'pod-life',
  needs: {},
  wants: { pods, events, containerLogs, kernelLog },
  derive: ({ pods, events, containerLogs, kernelLog }) => {
    const byName = new Map((pods ?? []).map((pod) => [pod.key, pod]));
    return [
      ...(pods ?? []).flatMap(fromStatus),
      ...(events ?? []).flatMap((event) => fromEvent(event, byName)),
      ...(containerLogs ?? []).flatMap((log) => fromLog(log, byName)),
      ...(kernelLog ?? []).flatMap((line): readonly LifeEvent[] => {
        const pod = (pods ?? []).find((candidate) => stringAt(candidate.object.object, 'metadata', 'uid') === line.podUid);
        if (line.kind !== 'oom-kill' || pod === undefined || line.time === undefined) return [];
        return [{ ...base(pod), time: line.time, slackMs: 1_000, kind: 'oom-kill', isProxy: false, count: 1, subject: pod.object.ref, evidence: [{ kind: 'log', at: line.at, text: line.text }] }];
      }),
    ].toSorted((a, b) => a.time - b.time);
  },
});

function base(pod: Pod): Pick<LifeEvent, 'pod' | 'workload' | 'namespace'> {
  return { pod: pod.key, workload: pod.workload.name, namespace: pod.namespace };
}

function fromStatus(pod: Pod): readonly LifeEvent[] {
  const life: LifeEvent[] = [];
  const ref = pod.object.ref;
  const at = pod.object.at;
  if (pod.createdAt !== undefined) {
    life.push({ ...base(pod), time: pod.createdAt, slackMs: 1_000, kind: 'created', isProxy: false, count: 1, subject: ref, evidence: [{ kind: 'field', at: { ...at, path: 'metadata.creationTimestamp' }, value: instant(pod.createdAt) }] });
  }
  if (pod.deletedAt !== undefined) {
    // deletionTimestamp is when the grace period ends, not when deletion was asked for (Kubernetes API reference, ObjectMeta)
    const grace = (numberAt(pod.object.object, 'metadata', 'deletionGracePeriodSeconds') ?? 30) * 1_000;
    life.push({ ...base(pod), time: pod.deletedAt - grace, slackMs: 1_000, kind: 'deleted', isProxy: false, count: 1, subject: ref, evidence: [{ kind: 'field', at: { ...at, path: 'metadata.deletionTimestamp' }, value: instant(pod.deletedAt) }] });
  }
  if (pod.readySince !== undefined) {
    life.push({ ...base(pod), time: pod.readySince, slackMs: 1_000, kind: 'ready', isProxy: false, count: 1, subject: ref, evidence: [{ kind: 'field', at: { ...at, path: 'status.conditions[type=Ready].lastTransitionTime' }, value: instant(pod.readySince) }] });
  }
  if (stringAt(pod.object.object, 'status', 'reason') === 'Evicted') {
    const start = parseInstant(stringAt(pod.object.object, 'status', 'startTime') ?? '');
    if (start !== undefined) life.push({ ...base(pod), time: start, slackMs: 60_000, kind: 'evicted', isProxy: false, count: 1, subject: ref, evidence: [{ kind: 'field', at: { ...at, path: 'status.reason' }, value: 'Evicted' }] });
  }
  for (const container of pod.containers) if (!container.isInit) life.push(...containerLife(pod, container));
  return life;
}

function containerLife(pod: Pod, container: Container): readonly LifeEvent[] {
  const life: LifeEvent[] = [];
  const subject: ObjectRef = { ...pod.object.ref, container: container.name };
  const common = { ...base(pod), container: container.name, isProxy: container.isProxy, count: 1, slackMs: 1_000, restarts: container.restarts, subject };
  for (const state of ['lastState', 'state'] as const) {
    const terminated = objectAt(container.status, state, 'terminated');
    const running = objectAt(container.status, state, 'running');
    const path = `${container.statusPath ?? 'status'}.${state}`;
    const at = pod.object.at;
    const finishedAt = parseInstant(stringAt(terminated, 'finishedAt') ?? '');
    const startedAt = parseInstant(stringAt(terminated ?? running, 'startedAt') ?? '');
    if (startedAt !== undefined) {
      life.push({ ...common, time: startedAt, kind: 'started', evidence: [{ kind: 'field', at: { ...at, path: `${path}.${terminated === undefined ? 'running' : 'terminated'}.startedAt` }, value: instant(startedAt) }] });
    }
    if (finishedAt === undefined) continue;
    const exitCode = numberAt(terminated, 'exitCode');
    const signal = numberAt(terminated, 'signal');
    const reason = stringAt(terminated, 'reason');
    life.push({
      ...common,
      time: finishedAt,
      kind: 'terminated',
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(signal === undefined || signal === 0 ? {} : { signal }),
      ...(reason === undefined ? {} : { reason }),
      evidence: [
        {
          kind: 'field',
          at: { ...at, path: `${path}.terminated` },
          value: { exitCode: exitCode ?? null, reason: reason ?? null, finishedAt: instant(finishedAt) },
        },
      ],
    });
  }
  return life;
}

function fromEvent(event: KubernetesEvent, known: ReadonlyMap<string, Pod>): readonly LifeEvent[] {
  const time = event.last;
  if (time === undefined) return [];
  const namespace = event.about.namespace ?? 'default';
  const deleted = event.reason === 'SuccessfulDelete' ? /pod:? +(\S+)/i.exec(event.message)?.[1] : undefined;
  const name = deleted ?? (event.about.kind === 'Pod' ? event.about.name : undefined);
  if (name === undefined) return [];
  const pod = known.get(`${namespace}/${name}`);
  const container = event.about.container;
  const common: Omit<LifeEvent, 'kind'> = {
    time,
    slackMs: 1_500,
    pod: `${namespace}/${name}`,
    workload: pod?.workload.name ?? workloadOfPodName(name),
    namespace,
    ...(container === undefined ? {} : { container }),
    isProxy: container === 'istio-proxy',
    count: event.count,
    ...(event.first === undefined ? {} : { first: event.first }),
    reason: event.reason,
    subject: { kind: 'Pod', namespace, name, ...(container === undefined ? {} : { container }) },
    evidence: [event.evidence],
  };
  switch (event.reason) {
    case 'SuccessfulDelete':
      return [{ ...common, kind: 'deleted' }];
    case 'Killing':
      return [{ ...common, kind: /liveness|startup probe/i.test(event.message) ? 'liveness-kill' : 'stopping' }];
    case 'Started':
      return [{ ...common, kind: 'started' }];
    case 'BackOff':
      return /restart/i.test(event.message) ? [{ ...common, kind: 'back-off' }] : [];
    case 'Unhealthy': {
      const probe = /liveness/i.test(event.message) ? 'liveness' : /startup/i.test(event.message) ? 'startup' : 'readiness';
      return [{ ...common, kind: 'probe-failed', probe }];
    }
    case 'OOMKilling':
    case 'OOMKilled':
      return [{ ...common, kind: 'oom-kill' }];
    case 'Evicted':
    case 'Preempted':
    case 'Preempting':
    case 'TaintManagerEviction':
      return [{ ...common, kind: 'evicted' }];
    default:
      return [];
  }
}

const signalKinds: Readonly<Record<string, LifeKind>> = {
  'sigterm-received': 'stopping',
  'shutting-down': 'stopping',
  panic: 'crash-line',
  'uncaught-exception': 'crash-line',
  segfault: 'crash-line',
  'worker-exit': 'crash-line',
  'graceful-shutdown-failed': 'crash-line',
  fatal: 'crash-line',
  'invalid-flag': 'crash-line',
  'config-error': 'crash-line',
  'address-in-use': 'crash-line',
  'out-of-memory': 'crash-line',
  'kernel-oom-kill': 'oom-kill',
  'started-server': 'started',
};

function fromLog(log: ContainerLog, known: ReadonlyMap<string, Pod>): readonly LifeEvent[] {
  const { namespace, pod, container } = log.identity;
  if (pod === undefined || container === 'istio-init') return [];
  const owner = namespace === undefined ? [...known.values()].find((candidate) => candidate.name === pod) : known.get(`${namespace}/${pod}`);
  const space = namespace ?? owner?.namespace ?? 'default';
  return log.signals.flatMap((signal: Signal): readonly LifeEvent[] => {
    const kind = signalKinds[signal.id];
    const time = signal.time ?? (kind === 'crash-line' ? log.last : undefined);
    if (kind === undefined || time === undefined) return [];
    return [
      {
        time,
        slackMs: signal.time === undefined ? 5_000 : 50,
        kind,
        pod: `${space}/${pod}`,
        workload: owner?.workload.name ?? workloadOfPodName(pod),
        namespace: space,
        ...(container === undefined ? {} : { container }),
        isProxy: container === 'istio-proxy',
        reason: signal.id,
        count: 1,
        subject: { kind: 'Pod', namespace: space, name: pod, ...(container === undefined ? {} : { container }) },
        evidence: [{ kind: 'log', at: signal.at, text: signal.text, time: instant(time) }],
      },
    ];
  });
}
