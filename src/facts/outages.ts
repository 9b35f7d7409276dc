import { accessLogs } from '../artifacts/logs/index.ts';
import type { ProxyAccessLog } from '../artifacts/logs/types.ts';
import { snapshotTime } from '../artifacts/snapshot-time.ts';
import { istioDefaultMs } from '../knowledge/versions/index.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { EpochMs } from '../model/time.ts';
import { type End, endsOf, rankOf } from './pod-ends.ts';
import { nodeLost } from './pod-life-nodes.ts';
import { type LifeEvent, podLife } from './pod-life.ts';
import { type Pod, pods } from './pods.ts';
import { servedAgain } from './served-again.ts';
import type { Outage, OutageKind } from './outage.ts';

export type { Outage, OutageKind } from './outage.ts';

/** After a pod's deletion proxies may go on sending for the push delay and some seconds of the application's grace. */
const afterDeletionMs = istioDefaultMs('longestPushDelay') + 5_000;
/** From a container's start to its first served request, when no readiness is known: probes run each 5 to 10 s. */
const startUpMs = 10_000;
/** The kubelet restarts at once, then after 10 s, doubled each time up to 300 s (Kubernetes: pod lifecycle, restart policy). */
const firstBackOffMs = 10_000;
const longestBackOffMs = 300_000;

/** Times in which pods were away, by what ended them, in order of time. */
export const outages: Fact<readonly Outage[]> = defineFact({
  id: 'outages',
  needs: { podLife },
  wants: { pods, snapshotTime, accessLogs },
  derive: ({ podLife, pods, snapshotTime, accessLogs = [] }) => {
    const byPod = Map.groupBy(podLife, (event) => event.pod);
    const all = pods ?? [];
    return [...byPod.values()]
      .flatMap((events) =>
        outagesOf(
          events,
          all.find((pod) => pod.key === events[0]?.pod),
          all,
          { now: snapshotTime?.takenAt, logs: accessLogs },
        ),
      )
      .toSorted((a, b) => a.from - b.from || a.pod.localeCompare(b.pod) || (a.container ?? '').localeCompare(b.container ?? ''));
  },
});

/** What else tells when a pod is back. */
interface Surroundings {
  readonly now: EpochMs | undefined;
  readonly logs: readonly ProxyAccessLog[];
}

function outagesOf(events: readonly LifeEvent[], pod: Pod | undefined, all: readonly Pod[], around: Surroundings): readonly Outage[] {
  const merged = mergeEnds(endsOf(events, pod), events);
  const known = merged.map((outage): Outage => ({ ...outage, to: backAt(outage, events, pod, all, around) }));
  return [...known, ...restartsBetween(known, events, pod)];
}

/** Several signs of one end (event, exit status, log line) become one outage: the sign that says most names it. */
function mergeEnds(ends: readonly End[], events: readonly LifeEvent[]): readonly Outage[] {
  const merged: Outage[] = [];
  for (const { event, kind } of ends.toSorted((a, b) => a.event.time - b.event.time || rankOf(b.kind) - rankOf(a.kind))) {
    const same = merged.findIndex((other) => isSameEnd(other, event, events));
    const earlier = merged[same];
    if (earlier === undefined) {
      merged.push(outageOf(event, kind));
      continue;
    }
    const names = rankOf(kind) > rankOf(earlier.kind) ? kind : earlier.kind;
    // a moment that is known closely stands for one that is known roughly
    const from = event.slackMs < earlier.slackMs && earlier.slackMs > 2_000 ? event.time : earlier.from;
    merged[same] = {
      ...outageOf(event, kind),
      ...earlier,
      kind: names,
      isInferred: earlier.isInferred && event.reason === 'replaced',
      from,
      slackMs: Math.min(earlier.slackMs, Math.max(event.slackMs, 1_000)),
      ...(event.since === undefined ? {} : { upSince: event.since }),
      ...(event.exitCode === undefined ? {} : { exitCode: event.exitCode }),
      ...(event.reason === undefined || event.kind !== 'terminated' ? {} : { reason: event.reason }),
      ...(event.restarts === undefined ? {} : { restarts: event.restarts }),
      ...(event.container === undefined ? {} : { container: event.container, subject: event.subject }),
      evidence:
        event.kind === 'terminated'
          ? [event.evidence[0], ...event.evidence.slice(1), ...earlier.evidence]
          : [earlier.evidence[0], ...earlier.evidence.slice(1), ...event.evidence],
    };
  }
  return merged;
}

function outageOf(event: LifeEvent, kind: OutageKind): Outage {
  return {
    kind,
    pod: event.pod,
    workload: event.workload,
    namespace: event.namespace,
    ...(event.container === undefined ? {} : { container: event.container }),
    isProxy: event.isProxy,
    from: event.time,
    to: event.time,
    slackMs: event.slackMs,
    isInferred: event.reason === 'replaced',
    ...(event.reason === nodeLost ? { isNodeLost: true } : {}),
    ...(event.since === undefined ? {} : { upSince: event.since }),
    ...(event.exitCode === undefined ? {} : { exitCode: event.exitCode }),
    ...(event.reason === undefined || event.kind !== 'terminated' ? {} : { reason: event.reason }),
    ...(event.restarts === undefined ? {} : { restarts: event.restarts }),
    subject: event.subject,
    evidence: event.evidence,
  };
}

/** Signs in the same seconds; or the end of what was asked to stop before, with no start in between (grace periods are minutes). */
function isSameEnd(outage: Outage, event: LifeEvent, events: readonly LifeEvent[]): boolean {
  if (outage.container !== undefined && event.container !== undefined && outage.container !== event.container) return false;
  const apart = event.time - outage.from;
  if (Math.abs(apart) <= 6_000 + Math.min(outage.slackMs, 60_000) + Math.min(event.slackMs, 60_000))
    return !startsBetween(events, event.container ?? outage.container, outage.from + 1_000, event.time - 1_000);
  const isAsked = outage.kind === 'shutdown' || outage.kind === 'liveness' || outage.kind === 'eviction';
  return isAsked && apart > 0 && apart <= 180_000 && !startsBetween(events, event.container ?? outage.container, outage.from, event.time);
}

function startsBetween(events: readonly LifeEvent[], container: string | undefined, from: EpochMs, to: EpochMs): boolean {
  return events.some((event) => event.kind === 'started' && event.time > from && event.time < to && (container === undefined || event.container === container));
}

/** When the container, or its successor, could serve again. */
function backAt(outage: Outage, events: readonly LifeEvent[], pod: Pod | undefined, all: readonly Pod[], { now, logs }: Surroundings): EpochMs {
  const end = outage.from;
  const isPodGone =
    (outage.kind === 'shutdown' || outage.kind === 'eviction') &&
    (pod === undefined || pod.deletedAt !== undefined || events.some((event) => event.kind === 'deleted' || event.kind === 'evicted'));
  if (isPodGone) return Math.max(end + afterDeletionMs, lastSign(events, end) + 5_000, replacementReady(outage, all) ?? 0);
  const started = events.find(
    (event) =>
      event.kind === 'started' &&
      event.time >= end - Math.min(outage.slackMs, 2_000) &&
      !isRunBefore(event, outage) &&
      (outage.container === undefined || event.container === outage.container),
  );
  const nextEnd =
    started === undefined
      ? undefined
      : events.find((event) => event.kind === 'terminated' && event.container === started.container && event.time > started.time)?.time;
  // an end that is known to some seconds only may lie behind answers that came before it
  const served = outage.slackMs > 2_000 || outage.isProxy ? undefined : servedAgain(logs, outage.pod, end);
  const atLatest = (guess: EpochMs): EpochMs => (served === undefined ? guess : Math.min(guess, served));
  if (started !== undefined && nextEnd !== undefined) return atLatest(Math.min(started.time + startUpMs, nextEnd));
  if (pod?.readySince !== undefined && pod.readySince >= end - outage.slackMs) return pod.readySince;
  if (pod?.isReady === false) return atLatest(now ?? end + 2 * longestBackOffMs);
  return atLatest(started === undefined ? end + afterDeletionMs : started.time + startUpMs);
}

/** The last a pod that stops is heard of. */
function lastSign(events: readonly LifeEvent[], from: EpochMs): EpochMs {
  return events.reduce(
    (latest, event) =>
      (event.kind === 'terminated' || event.kind === 'stopped' || event.kind === 'stopping') && event.time >= from && event.time <= from + 180_000
        ? Math.max(latest, event.time)
        : latest,
    from,
  );
}

/** When a new pod could serve, where every pod of the workload that is left came after this end: nobody was there in between. */
function replacementReady(outage: Outage, all: readonly Pod[]): EpochMs | undefined {
  const siblings = all.filter(
    (pod) => pod.key !== outage.pod && pod.namespace === outage.namespace && pod.workload.name === outage.workload && pod.deletedAt === undefined,
  );
  if (siblings.length === 0 || siblings.some((pod) => pod.createdAt === undefined || pod.createdAt < outage.from - 5_000)) return undefined;
  const ready = siblings.flatMap((pod) => pod.readySince ?? []).toSorted((a, b) => a - b)[0];
  return ready === undefined || ready > outage.from + 2 * longestBackOffMs ? undefined : ready;
}

/**
 * Restarts that only a later start tells of: status keeps the last end alone. The kind is taken over from the container's last end
 * (a container killed for memory twice was most likely killed so before), else it is an end of unknown kind.
 */
function restartsBetween(known: readonly Outage[], events: readonly LifeEvent[], pod: Pod | undefined): readonly Outage[] {
  const starts = events.filter((event) => event.kind === 'started' && event.container !== undefined);
  return [...Map.groupBy(starts, (event) => event.container ?? '')].flatMap(([container, own]) => {
    const restarts = pod?.containers.find((candidate) => candidate.name === container)?.restarts;
    if (restarts === 0) return [];
    const runs: { readonly first: LifeEvent; last: EpochMs }[] = [];
    for (const event of own) {
      const current = runs.at(-1);
      if (current !== undefined && event.time - current.last <= 1_200 + Math.min(event.slackMs, current.first.slackMs)) current.last = event.time;
      else runs.push({ first: event, last: event.time });
    }
    const ends = known.filter((outage) => outage.container === container);
    const lastEnd = ends.at(-1);
    return runs.flatMap(({ first }, index): readonly Outage[] => {
      const before = runs[index - 1];
      if (before === undefined || ends.some((outage) => runOf(outage, runs) === index - 1)) return [];
      const pause = Math.min(firstBackOffMs * 2 ** Math.max(0, index - 2), longestBackOffMs) + 5_000;
      const from = Math.max(before.first.time, first.time - (index === 1 ? 5_000 : pause));
      const kind = lastEnd !== undefined && (lastEnd.kind === 'oom' || lastEnd.kind === 'crash' || lastEnd.kind === 'liveness') ? lastEnd.kind : 'unknown-end';
      return [
        {
          ...outageOf(first, kind),
          from,
          to: Math.min(first.time + startUpMs, runs[index + 1]?.first.time ?? Number.POSITIVE_INFINITY),
          isInferred: true,
          slackMs: Math.max(1_000, first.slackMs),
        },
      ];
    });
  });
}

/** Which run of a container an outage ended: status writes whole seconds. */
function runOf({ from, upSince }: Outage, runs: readonly { readonly first: LifeEvent }[]): number {
  return runs.findLastIndex(({ first }) => first.time <= (upSince === undefined ? from : upSince + 1_000));
}

/** True for the start of the run that this outage ended. */
function isRunBefore(event: LifeEvent, outage: Outage): boolean {
  return (event.until !== undefined && event.until <= outage.from + 1_000) || (outage.upSince !== undefined && event.time <= outage.upSince + 500);
}
