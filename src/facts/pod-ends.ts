import type { Milliseconds } from '../model/time.ts';
import type { LifeEvent } from './life-event.ts';
import type { OutageKind } from './outage.ts';
import type { Pod } from './pods.ts';

/** An event that ends a container or pod, and the kind of end it is a sign of. */
export interface End {
  readonly event: LifeEvent;
  readonly kind: OutageKind;
}

/** How much a sign says about the kind of end: a kill for memory names itself, an exit code does not. */
export const rankOf = (kind: OutageKind): number => ['unknown-end', 'crash', 'shutdown', 'liveness', 'eviction', 'oom'].indexOf(kind);

/** Ends among the life events of one pod. */
export function endsOf(events: readonly LifeEvent[], pod: Pod | undefined): readonly End[] {
  return events.flatMap((event) => {
    const kind = kindOf(event, events, pod);
    return kind === undefined ? [] : [{ event, kind }];
  });
}

/** A grace period is 30 s unless set; a preStop hook counts in it. */
const graceMs = 120_000;

function kindOf(event: LifeEvent, all: readonly LifeEvent[], pod: Pod | undefined): OutageKind | undefined {
  const after = (kind: LifeEvent['kind'], within: Milliseconds): boolean =>
    all.some(
      (other) =>
        other.kind === kind &&
        other.time <= event.time + 2_000 + other.slackMs &&
        event.time - other.time <= within &&
        (other.container === undefined || event.container === undefined || other.container === event.container),
    );
  switch (event.kind) {
    case 'oom-kill':
      return 'oom';
    case 'evicted':
      return 'eviction';
    case 'liveness-kill':
      return 'liveness';
    case 'deleted':
      return 'shutdown';
    case 'stopping':
      return askedToStop(event, all, pod, after('liveness-kill', graceMs), after('evicted', graceMs));
    case 'crash-line':
      return after('stopping', graceMs) || after('deleted', graceMs) ? undefined : 'crash';
    case 'terminated':
      return kindOfExit(event, all, pod, after);
    default:
      return undefined;
  }
}

function kindOfExit(
  event: LifeEvent,
  all: readonly LifeEvent[],
  pod: Pod | undefined,
  after: (kind: LifeEvent['kind'], within: Milliseconds) => boolean,
): OutageKind | undefined {
  if (event.reason === 'OOMKilled') return 'oom';
  if (after('oom-kill', 5_000)) return 'oom';
  if (after('liveness-kill', graceMs)) return 'liveness';
  if (after('evicted', graceMs)) return 'eviction';
  if (after('deleted', graceMs)) return 'shutdown';
  const isSignalled = event.exitCode === 143 || event.exitCode === 137 || event.signal === 9 || event.signal === 15;
  // a job's container that is done has not gone away from anybody
  if (event.exitCode === 0 && !after('stopping', graceMs)) return wasStartedAgain(event, all) ? 'unknown-end' : undefined;
  if (
    isSignalled &&
    all.some(
      (other) =>
        other.kind === 'probe-failed' && other.probe !== 'readiness' && other.container === event.container && Math.abs(event.time - other.time) <= graceMs,
    )
  )
    return 'liveness';
  if (event.exitCode === 143 || event.exitCode === 0 || after('stopping', graceMs)) return askedToStop(event, all, pod, false, false);
  // the runtime lost sight of the container (node reboot, containerd restart): kubelet writes 255/Unknown, 137/ContainerStatusUnknown
  const isUnseen = event.reason === 'Unknown' || event.reason === 'ContainerStatusUnknown';
  return isUnseen || event.exitCode === 137 || event.exitCode === undefined ? 'unknown-end' : 'crash';
}

/**
 * A pod that is deleted never starts its container again; a container that was asked to stop and then started again in the same
 * pod was stopped in place, which the kubelet does for a failing liveness or start-up probe, and people by hand.
 */
function askedToStop(event: LifeEvent, all: readonly LifeEvent[], pod: Pod | undefined, isLiveness: boolean, isEvicted: boolean): OutageKind {
  if (isLiveness) return 'liveness';
  if (isEvicted) return 'eviction';
  const isDeleted = pod?.deletedAt !== undefined || all.some((other) => other.kind === 'deleted');
  // lastState in a pod that is not deleted: the kubelet restarts it in place, even while it still waits to start
  const isInPlace = pod !== undefined && (event.restarts ?? 0) > 0;
  if (isDeleted || !(wasStartedAgain(event, all) || isInPlace)) return 'shutdown';
  return all.some((other) => other.kind === 'probe-failed' && other.probe !== 'readiness' && Math.abs(event.time - other.time) <= graceMs)
    ? 'liveness'
    : 'unknown-end';
}

function wasStartedAgain(event: LifeEvent, all: readonly LifeEvent[]): boolean {
  return (
    event.container !== undefined &&
    all.some((other) => other.kind === 'started' && other.container === event.container && other.time > event.time + 100 && other.time - event.time <= 600_000)
  );
}
