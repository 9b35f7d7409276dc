import type { ObservedIncident } from '../model/failure.ts';
import type { Outage } from './outage.ts';

/**
 * The hop at which a vanished application broke requests whose rows stop short of it: between its own sidecar and itself. Undefined
 * where rows tell the hop, the server has no sidecar, or the sidecar itself (or the whole pod) went away.
 */
export function ownHop(incident: ObservedIncident, explains: readonly number[], outage: Pick<Outage, 'isProxy' | 'kind'>): string | undefined {
  if (outage.isProxy || outage.kind === 'shutdown' || outage.kind === 'eviction') return undefined;
  let hop: string | undefined;
  for (const index of explains) {
    const failure = incident.failures[index];
    if (failure === undefined || !(failure.unseenBeyond || failure.direction === 'unknown') || failure.server.role !== 'sidecar') return undefined;
    hop ??= `${failure.server.name}->${failure.server.workload.name}`;
  }
  return hop;
}
