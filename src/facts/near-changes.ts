import type { Change, ChangeKind, NearChange } from '../model/change.ts';
import type { ObservedIncident } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { Milliseconds } from '../model/time.ts';
import { changes } from './changes.ts';
import { podsOf } from './incident-target.ts';
import { type Pod, pods } from './pods.ts';

/** How long before a burst a change is still news, and after it: what came with the failures, and what ended them. */
const beforeMs: Milliseconds = 300_000;
const afterMs: Milliseconds = 60_000;
const most = 8;
/** What follows from other changes, which say more. */
const minor: ReadonlySet<ChangeKind> = new Set(['podCreated', 'podReady', 'processStarted', 'certificateBegins']);

/** What happened around an incident's failures, in order of time: of all changes that concern it the nearest to its bursts. */
export const nearChanges: Fact<(incident: ObservedIncident) => readonly NearChange[]> = defineFact({
  id: 'near-changes',
  needs: { changes },
  wants: { pods },
  derive:
    ({ changes, pods }) =>
    (incident) =>
      changes
        .filter((change) => concerns(change, incident, pods ?? []))
        .flatMap((change) => nearestBurst(change, incident) ?? [])
        .filter(({ beforeMs: before, change }) => before <= beforeMs + slackOf(change) && before >= -afterMs - slackOf(change))
        .toSorted((a, b) => Number(minor.has(a.change.kind)) - Number(minor.has(b.change.kind)) || Math.abs(a.beforeMs) - Math.abs(b.beforeMs))
        .slice(0, most)
        .toSorted((a, b) => a.change.time - b.change.time),
});

const slackOf = ({ slackMs }: Change): Milliseconds => Math.min(slackMs, 60_000);

/** Its own workload and its callers', the nodes that its pods are on, and configuration of their namespaces or the mesh's. */
export function concerns(change: Change, incident: ObservedIncident, all: readonly Pod[]): boolean {
  const { workload, subject } = change;
  const callers = new Set(incident.clients);
  if (workload !== undefined) return workload === incident.target || callers.has(workload.slice(0, workload.lastIndexOf('.')));
  if (subject.kind === 'Node') {
    const own = podsOf(incident, all).flatMap(({ node }) => node ?? []);
    return own.length === 0 || own.includes(subject.name);
  }
  const namespaces = [incident.targetNamespace, 'istio-system', ...all.filter((pod) => callers.has(pod.workload.name)).map(({ namespace }) => namespace)];
  return subject.namespace === undefined || namespaces.includes(subject.namespace);
}

/** The burst that begins soonest after the change, or is over since the shortest time. */
export function nearestBurst(change: Change, { bursts }: ObservedIncident): NearChange | undefined {
  let best: NearChange | undefined;
  bursts.forEach(({ from, to }, burst) => {
    // a change within a burst is told by its distance from the burst's beginning
    const apart = change.time < from ? from - change.time : Math.max(0, change.time - to);
    const known = best === undefined ? undefined : bursts[best.burst];
    const bestApart =
      known === undefined ? Number.POSITIVE_INFINITY : change.time < known.from ? known.from - change.time : Math.max(0, change.time - known.to);
    if (apart < bestApart) best = { change, burst, beforeMs: from - change.time };
  });
  return best;
}
