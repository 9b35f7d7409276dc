import { ipOf, nameOfHost } from '../../facts/parties.ts';
import type { Service } from '../../facts/services.ts';
import type { Failure } from '../../model/failure.ts';

/** TCP ends in BlackHoleCluster; HTTP gets the direct answer of the virtual host `block_all` (502), whose name ends the row. */
export function isBlackHoled(failure: Failure): boolean {
  if (failure.cluster === 'BlackHoleCluster') return true;
  const row = failure.evidence[0];
  return failure.code === 502 && row.kind === 'log' && /\bblock_all\b/.test(row.text.slice(-300));
}

export function isPassedThrough(failure: Failure): boolean {
  return failure.cluster === 'PassthroughCluster';
}

/** The Service a row was for: by its host, else by the address that was dialled. */
export function destinationService(failure: Failure, services: readonly Service[]): Service | undefined {
  const { name, namespace } = nameOfHost(failure.authority ?? '');
  const [short, space = namespace] = name.split('.');
  const named = services.find((service) => service.name === short && (space === undefined || service.namespace === space));
  const ip = ipOf(failure.downstreamLocal ?? '') ?? ipOf(failure.upstreamHost ?? '');
  return named ?? (ip === undefined ? undefined : services.find((service) => service.clusterIps.includes(ip)));
}
