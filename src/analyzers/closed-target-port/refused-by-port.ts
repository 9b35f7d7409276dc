import { connectFailureOf } from '../../facts/connect-failure.ts';
import { portOf } from '../../facts/parties.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';

/** Failures whose connection the server's kernel refused, by the port that was dialled. */
export function refusedByPort(incident: ObservedIncident): ReadonlyMap<number, readonly number[]> {
  const ports = new Map<number, number[]>();
  incident.failures.forEach((failure, index) => {
    const port = connectFailureOf(failure) === 'refused' ? dialledPort(failure) : undefined;
    if (port === undefined) return;
    const known = ports.get(port);
    if (known === undefined) ports.set(port, [index]);
    else known.push(index);
  });
  return ports;
}

/** The upstream's port; the inbound cluster's (`inbound|8482||`) where the row names no host. */
function dialledPort(failure: Failure): number | undefined {
  const dialled = failure.upstreamHost === undefined ? undefined : portOf(failure.upstreamHost);
  if (dialled !== undefined) return dialled;
  const [direction, port] = failure.cluster?.split('|') ?? [];
  return direction === 'inbound' && port !== undefined && Number(port) > 0 ? Number(port) : undefined;
}
