import { containerLogs } from '../artifacts/logs/index.ts';
import type { ContainerLog } from '../artifacts/logs/types.ts';
import { snapshotTime } from '../artifacts/snapshot-time.ts';
import { numberAt, objectAt, stringAt } from '../formats/json.ts';
import type { Evidence, NonEmpty, ObjectRef } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { EpochMs, Milliseconds } from '../model/time.ts';
import type { LifeEvent } from './life-event.ts';
import type { Outage } from './outage.ts';
import { outages } from './outages.ts';
import { podLife } from './pod-life.ts';
import { type Container, type Pod, pods } from './pods.ts';
import { workloadOfPodName } from './workload-name.ts';

/** A container that is started again and again. */
export interface RestartLoop {
  /** `namespace/name`. */
  readonly pod: string;
  readonly workload: string;
  readonly namespace: string;
  readonly container: string;
  readonly isProxy: boolean;
  readonly restarts: number;
  /** The kubelet's own word for it was seen: waiting in CrashLoopBackOff, or back-off events. */
  readonly isBackingOff: boolean;
  /** How long its last run lasted, where known. */
  readonly upMs?: Milliseconds;
  readonly exitCode?: number;
  /** What ends its runs. */
  readonly endsBy?: Outage['kind'];
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly subject: ObjectRef;
  readonly evidence: NonEmpty<Evidence>;
}

/** A run longer than this is no loop: the kubelet itself forgets a back-off after ten minutes, and a process that fails at its start fails in seconds. */
const shortRunMs = 60_000;
/** Ends further apart than the longest back-off with its run do not belong together. */
const apartMs = 420_000;

/** Containers in a restart loop: back-off seen, or at least three restarts with short runs. */
export const restartLoops: Fact<readonly RestartLoop[]> = defineFact({
  id: 'restart-loops',
  needs: { podLife, outages },
  wants: { pods, containerLogs, snapshotTime },
  derive: ({ podLife, outages, pods, containerLogs, snapshotTime }) => {
    const known = (pods ?? []).flatMap((pod) => pod.containers.flatMap((container) => loopOf(pod, container, podLife, outages, snapshotTime?.takenAt) ?? []));
    const seen = new Set(known.map((loop) => `${loop.pod}/${loop.container}`));
    const statusOf = new Set((pods ?? []).filter((pod) => pod.containers.some((container) => container.status !== undefined)).map((pod) => pod.key));
    const named = [
      ...known,
      ...podLife
        .filter((event) => event.kind === 'back-off' && event.count >= 2 && event.container !== undefined && !statusOf.has(event.pod))
        .flatMap((event) => (seen.has(`${event.pod}/${event.container ?? ''}`) ? [] : loopOfEvent(event, podLife, outages, snapshotTime?.takenAt))),
    ];
    return [
      ...named,
      ...(pods ?? []).flatMap((pod) => (named.some((loop) => loop.pod === pod.key) ? [] : loopOfTable(pod, podLife, snapshotTime?.takenAt))),
      ...loopsOfLogs(containerLogs ?? [], podLife, snapshotTime?.takenAt).filter(
        (loop) => !statusOf.has(loop.pod) && !named.some((other) => other.pod === loop.pod),
      ),
    ];
  },
});

function loopOf(pod: Pod, container: Container, life: readonly LifeEvent[], all: readonly Outage[], now: EpochMs | undefined): RestartLoop | undefined {
  const waiting = objectAt(container.status, 'state', 'waiting');
  const isWaiting = stringAt(waiting, 'reason') === 'CrashLoopBackOff';
  const own = life.filter((event) => event.pod === pod.key && event.container === container.name);
  const backOffs = own.filter((event) => event.kind === 'back-off');
  const ends = all.filter((outage) => outage.pod === pod.key && outage.container === container.name);
  const last = ends.findLast((end) => !end.isInferred) ?? ends.at(-1);
  const upMs = last?.upSince === undefined ? undefined : last.from - last.upSince;
  const isBackingOff = isWaiting || backOffs.some((event) => event.count >= 2);
  if (!isBackingOff && (container.restarts < 3 || upMs === undefined || upMs > shortRunMs)) return undefined;
  if (upMs !== undefined && upMs > 10 * shortRunMs) return undefined;
  const chain = chainOf(ends);
  const seenFrom = [
    ...chain.map((end) => end.from),
    ...backOffs.flatMap((event) => event.first ?? event.time),
    ...(isWaiting && chain.length === 0 && now !== undefined ? [now] : []),
    // status keeps the last end alone: the pauses before it have gone by too
    ...(isWaiting && backOffs.length === 0 && chain[0] !== undefined ? [chain[0].from - pausesBefore(container.restarts - chain.length + 1)] : []),
  ].toSorted((a, b) => a - b)[0];
  if (seenFrom === undefined) return undefined;
  const from = pod.createdAt !== undefined && seenFrom - pod.createdAt < apartMs && !hasServed(pod, seenFrom, life) ? pod.createdAt : seenFrom - (upMs ?? 0);
  const isOver = !isWaiting && container.isReady === true && pod.isReady === true;
  const to = isOver ? (pod.readySince ?? last?.to ?? seenFrom) : Math.max(now ?? seenFrom, last?.to ?? seenFrom);
  const at = pod.object.at;
  const [first, ...rest]: readonly Evidence[] = [
    ...(container.statusPath === undefined
      ? []
      : [{ kind: 'field' as const, at: { ...at, path: `${container.statusPath}.restartCount` }, value: container.restarts }]),
    ...(isWaiting
      ? [{ kind: 'field' as const, at: { ...at, path: `${container.statusPath ?? 'status'}.state.waiting.reason` }, value: 'CrashLoopBackOff' }]
      : []),
    ...backOffs.slice(0, 1).flatMap((event) => event.evidence),
    ...(last?.evidence ?? []).slice(0, 2),
    ...own
      .filter((event) => event.kind === 'crash-line')
      .slice(-1)
      .flatMap((event) => event.evidence),
  ];
  if (first === undefined) return undefined;
  return {
    pod: pod.key,
    workload: pod.workload.name,
    namespace: pod.namespace,
    container: container.name,
    isProxy: container.isProxy,
    restarts: container.restarts,
    isBackingOff,
    ...(upMs === undefined ? {} : { upMs }),
    ...(last?.exitCode === undefined ? {} : { exitCode: last.exitCode }),
    ...(last === undefined ? {} : { endsBy: last.kind }),
    from,
    to,
    subject: { ...pod.object.ref, container: container.name },
    evidence: [first, ...rest],
  };
}

/** A row of `kubectl get pods` has one word for the whole pod; which container it is about an event may tell. */
function loopOfTable(pod: Pod, life: readonly LifeEvent[], now: EpochMs | undefined): readonly RestartLoop[] {
  const table = objectAt(pod.object.object, 'why503Table');
  if (now === undefined || stringAt(table, 'status') !== 'CrashLoopBackOff') return [];
  const told = life.find((event) => event.pod === pod.key && event.kind === 'back-off' && event.container !== undefined);
  const restarts = numberAt(table, 'restarts') ?? 1;
  return [
    {
      pod: pod.key,
      workload: pod.workload.name,
      namespace: pod.namespace,
      container: told?.container ?? '?',
      isProxy: told?.isProxy ?? false,
      restarts,
      isBackingOff: true,
      from: now - pausesBefore(restarts),
      to: now,
      subject: pod.object.ref,
      evidence: [{ kind: 'field', at: { ...pod.object.at, path: 'status.reason' }, value: 'CrashLoopBackOff' }, ...(told?.evidence ?? [])],
    },
  ];
}

/**
 * How long the kubelet has held a container back in so many restarts at least: none before the first, then 10 s, doubled each time, 300 s
 * at most (Kubernetes 1.34, pod lifecycle). Older restarts may be of another time, so only as many count as it takes to reach the longest pause.
 */
function pausesBefore(restarts: number): Milliseconds {
  let sum = 0;
  for (let restart = 2; restart <= Math.min(restarts, 7); restart += 1) sum += Math.min(10_000 * 2 ** (restart - 2), 300_000);
  return sum;
}

/** The ends that hang together, up to the last one. */
function chainOf(ends: readonly Outage[]): readonly Outage[] {
  let start = ends.length - 1;
  while (start > 0 && (ends[start]?.from ?? 0) - (ends[start - 1]?.from ?? 0) <= apartMs) start -= 1;
  return ends.slice(Math.max(0, start));
}

/** True when the pod was ready before its first known end. */
function hasServed(pod: Pod, until: EpochMs, life: readonly LifeEvent[]): boolean {
  return (
    (pod.readySince !== undefined && pod.readySince < until) || life.some((event) => event.pod === pod.key && event.kind === 'ready' && event.time < until)
  );
}

function loopOfEvent(event: LifeEvent, life: readonly LifeEvent[], all: readonly Outage[], now: EpochMs | undefined): readonly RestartLoop[] {
  const ends = chainOf(all.filter((outage) => outage.pod === event.pod && outage.container === event.container));
  const last = ends.at(-1);
  const starts = life
    .filter((other) => other.pod === event.pod && other.container === event.container && other.kind === 'started' && event.time - other.time <= 2 * apartMs)
    .map((other) => other.time);
  const from = Math.min(event.first ?? event.time, ...ends.map((end) => end.from), ...starts);
  // the kubelet repeats the event while the pause lasts, five minutes at most
  const to = now !== undefined && now - event.time <= apartMs ? now : Math.max(event.time, last?.to ?? 0);
  return [
    {
      pod: event.pod,
      workload: event.workload,
      namespace: event.namespace,
      container: event.container ?? '',
      isProxy: event.isProxy,
      restarts: Math.max(starts.length - 1, 1),
      isBackingOff: true,
      ...(last === undefined ? {} : { endsBy: last.kind }),
      from,
      to,
      subject: event.subject,
      evidence: event.evidence,
    },
  ];
}

/** Words of a process that cannot start. */
const startFaults: ReadonlySet<string> = new Set(['invalid-flag', 'config-error', 'address-in-use', 'fatal', 'panic', 'uncaught-exception']);

/** With no status and no events: a container whose last run and whose present one both end in such words, and that never says it serves. */
function loopsOfLogs(logs: readonly ContainerLog[], life: readonly LifeEvent[], now: EpochMs | undefined): readonly RestartLoop[] {
  return logs
    .filter((log) => log.identity.previous === true)
    .flatMap((previous): readonly RestartLoop[] => {
      const { pod } = previous.identity;
      const present = logs.find(
        (log) =>
          log.identity.previous !== true &&
          log.identity.pod === pod &&
          (log.identity.container === undefined || log.identity.container === previous.identity.container) &&
          log.identity.namespace === previous.identity.namespace,
      );
      const container = previous.identity.container ?? present?.identity.container;
      if (pod === undefined || container === undefined || present === undefined) return [];
      const words = [previous, present].map((log) => log.signals.find((signal) => startFaults.has(signal.id)));
      const [first, second] = words;
      if (first === undefined || second === undefined || present.signals.some((signal) => signal.id === 'started-server' || signal.id === 'listening'))
        return [];
      const namespace = previous.identity.namespace ?? life.find((event) => event.pod.endsWith(`/${pod}`))?.namespace ?? 'default';
      return [
        {
          pod: `${namespace}/${pod}`,
          workload: workloadOfPodName(pod),
          namespace,
          container,
          isProxy: container === 'istio-proxy',
          restarts: 1,
          isBackingOff: false,
          endsBy: 'crash',
          // runs before these two left no log
          from: (previous.first ?? shortRunMs) - shortRunMs,
          to: now ?? Number.MAX_SAFE_INTEGER,
          subject: { kind: 'Pod', namespace, name: pod, container },
          evidence: [
            { kind: 'log', at: first.at, text: first.text },
            { kind: 'log', at: second.at, text: second.text },
          ],
        },
      ];
    });
}
