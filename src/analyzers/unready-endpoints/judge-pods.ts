import { spanOf } from '../../facts/incident-rows.ts';
import { interruptedContainer, readyCondition } from '../../facts/pod-state.ts';
import { appContainers, type Pod } from '../../facts/pods.ts';
import { startObstacle } from '../../facts/start-obstacle.ts';
import { istioDefaultMs } from '../../knowledge/versions/index.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import { instant } from '../../model/time.ts';

/** What the pods of a target say about failures that lacked a host. */
export type Judgement =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unready'; readonly unready: number; readonly explains: readonly number[]; readonly evidence: Evidence }
  | { readonly kind: 'down'; readonly pod: Pod; readonly container: string; readonly restarts: number; readonly evidence: Evidence }
  | { readonly kind: 'ready'; readonly pod: Pod; readonly since: string; readonly evidence: Evidence }
  | { readonly kind: 'regained'; readonly pod: Pod; readonly readyAt: string; readonly explains: readonly number[]; readonly evidence: Evidence };

/** A pod's address reaches all proxies within the push delay, and the kubelet writes whole seconds. */
const pushMs = istioDefaultMs('longestPushDelay') + 5_000;
/** A pod younger than this at the first failure was starting up, which is another story than a probe that fails. */
const startUpMs = 120_000;

/** Judges pods by their status: the present one, and since when it holds. */
export function judgePods(incident: ObservedIncident, lacking: readonly number[], own: readonly Pod[]): Judgement {
  const living = own.filter((pod) => pod.deletedAt === undefined).toSorted((a, b) => a.key.localeCompare(b.key));
  const { from: first, to: last } = spanOf(incident, lacking);
  // pods that never started have no probe that could fail: missing-pods judges them
  if (living.length > 0 && living.every((pod) => startObstacle(pod) !== undefined)) return { kind: 'unknown' };
  for (const pod of living) {
    const down = interruptedContainer(pod, first - pushMs);
    if (down !== undefined) return { kind: 'down', pod, container: down.container.name, restarts: down.restarts, evidence: down.evidence };
  }
  const states = living.flatMap((pod) => {
    const condition = readyCondition(pod);
    return condition === undefined ? [] : [{ pod, ...condition }];
  });
  const steady = states.find((state) => state.isReady && state.since !== undefined && state.since < first - pushMs);
  if (steady !== undefined) return { kind: 'ready', pod: steady.pod, since: instant(steady.since ?? 0), evidence: steady.evidence };
  const [state] = states;
  if (state === undefined || living.length !== states.length) return { kind: 'unknown' };
  if (states.every((each) => !each.isReady)) {
    // a proxy that is not ready, or a node that is lost, takes a pod's readiness without its application's probe
    if (states.every(({ pod }) => appContainers(pod).every((container) => container.isReady === true))) return { kind: 'unknown' };
    // the youngest of them decides: before it, another may have been ready
    const since = Math.max(...states.map((each) => Math.max(each.since ?? 0, each.pod.createdAt ?? 0)));
    const explains = lacking.filter((index) => (incident.failures[index]?.time ?? 0) >= since - pushMs);
    return explains.length === 0 ? { kind: 'unknown' } : { kind: 'unready', unready: states.length, explains, evidence: state.evidence };
  }
  const regained = states.find(
    (each) =>
      each.isReady &&
      each.since !== undefined &&
      each.since >= last - 2_000 &&
      each.since <= last + 2 * pushMs &&
      (each.pod.createdAt ?? first) <= first - startUpMs,
  );
  if (regained === undefined) return { kind: 'unknown' };
  return { kind: 'regained', pod: regained.pod, readyAt: instant(regained.since ?? 0), explains: lacking, evidence: regained.evidence };
}
