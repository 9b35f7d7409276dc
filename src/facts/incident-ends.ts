import { type MetricSeries, metricSeries } from '../artifacts/metrics/index.ts';
import { objectAt } from '../formats/json.ts';
import { parseInstant } from '../formats/time/index.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Failure, ObservedIncident } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { Milliseconds } from '../model/time.ts';
import { podsOf } from './incident-target.ts';
import { concentration, couldBeOf, failuresDuring } from './outage-failures.ts';
import type { Outage, OutageKind } from './outage.ts';
import { outages } from './outages.ts';
import { isWatched } from './pod-life-series.ts';
import { isDown } from './pod-state.ts';
import { type Pod, pods } from './pods.ts';
import { type RestartLoop, restartLoops } from './restart-loops.ts';
import { services } from './services.ts';
import { traffic } from './traffic.ts';

/** An end of a pod or container, and the incident's failures (indices) that it accounts for. */
export interface FittingEnd {
  readonly outage: Outage;
  readonly explains: readonly number[];
}

/** What the ends of pods and containers have to do with one incident. */
export interface IncidentEnds {
  readonly incident: ObservedIncident;
  /** Ends that account for failures, of every kind. */
  readonly ends: readonly FittingEnd[];
  /** Ends of the target's pods that account for none: another time, or failures that came as often without them. */
  readonly elsewhere: readonly Outage[];
  /** Restart loops of the target's containers whose time holds failures. */
  readonly loops: readonly { readonly loop: RestartLoop; readonly explains: readonly number[] }[];
  readonly targetPods: readonly Pod[];
  /** The status of every pod that could have answered is there and hides no end in the incident's time. */
  readonly isCovered: boolean;
  /** Where ends were looked for; empty when no pod of the target is known. */
  readonly lookedAt: readonly Evidence[];
}

/** Ends of pods and containers, judged for each incident, in the order of the incidents. */
export const incidentEnds: Fact<readonly IncidentEnds[]> = defineFact({
  id: 'incident-ends',
  needs: { traffic, outages, restartLoops },
  wants: { pods, services, metricSeries },
  derive: ({ traffic, outages, restartLoops, pods, services, metricSeries }) =>
    traffic.incidents.map((incident) => judge(incident, outages, restartLoops, podsOf(incident, pods ?? [], services ?? []), metricSeries ?? [])),
});

function judge(
  incident: ObservedIncident,
  all: readonly Outage[],
  loops: readonly RestartLoop[],
  targetPods: readonly Pod[],
  series: readonly MetricSeries[],
): IncidentEnds {
  const keys = new Set([...targetPods.map((pod) => pod.key), ...incident.failures.flatMap((failure) => failure.serverPod ?? [])]);
  const own = all.filter((outage) => keys.has(outage.pod) || isOfTarget(incident, outage));
  const fitting = own.map(
    (outage): FittingEnd => ({
      outage,
      explains: withHiddenEnds(incident, outage, own, targetPods, failuresDuring(incident, outage)).filter(
        (index) => !hasOtherServer(incident.failures[index], outage, targetPods, own),
      ),
    }),
  );
  const ends = [
    ...Map.groupBy(
      fitting.filter((end) => end.explains.length > 0),
      ({ outage }) => outage.kind,
    ).values(),
  ]
    .filter((group) => !isCoincidence(incident, group))
    .flat();
  const fits = new Set(ends.map((end) => end.outage));
  return {
    incident,
    ends: ends.toSorted((a, b) => a.outage.from - b.outage.from),
    elsewhere: own.filter((outage) => !fits.has(outage)),
    loops: loops.filter((loop) => keys.has(loop.pod) || isOfTarget(incident, loop)).flatMap((loop) => loopFor(incident, loop, targetPods)),
    targetPods,
    isCovered: isCovered(incident, targetPods, series),
    lookedAt: targetPods.slice(0, 5).map(
      (pod): Evidence => ({
        kind: 'absence',
        at: { ...pod.object.at, path: 'status.containerStatuses' },
        lookedFor: 'state.terminated, lastState.terminated, restartCount',
      }),
    ),
  };
}

/**
 * Status keeps the last end alone. Where a container ended more often than ends are known, the rest of the same burst belongs
 * to earlier ends, if connections were cut in it before: a closed port or a missing endpoint cuts none.
 */
function withHiddenEnds(
  incident: ObservedIncident,
  outage: Outage,
  own: readonly Outage[],
  targetPods: readonly Pod[],
  explains: readonly number[],
): readonly number[] {
  const known = own.filter((other) => other.pod === outage.pod && other.container === outage.container).length;
  if (explains.length === 0 || endsCounted(outage, targetPods) <= known || outage.kind === 'shutdown') return explains;
  const inside = new Set(explains);
  for (const burst of incident.bursts) {
    if (!burst.failures.some((index) => inside.has(index)) || Math.abs(burst.from - outage.from) > hiddenMs) continue;
    const near = burst.failures.filter((index) => {
      const failure = incident.failures[index];
      return failure !== undefined && Math.abs(failure.time - outage.from) <= hiddenMs && couldBeOf(failure, outage, incident);
    });
    if (near.some((index) => incident.failures[index]?.family === 'reset')) for (const index of near) inside.add(index);
  }
  return [...inside].toSorted((a, b) => a - b);
}

/** `restartCount` counts starts after the first: a container that is down now has ended once more than it was restarted (Kubernetes 1.34, kubelet). */
function endsCounted({ pod: key, container: name, restarts = 0 }: Outage, targetPods: readonly Pod[]): number {
  const container = targetPods.find((pod) => pod.key === key)?.containers.find((one) => one.name === name);
  return restarts + (container !== undefined && isDown(container) ? 1 : 0);
}

/** How far from the known end an earlier or later one of the same chain may lie. */
const hiddenMs = 120_000;

function isOfTarget(incident: ObservedIncident, { workload, namespace }: { readonly workload: string; readonly namespace: string }): boolean {
  return workload === incident.targetName && (incident.targetNamespace === undefined || namespace === incident.targetNamespace);
}

/** A whole fleet without a ready member is not the doing of one pod, while another was ready all along. A subset may hold only some pods. */
function hasOtherServer(
  failure: Failure | undefined,
  outage: { readonly pod: string; readonly from: number; readonly to: number },
  targetPods: readonly Pod[],
  all: readonly Outage[],
): boolean {
  if (failure === undefined || failure.family !== 'no-host' || failure.serverPod !== undefined || (failure.cluster?.split('|')[2] ?? '') !== '') return false;
  return targetPods.some(
    (pod) =>
      pod.key !== outage.pod &&
      pod.readySince !== undefined &&
      pod.readySince < outage.from - 2_000 &&
      !all.some((other) => other.pod === pod.key && other.from <= failure.time + 2_000 && other.to >= failure.time - 2_000),
  );
}

/** Failures that come as often outside these ends as inside have another cause; and one or two that are like many outside are by chance. */
function isCoincidence(incident: ObservedIncident, group: readonly FittingEnd[]): boolean {
  const inside = new Set(group.flatMap((end) => end.explains));
  if (inside.size >= 0.8 * incident.failures.length) return false;
  const kindOf = (failure: Failure): string => `${failure.family} ${failure.direction} ${failure.serverPod ?? ''}`;
  const kinds = new Set([...inside].flatMap((index) => incident.failures[index] ?? []).map(kindOf));
  const alike = incident.failures.filter((failure, index) => !inside.has(index) && kinds.has(kindOf(failure))).length;
  if (inside.size <= 2 && alike >= 3 * inside.size) return true;
  return (
    concentration(
      incident,
      group.map((end) => end.outage),
      inside,
    ) < 2
  );
}

function loopFor(incident: ObservedIncident, loop: RestartLoop, targetPods: readonly Pod[]): IncidentEnds['loops'] {
  const asOutage: Outage = { ...loop, kind: 'crash', slackMs: 1_500, isInferred: false };
  const explains = incident.failures.flatMap((failure, index) =>
    failure.end >= loop.from - 3_000 &&
    failure.time <= loop.to + 3_000 &&
    couldBeOf(failure, asOutage, incident) &&
    !hasOtherServer(failure, loop, targetPods, [])
      ? [index]
      : [],
  );
  if (explains.length === 0) return [];
  const isChance = explains.length < 0.8 * incident.failures.length && concentration(incident, [asOutage], new Set(explains)) < 2;
  return isChance ? [] : [{ loop, explains }];
}

/**
 * Status keeps one end per container. It covers the incident when each pod that failures name is there, pods were there before the
 * first failure, and no later end hides an earlier one, unless recorded series count them all.
 */
function isCovered(incident: ObservedIncident, targetPods: readonly Pod[], series: readonly MetricSeries[]): boolean {
  if (targetPods.length === 0) return false;
  const keys = new Set(targetPods.map((pod) => pod.key));
  if (incident.failures.some((failure) => failure.serverPod !== undefined && !keys.has(failure.serverPod))) return false;
  // an address that belongs to no pod of now may have been a pod's of then
  if (incident.failures.some((failure) => failure.serverPod === undefined && failure.upstreamHost !== undefined && failure.family !== 'no-host')) return false;
  if (targetPods.some((pod) => pod.createdAt === undefined || pod.createdAt > incident.from + 2_000)) return false;
  return targetPods.every((pod) =>
    pod.containers.every((container) => {
      if (container.isInit) return true;
      if (container.status === undefined) return false;
      const end = lastEndOf(container.status);
      return container.restarts <= 1 || (end !== undefined && end < incident.from - 2_000) || isWatched(series, pod, container.name, incident);
    }),
  );
}

function lastEndOf(status: NonNullable<Pod['containers'][number]['status']>): number | undefined {
  const finished = objectAt(status, 'lastState', 'terminated')?.['finishedAt'];
  return typeof finished === 'string' ? parseInstant(finished) : undefined;
}

/** How these ends bear on one kind of end. */
export type KindVerdict =
  | { readonly status: 'during'; readonly ends: readonly FittingEnd[] }
  | { readonly status: 'other'; readonly end: FittingEnd; readonly explains: number }
  | { readonly status: 'unknown'; readonly ends: readonly FittingEnd[] }
  | { readonly status: 'elsewhen'; readonly outage: Outage; readonly awayMs: Milliseconds }
  | { readonly status: 'none' }
  | { readonly status: 'silent' };

/** What follows for one kind: it is there, another kind is in its place, nothing names the kind, it was at another time, or nothing ended. */
export function verdictFor(kind: OutageKind, { incident, ends, elsewhere, isCovered: covered }: IncidentEnds): KindVerdict {
  const own = ends.filter((end) => end.outage.kind === kind);
  if (own.length > 0) return { status: 'during', ends: own };
  const unknown = ends.filter((end) => end.outage.kind === 'unknown-end');
  if (unknown.length > 0) return { status: 'unknown', ends: unknown };
  const explained = new Set(ends.flatMap((end) => end.explains));
  const [largest] = ends.toSorted((a, b) => b.explains.length - a.explains.length);
  if (largest !== undefined && explained.size >= 0.5 * incident.failures.length) return { status: 'other', end: largest, explains: explained.size };
  if (!covered || largest !== undefined) return { status: 'silent' };
  const away = ({ from, to }: Outage): number => Math.max(0, from - incident.to, incident.from - to);
  const [nearest] = elsewhere.filter((outage) => outage.kind === kind && !outage.isInferred).toSorted((a, b) => away(a) - away(b));
  // an end amid failures that had begun before it and go on is neither an answer nor out of the question
  if (nearest !== undefined) return away(nearest) < 2_000 ? { status: 'silent' } : { status: 'elsewhen', outage: nearest, awayMs: away(nearest) };
  return { status: 'none' };
}
