import { actorByIp, type Cast } from '../../facts/cast.ts';
import type { Outage } from '../../facts/outage.ts';
import { ipOf } from '../../facts/parties.ts';
import type { Pod } from '../../facts/pods.ts';
import type { Service } from '../../facts/services.ts';
import { istioDefaultMs } from '../../knowledge/versions/index.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';
import type { EpochMs } from '../../model/time.ts';

/** What the addresses are judged by. */
export interface Known {
  readonly pods: readonly Pod[];
  readonly own: readonly Pod[];
  readonly outages: readonly Outage[];
  readonly cast: Cast;
  readonly services: readonly Service[];
  /** Whether the proxy that sent the request lists its address at the end of the evidence. */
  readonly isListed: (failure: Failure) => boolean;
  readonly now: EpochMs | undefined;
}

/** An address that no pod has, and whose pod did not just leave. */
export interface Departed {
  readonly address: string;
  readonly indices: readonly number[];
  /** The client's application chose it, not its proxy. */
  readonly isOwnChoice: boolean;
}

/** After a deletion requests may go to the pod until all proxies know and its grace (30 s unless set, Kubernetes 1.34) is over; 20 s to spare. */
const leavingMs = istioDefaultMs('longestPushDelay') + 30_000 + 20_000;

/** Sorts the addresses that failing requests went to. `living` is absent when some address is neither known to live nor to be gone. */
export function departedAddresses(
  incident: ObservedIncident,
  dialled: readonly number[],
  known: Known,
): { readonly departed: readonly Departed[]; readonly living?: { readonly addresses: number; readonly pod: Pod } } {
  const byAddress = Map.groupBy(dialled, (index) => incident.failures[index]?.upstreamHost ?? '');
  const departed: Departed[] = [];
  const alive: Pod[] = [];
  let isAllKnown = true;
  for (const [address, indices] of byAddress) {
    const ip = ipOf(address);
    const first = incident.failures[indices[0] ?? 0];
    const pod = ip === undefined ? undefined : known.pods.find((candidate) => candidate.ips.includes(ip));
    if (pod !== undefined && (pod.createdAt ?? 0) <= (first?.time ?? 0)) alive.push(pod);
    else {
      // the first requests to it may have met the pod as it left, unless the same proxy goes on to it a minute later: then it never learnt
      const late = pod === undefined && ip !== undefined ? indices.filter((index) => isGoneFor(incident.failures[index], ip, incident, known)) : [];
      const unlearnt = new Set(late.map((index) => incident.failures[index]?.pod));
      const fitting = indices
        .filter((index) => unlearnt.has(incident.failures[index]?.pod))
        .filter((index) => ['connect', 'reset', 'timeout'].includes(incident.failures[index]?.family ?? ''));
      if (first !== undefined && fitting.length > 0) departed.push({ address, indices: fitting, isOwnChoice: isOwnChoice(first) });
      if (late.length === 0) isAllKnown = false;
    }
  }
  const [pod] = alive;
  return { departed, ...(pod === undefined || !isAllKnown || departed.length > 0 ? {} : { living: { addresses: byAddress.size, pod } }) };
}

function isGoneFor(failure: Failure | undefined, ip: string, incident: ObservedIncident, known: Known): boolean {
  if (failure === undefined) return false;
  // a proxy that lists the address long after its pod has left had not learnt of it at the time of the failure either
  return (
    isGone(failure, ip, incident, known) || (known.now !== undefined && known.isListed(failure) && isGone({ ...failure, time: known.now }, ip, incident, known))
  );
}

/** Gone for long: nothing in the evidence was at this address then, and no pod of the target was leaving at the time or left later. */
function isGone(failure: Failure, ip: string, incident: ObservedIncident, { own, outages, cast, services }: Known): boolean {
  if (own.length === 0) return false; // the target's pods are not known, so nothing is known of its addresses
  if (services.some((service) => service.clusterIps.includes(ip) || service.endpoints?.some(({ address }) => address === ip) === true)) return false;
  // an address outside the range of these pods may be another cluster's, a virtual machine's or a gateway's between networks
  if (!own.some((pod) => pod.ips.some((other) => isInRangeOf(other, ip)))) return false;
  const actor = actorByIp(cast, ip, failure.time);
  if (actor !== undefined && (actor.from === undefined || actor.to === undefined || failure.time <= actor.to + leavingMs)) return false;
  const isOfTarget = (outage: Outage): boolean => outage.workload === incident.targetName && (outage.kind === 'shutdown' || outage.kind === 'eviction');
  if (outages.some((outage) => isOfTarget(outage) && outage.to >= failure.time - leavingMs)) return false;
  // a pod made after the failure replaced one that may have had this address
  return (
    own.some((pod) => (pod.createdAt ?? Number.POSITIVE_INFINITY) < failure.time) &&
    own.every((pod) => pod.createdAt === undefined || pod.createdAt < failure.time + 1_000)
  );
}

/** Pod ranges of a cluster are wider than one node's, and seldom narrower than the first half of an IPv4 address. */
function isInRangeOf(one: string, other: string): boolean {
  const range = (ip: string): string => (ip.includes(':') ? ip.split(':').slice(0, 3).join(':') : ip.split('.').slice(0, 2).join('.'));
  return range(one) === range(other);
}

/** Passed through to where the application itself pointed: the catch-all cluster, or the address it dialled equals the upstream's. */
function isOwnChoice({ cluster, downstreamLocal, upstreamHost, direction }: Failure): boolean {
  return cluster === 'PassthroughCluster' || (direction === 'outbound' && downstreamLocal !== undefined && downstreamLocal === upstreamHost);
}
