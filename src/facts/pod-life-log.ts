import type { ContainerLog, Signal } from '../artifacts/logs/types.ts';
import { objectAt, stringAt } from '../formats/json.ts';
import { parseDuration, parseInstant } from '../formats/time/index.ts';
import { type EpochMs, instant, type Milliseconds } from '../model/time.ts';
import type { LifeEvent, LifeKind } from './life-event.ts';
import type { Pod } from './pods.ts';
import { workloadOfPodName } from './workload-name.ts';

const signalKinds: Readonly<Record<string, LifeKind>> = {
  'sigterm-received': 'stopping',
  'shutting-down': 'stopping',
  panic: 'crash-line',
  'uncaught-exception': 'crash-line',
  segfault: 'crash-line',
  'worker-exit': 'crash-line',
  'graceful-shutdown-failed': 'stopping', // a process says so only after it was told to stop, even where the log no longer shows that
  fatal: 'crash-line',
  'invalid-flag': 'crash-line',
  'config-error': 'crash-line',
  'address-in-use': 'crash-line',
  'out-of-memory': 'crash-line',
  'kernel-oom-kill': 'oom-kill',
  'started-server': 'started',
  stopped: 'stopped',
};

/** Java and .NET servers, and handlers with a recover, log exceptions all day and live on: only a line that says the process ends is one. */
const survivable: ReadonlySet<string> = new Set(['uncaught-exception', 'config-error', 'out-of-memory', 'fatal']);

/** What an application's own log tells of its life. `others` are all logs, to know when the next life began. */
export function lifeFromLog(log: ContainerLog, known: ReadonlyMap<string, Pod>, others: readonly ContainerLog[]): readonly LifeEvent[] {
  const { namespace, pod, container } = log.identity;
  if (pod === undefined) return [];
  const owner = namespace === undefined ? [...known.values()].find((candidate) => candidate.name === pod) : known.get(`${namespace}/${pod}`);
  const own = owner?.containers.find((candidate) => candidate.name === container);
  if (container === 'istio-init' || container === 'istio-validation' || own?.isInit === true) return [];
  const space = namespace ?? owner?.namespace ?? 'default';
  const end = endOf(log, owner, others);
  return log.signals.flatMap((signal: Signal): readonly LifeEvent[] => {
    const kind = signalKinds[signal.id];
    if (kind === undefined) return [];
    if (kind === 'crash-line' && survivable.has(signal.id) && !endsProcess(signal, log, end)) return [];
    const when = timeOf(signal, log, kind === 'crash-line' ? end : undefined);
    if (when === undefined) return [];
    return [
      {
        ...when,
        kind,
        pod: `${space}/${pod}`,
        workload: owner?.workload.name ?? workloadOfPodName(pod),
        namespace: space,
        ...(container === undefined ? {} : { container }),
        isProxy: container === 'istio-proxy',
        reason: signal.id,
        count: 1,
        subject: { kind: 'Pod', namespace: space, name: pod, ...(container === undefined ? {} : { container }) },
        evidence: [{ kind: 'log', at: signal.at, text: signal.text, time: instant(when.time) }],
      },
    ];
  });
}

interface Moment {
  readonly time: EpochMs;
  readonly slackMs: Milliseconds;
}

/** When the process that wrote this log ended: by the container's status, else somewhere before the next log begins. */
function endOf(log: ContainerLog, pod: Pod | undefined, others: readonly ContainerLog[]): Moment | undefined {
  const { namespace, container, previous } = log.identity;
  const status = pod?.containers.find((candidate) => candidate.name === container)?.status;
  const finishedAt = parseInstant(stringAt(objectAt(status, previous === true ? 'lastState' : 'state', 'terminated'), 'finishedAt') ?? '');
  if (finishedAt !== undefined) return { time: finishedAt, slackMs: 1_000 };
  // a container that waits to be started again has its last run, and that run's log, still as the present one
  const waiting =
    previous !== true && objectAt(status, 'state', 'waiting') !== undefined
      ? parseInstant(stringAt(objectAt(status, 'lastState', 'terminated'), 'finishedAt') ?? '')
      : undefined;
  if (waiting !== undefined) return { time: waiting, slackMs: 1_000 };
  if (previous !== true || log.last === undefined) return undefined;
  const next = others.find(
    (other) =>
      other.identity.pod === log.identity.pod &&
      other.identity.namespace === namespace &&
      other.identity.container === container &&
      other.identity.previous !== true,
  )?.first;
  if (next === undefined || next < log.last) return { time: log.last, slackMs: 5_000 };
  const middle = (log.last + next) / 2;
  return { time: middle, slackMs: Math.min(30_000, next - middle + 1_000) };
}

/** A dying process writes such a line among its last; one that lives on keeps writing. */
function endsProcess(signal: Signal, log: ContainerLog, end: Moment | undefined): boolean {
  if (/^(?:exit|thread)$/.test(signal.data['kind'] ?? '') && signal.data['runtime'] === 'node') return true;
  const fromEnd = (log.at.line ?? 1) + log.lines - 1 - (signal.at.line ?? 0);
  return end !== undefined && fromEnd < 60;
}

function timeOf(signal: Signal, log: ContainerLog, end: Moment | undefined): Moment | undefined {
  if (signal.time !== undefined) {
    // it is the end of a wait that began when the process was told to stop
    const waited = signal.id === 'graceful-shutdown-failed' ? (parseDuration(signal.data['after'] ?? '') ?? 0) : 0;
    return { time: signal.time - waited, slackMs: 50 };
  }
  if (end !== undefined) return end;
  const after = Date.parse(signal.data['after'] ?? '');
  if (!Number.isNaN(after)) return { time: after, slackMs: 5_000 };
  return signalKinds[signal.id] === 'crash-line' && log.last !== undefined ? { time: log.last, slackMs: 5_000 } : undefined;
}
