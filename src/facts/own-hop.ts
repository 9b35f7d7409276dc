import { brokenHopBytes } from '../knowledge/envoy/body-lengths.ts';
import type { Failure, ObservedIncident } from '../model/failure.ts';
import type { Outage } from './outage.ts';

/**
 * The hop at which a vanished application broke requests whose rows stop short of it: between its own sidecar and itself. Undefined
 * where rows tell the hop, the server has no sidecar, or the sidecar itself went away. A pod that is told to stop may lose its sidecar
 * first: then only answers that a sidecar wrote, by their length, tell that it was still there.
 */
export function ownHop(incident: ObservedIncident, explains: readonly number[], outage: Pick<Outage, 'isProxy' | 'kind'>): string | undefined {
  if (outage.kind === 'eviction' || (outage.isProxy && outage.kind !== 'shutdown')) return undefined;
  let hop: string | undefined;
  for (const index of explains) {
    const failure = incident.failures[index];
    if (failure === undefined || !(failure.unseenBeyond || failure.direction === 'unknown') || failure.server.role !== 'sidecar') return undefined;
    if (outage.kind === 'shutdown' && !isWrittenBySidecar(failure)) return undefined;
    hop ??= `${failure.server.name}->${failure.server.workload.name}`;
  }
  return hop;
}

function isWrittenBySidecar({ family, code, bytesSent }: Failure): boolean {
  return family === 'answered' && code === 503 && brokenHopBytes.has(bytesSent);
}
