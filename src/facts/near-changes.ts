import type { Change, ChangeKind, NearChange } from '../model/change.ts';
import type { ObservedIncident } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { Milliseconds } from '../model/time.ts';
import { changes } from './changes.ts';
import { podsOf } from './incident-target.ts';
import { type Pod, pods } from './pods.ts';
import { rootNamespace } from './root-namespace.ts';

/** How long before a burst a change is still news, and after it: what came with the failures, and what ended them. */
const beforeMs: Milliseconds = 300_000;
const afterMs: Milliseconds = 60_000;
const most = 8;
/** What follows from other changes, which say more. */
const minor: ReadonlySet<ChangeKind> = new Set(['podCreated', 'podReady', 'processStarted', 'certificateBegins', 'pushed']);

/** What happened around an incident's failures, in order of time: of all changes that concern it the nearest to its bursts. */
export const nearChanges: Fact<(incident: ObservedIncident) => readonly NearChange[]> = defineFact({
  id: 'near-changes',
  needs: { changes, rootNamespace },
  wants: { pods },
  derive:
    ({ changes, pods, rootNamespace: root }) =>
    (incident) => {
      const isOwn = concerning(incident, pods ?? [], root);
      return changes
        .filter(
          (change) => change.time >= incident.from - beforeMs - slackOf(change) && change.time <= incident.to + afterMs + slackOf(change) && isOwn(change),
        )
        .flatMap((change) => nearestBurst(change, incident) ?? [])
        .filter(({ beforeMs: before, change }) => before <= beforeMs + slackOf(change) && before >= -afterMs - slackOf(change))
        .toSorted((a, b) => Number(minor.has(a.change.kind)) - Number(minor.has(b.change.kind)) || Math.abs(a.beforeMs) - Math.abs(b.beforeMs))
        .slice(0, most)
        .toSorted((a, b) => a.change.time - b.change.time);
    },
});

const slackOf = ({ slackMs }: Change): Milliseconds => Math.min(slackMs, 60_000);

/** Tells the changes that concern an incident: of its own workload and its callers', of nodes that its pods are on, and configuration of their namespaces or the mesh's. */
export function concerning(incident: ObservedIncident, all: readonly Pod[], root: string): (change: Change) => boolean {
  const callers = new Set(incident.clients);
  const ownNodes = new Set(podsOf(incident, all).flatMap(({ node }) => node ?? []));
  const callersNamespaces = all.filter((pod) => callers.has(pod.workload.name)).map(({ namespace }) => namespace);
  const namespaces = new Set([incident.targetNamespace, root, ...callersNamespaces]);
  return ({ workload, subject }) => {
    if (workload !== undefined) return workload === incident.target || callers.has(workload.slice(0, workload.lastIndexOf('.')));
    if (subject.kind === 'Node') return ownNodes.size === 0 || ownNodes.has(subject.name);
    return subject.namespace === undefined || namespaces.has(subject.namespace);
  };
}

/** The burst that begins soonest after the change, or that began or ended last before it. */
export function nearestBurst(change: Change, { bursts }: ObservedIncident): NearChange | undefined {
  let [low, high] = [0, bursts.length]; // the first burst that begins after the change
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bursts[middle]?.from ?? 0) < change.time) low = middle + 1;
    else high = middle;
  }
  const [last, next] = [bursts[low - 1], bursts[low]];
  const sinceLast = last === undefined ? Number.POSITIVE_INFINITY : Math.max(0, change.time - last.to);
  const untilNext = next === undefined ? Number.POSITIVE_INFINITY : next.from - change.time;
  // a change within a burst is told by its distance from the burst's beginning
  if (last !== undefined && sinceLast < untilNext) return { change, burst: low - 1, beforeMs: last.from - change.time };
  return next === undefined ? undefined : { change, burst: low, beforeMs: untilNext };
}
