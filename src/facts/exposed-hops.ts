import type { ObjectRef, Traced } from '../model/evidence.ts';
import type { ObservedIncident } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { Milliseconds } from '../model/time.ts';
import { type Cast, cast } from './cast.ts';
import { clusterHost } from './failures.ts';
import { gapTolerance, idleRaces } from './idle-race.ts';
import { nameOfHost } from './parties.ts';
import { reversedLimits } from './reversed-limits.ts';
import { type Service, services } from './services.ts';

/** A hop on which a connection can be closed for idleness while it is reused: where an idle limit would have to act to help. */
export interface ExposedHop {
  readonly hop: string;
  /** The incident whose failures lie on it; absent: nothing failed there. */
  readonly incident?: string;
  /** The application that receives, or whose proxy does. */
  readonly workload: ObjectRef;
  /** Services (`name.namespace`) by which requests come to it. */
  readonly services: readonly string[];
  /** True between a sidecar and its own application. */
  readonly isOwn: boolean;
  /** True where a proxy receives, so that its listener closes. */
  readonly endsAtProxy: boolean;
  /** Workloads whose requests failed, each with its namespace as far as that is known. */
  readonly callers: readonly { readonly name: string; readonly namespace?: string }[];
  /** How long the sending side keeps an idle connection. */
  readonly pool: Traced<Milliseconds>;
  /** When the receiving side closes it; absent when nothing tells. */
  readonly server?: Traced<Milliseconds>;
}

/** Hops with resets, then hops whose limits are the wrong way round without any. One per hop and incident. */
export const exposedHops: Fact<readonly ExposedHop[]> = defineFact({
  id: 'exposed-hops',
  needs: {},
  wants: { idleRaces, reversedLimits, services, cast },
  derive: ({ idleRaces, reversedLimits, services, cast }) => {
    const failing = (idleRaces ?? []).flatMap(({ incident, hop, idle, resets }): readonly ExposedHop[] => {
      const first = incident.failures[resets[0] ?? -1];
      const { pool, server } = idle;
      // where the sender gives up in time no limit is missing
      if (first === undefined || pool === undefined || (server !== undefined && pool.value + gapTolerance(server.from) < server.from)) return [];
      const workload = first.server.workload;
      return [
        {
          hop,
          incident: incident.id,
          workload,
          services: servicesOfIncident(incident, workload, services ?? []),
          isOwn: hop === ownHop(workload.name),
          endsAtProxy: first.server.role !== 'app' && first.server.role !== 'external',
          callers: callersOf(incident, cast),
          pool,
          ...(server === undefined ? {} : { server: server.limit }),
        },
      ];
    });
    const seen = new Set(failing.map(({ hop }) => hop));
    const quiet = (reversedLimits ?? [])
      .filter(({ hop }) => !seen.has(hop))
      .map(({ hop, subject, pool, server }): ExposedHop => {
        return {
          hop,
          workload: subject,
          services: servicesOfWorkload(subject, services ?? []),
          isOwn: hop === ownHop(subject.name),
          endsAtProxy: false,
          callers: [],
          pool,
          server,
        };
      });
    return [...failing, ...quiet];
  },
});

function callersOf(incident: ObservedIncident, people: Cast | undefined): ExposedHop['callers'] {
  return incident.clients.flatMap((name) => {
    const namespaces = new Set((people?.actors ?? []).flatMap((actor) => (actor.workload === name ? (actor.namespace ?? []) : [])));
    return namespaces.size === 0 ? [{ name }] : [...namespaces].map((namespace) => ({ name, namespace }));
  });
}

const ownHop = (workload: string): string => `${workload}-sidecar->${workload}`;

function servicesOfIncident(incident: ObservedIncident, workload: ObjectRef, all: readonly Service[]): readonly string[] {
  const named = incident.failures.flatMap(({ cluster, authority }) => {
    const host = clusterHost(cluster) ?? authority;
    const { name, namespace } = nameOfHost(host ?? '');
    return host === undefined || namespace === undefined ? [] : `${name}.${namespace}`;
  });
  return [...new Set([...named, ...servicesOfWorkload(workload, all)])];
}

function servicesOfWorkload({ name, namespace }: ObjectRef, all: readonly Service[]): readonly string[] {
  const own = all.filter((service) => service.selected?.some((pod) => pod.workload.name === name && (namespace === undefined || pod.namespace === namespace)));
  // without Services a workload most often has one of its own name
  return own.length > 0 ? own.map((service) => service.key) : namespace === undefined ? [] : [`${name}.${namespace}`];
}
