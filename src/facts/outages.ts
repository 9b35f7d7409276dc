import { snapshotTime } from '../artifacts/snapshot-time.ts';
import type { Evidence, NonEmpty, ObjectRef } from '../model/evidence.ts';
import type { Failure, ObservedIncident } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { EpochMs, Milliseconds } from '../model/time.ts';
import { type LifeEvent, podLife } from './pod-life.ts';
import { type Pod, pods } from './pods.ts';

/**
 * Why a pod or container went away.
 * - `oom`: killed for memory; `crash`: ended by itself with an error, or its log says so; `liveness`: killed by the kubelet for a failing probe
 * - `shutdown`: asked to stop (deletion, roll-out, scale-down); `eviction`; `unknown-end`: it ended and nothing says why
 */
export type OutageKind = 'oom' | 'crash' | 'liveness' | 'shutdown' | 'eviction' | 'unknown-end';

/** A time in which a container or pod could not serve. */
export interface Outage {
  readonly kind: OutageKind;
  readonly pod: string;
  readonly workload: string;
  readonly namespace: string;
  readonly container?: string;
  readonly isProxy: boolean;
  readonly from: EpochMs;
  /** When it (or its successor container) was ready again; for a pod that is gone, the end of its grace and of stale routing. */
  readonly to: EpochMs;
  readonly slackMs: Milliseconds;
  readonly exitCode?: number;
  readonly restarts?: number;
  readonly subject: ObjectRef;
  readonly evidence: NonEmpty<Evidence>;
}

/** After a pod's deletion proxies may go on sending for the push delay (PILOT_DEBOUNCE_MAX 10 s, Istio 1.31) and the app's grace. */
const afterDeletionMs = 15_000;
/** From a container's start to its first served request, when no readiness is known: probes run each 5 to 10 s. */
const startUpMs = 10_000;

/** Times in which pods were away, by what ended them. */
export const outages: Fact<readonly Outage[]> = defineFact({
  id: 'outages',
  needs: { podLife },
  wants: { pods, snapshotTime },
  derive: ({ podLife, pods, snapshotTime }) => {
    const byContainer = Map.groupBy(podLife, (event) => event.pod);
    return [...byContainer.values()].flatMap((events) => outagesOf(events, pods?.find((pod) => pod.key === events[0]?.pod), snapshotTime?.takenAt)).toSorted((a, b) => a.from - b.from);
  },
});

function outagesOf(events: readonly LifeEvent[], pod: Pod | undefined, now: EpochMs | undefined): readonly Outage[] {
  const ends = events.flatMap((event) => endOf(event, events) ?? []);
  const merged: Outage[] = [];
  for (const { event, kind } of ends.toSorted((a, b) => a.event.time - b.event.time || rank(b.kind) - rank(a.kind))) {
    const same = merged.findIndex((other) => other.container === (event.container ?? other.container) && Math.abs(other.from - event.time) <= 6_000 + other.slackMs + event.slackMs);
    const earlier = merged[same];
    if (earlier !== undefined) {
      // several signs of one end (event, exit status, log line): the one that says most names it
      const strongest = rank(kind) > rank(earlier.kind) ? kind : earlier.kind;
      merged[same] = { ...earlier, kind: strongest, from: Math.min(earlier.from, event.time), ...(event.exitCode === undefined ? {} : { exitCode: event.exitCode }), evidence: [earlier.evidence[0], ...earlier.evidence.slice(1), ...event.evidence] };
      continue;
    }
    merged.push({
      kind,
      pod: event.pod,
      workload: event.workload,
      namespace: event.namespace,
      ...(event.container === undefined ? {} : { container: event.container }),
      isProxy: event.isProxy,
      from: event.time,
      to: backAt(event, kind, events, pod, now),
      slackMs: event.slackMs,
      ...(event.exitCode === undefined ? {} : { exitCode: event.exitCode }),
      ...(event.restarts === undefined ? {} : { restarts: event.restarts }),
      subject: event.subject,
      evidence: event.evidence,
    });
  }
  return merged;
}

const rank = (kind: OutageKind): number => ['unknown-end', 'crash', 'shutdown', 'liveness', 'eviction', 'oom'].indexOf(kind);

/** What kind of end an event is a sign of; undefined for events that end nothing. */
function endOf(event: LifeEvent, all: readonly LifeEvent[]): { readonly event: LifeEvent; readonly kind: OutageKind } | undefined {
  const near = (kind: LifeEvent['kind'], before: Milliseconds): boolean => all.some((other) => other.kind === kind && other.time <= event.time + 2_000 && event.time - other.time <= before && (other.container === undefined || event.container === undefined || other.container === event.container));
  switch (event.kind) {
    case 'oom-kill':
      return { event, kind: 'oom' };
    case 'evicted':
      return { event, kind: 'eviction' };
    case 'liveness-kill':
      return { event, kind: 'liveness' };
    case 'deleted':
      return { event, kind: 'shutdown' };
    case 'stopping':
      return { event, kind: near('liveness-kill', 60_000) ? 'liveness' : 'shutdown' };
    case 'crash-line':
      return { event, kind: 'crash' };
    case 'terminated':
      if (event.reason === 'OOMKilled') return { event, kind: 'oom' };
      if (near('liveness-kill', 60_000)) return { event, kind: 'liveness' };
      if (near('oom-kill', 5_000)) return { event, kind: 'oom' };
      if (near('deleted', 90_000)) return { event, kind: 'shutdown' };
      // 143 = SIGTERM, 0 = its own wish: somebody asked; 137 without a reason may be memory, a probe or a hand
      if (event.exitCode === 143) return { event, kind: 'shutdown' };
      if (event.exitCode === 0 && near('stopping', 60_000)) return { event, kind: 'shutdown' };
      return { event, kind: event.exitCode === 137 || event.exitCode === undefined ? 'unknown-end' : 'crash' };
    default:
      return undefined;
  }
}

function backAt(event: LifeEvent, kind: OutageKind, all: readonly LifeEvent[], pod: Pod | undefined, now: EpochMs | undefined): EpochMs {
  if ((kind === 'shutdown' || kind === 'eviction') && (pod === undefined || pod.deletedAt !== undefined)) return event.time + afterDeletionMs;
  const started = all.find((other) => other.kind === 'started' && other.time >= event.time - event.slackMs && (event.container === undefined || other.container === undefined || other.container === event.container));
  const ready = pod?.readySince !== undefined && pod.readySince >= event.time - event.slackMs ? pod.readySince : undefined;
  if (ready !== undefined) return ready;
  if (started !== undefined && pod?.isReady === true) return started.time + startUpMs;
  if (pod?.isReady === false) return now ?? event.time + 600_000;
  return started === undefined ? event.time + afterDeletionMs : started.time + startUpMs;
}

/** Families that a vanished server shows as: the connection ends, the next one is refused, then nobody is left, or the proxy before it passes that on. */
const vanishing: ReadonlySet<Failure['family']> = new Set(['reset', 'connect', 'no-host', 'stream-reset', 'timeout', 'answered', 'protocol', 'other']);

/**
 * Indices of an incident's failures that lie in an outage of the server they were for: they end no earlier than it begins and
 * start no later than the server is back, give or take the clock's grain.
 */
export function failuresDuring(incident: ObservedIncident, outage: Outage): readonly number[] {
  if (outage.workload !== incident.targetName || (incident.targetNamespace !== undefined && outage.namespace !== incident.targetNamespace)) return [];
  return incident.failures.flatMap((failure, index) => {
    if (!vanishing.has(failure.family)) return [];
    // an answer of a living application is its own, unless it was only passed on from beyond
    if (failure.family === 'answered' && !failure.unseenBeyond) return [];
    if (failure.serverPod !== undefined && failure.serverPod !== outage.pod) return [];
    const grain = outage.slackMs + 1_000;
    return failure.end >= outage.from - grain && failure.time <= outage.to + grain ? [index] : [];
  });
}

/**
 * How much more often failures lie inside these outages than chance would put them there: share of failures inside, over share
 * of the incident's time inside. 1 = no relation. Protects from blaming a restart in the middle of an everlasting failure.
 */
export function concentration(incident: ObservedIncident, all: readonly Outage[], inside: ReadonlySet<number>): number {
  const length = Math.max(1, incident.to - incident.from);
  const covered = all.reduce((sum, outage) => sum + Math.max(0, Math.min(outage.to + outage.slackMs, incident.to) - Math.max(outage.from - outage.slackMs - 1_000, incident.from)), 0);
  const timeShare = Math.min(1, covered / length);
  const failureShare = inside.size / Math.max(1, incident.failures.length);
  return timeShare === 0 ? (failureShare > 0 ? Number.POSITIVE_INFINITY : 1) : failureShare / timeShare;
}
