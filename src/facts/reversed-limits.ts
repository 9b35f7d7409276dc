import { accessLogs } from '../artifacts/logs/index.ts';
import type { UpstreamPool } from '../artifacts/logs/types.ts';
import type { ObjectRef, Place, Traced } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { Milliseconds } from '../model/time.ts';
import { type Actor, actorByPod, type Cast, cast } from './cast.ts';
import { clusterHost } from './failures.ts';
import { appParty, destinationParty, proxyParty } from './parties.ts';
import { inboundCluster, type ProxyView, proxyViews } from './proxy-views.ts';
import { poolIdle } from './pool-idle.ts';
import { serverIdle, serverIdleOf } from './server-idle.ts';

/** A hop to an application that closes idle connections no later than the proxy in front of it gives them up. */
export interface ReversedLimits {
  readonly hop: string;
  /** `name.namespace` of the application. */
  readonly target: string;
  readonly subject: ObjectRef;
  readonly server: Traced<Milliseconds>;
  readonly pool: Traced<Milliseconds>;
  /** Longest quiet after which a request still went well on a kept connection, and where it was seen. */
  readonly longestQuiet?: { readonly value: Milliseconds; readonly at: Place };
}

/** Hops whose idle limits are the wrong way round, whether requests failed there or not. One per hop. */
export const reversedLimits: Fact<readonly ReversedLimits[]> = defineFact({
  id: 'reversed-limits',
  needs: { cast, serverIdle, proxyViews },
  wants: { accessLogs },
  derive: ({ cast: people, serverIdle: idles, proxyViews: views, accessLogs }) => {
    const pools = (accessLogs ?? []).flatMap((log) => {
      const actor = log.proxy.pod === undefined ? undefined : actorByPod(people, log.proxy.namespace, log.proxy.pod);
      return actor === undefined ? [] : log.pools.map((pool) => ({ actor, pool, at: log.at }));
    });
    const found = [
      ...people.actors.flatMap((actor) => {
        const own = pools.filter((candidate) => candidate.actor === actor);
        const pool = own.find((candidate) => candidate.pool.direction === 'inbound');
        // its log was read and nobody calls it
        if (own.length > 0 && pool === undefined) return [];
        return toOwnApplication(actor, views.get(actor.key), idles, pool) ?? [];
      }),
      ...pools.flatMap(({ actor, pool, at }) => toBareApplication(people, actor, views.get(actor.key), idles, { pool, at }) ?? []),
    ];
    return [...new Map(found.map((reversed) => [reversed.hop, reversed])).values()];
  },
});

interface Seen {
  readonly pool: UpstreamPool;
  readonly at: Place;
}

type Idles = Parameters<typeof serverIdleOf>[0];

/** A sidecar and the application beside it. */
function toOwnApplication(actor: Actor, view: ProxyView | undefined, idles: Idles, seen: Seen | undefined): ReversedLimits | undefined {
  const cluster = inboundCluster(view);
  if (cluster === undefined || actor.proxy !== 'sidecar') return undefined;
  const server = serverIdleOf(idles, actor.workload, actor.namespace)?.limit;
  const hop = `${proxyParty(actor.workload, actor.namespace).name}->${appParty(actor.workload).name}`;
  return reversed(hop, actor.workload, actor.namespace, server, poolIdle(cluster), seen);
}

/** A proxy and an application that has no proxy of its own. */
function toBareApplication(people: Cast, actor: Actor, view: ProxyView | undefined, idles: Idles, seen: Seen): ReversedLimits | undefined {
  const host = clusterHost(seen.pool.cluster);
  const cluster = view?.config?.clusters.find((candidate) => candidate.name === seen.pool.cluster);
  const party = host === undefined ? undefined : destinationParty(people, { host });
  if (party?.role !== 'app' || cluster === undefined || cluster.http === 'tcp') return undefined;
  const { name, namespace } = party.workload;
  return reversed(
    `${proxyParty(actor.workload, actor.namespace).name}->${name}`,
    name,
    namespace,
    serverIdleOf(idles, name, namespace)?.limit,
    poolIdle(cluster),
    seen,
  );
}

function reversed(
  hop: string,
  name: string,
  namespace: string | undefined,
  server: Traced<Milliseconds> | undefined,
  pool: Traced<Milliseconds>,
  seen: Seen | undefined,
): ReversedLimits | undefined {
  // equal counts as wrong: the side that receives must wait longer
  if (server === undefined || server.value <= 0 || server.value > pool.value) return undefined;
  const longest = seen?.pool.maxSurvivorGapMs;
  return {
    hop,
    target: namespace === undefined ? name : `${name}.${namespace}`,
    subject: { kind: 'Workload', ...(namespace === undefined ? {} : { namespace }), name },
    server,
    pool,
    ...(longest === undefined || seen === undefined ? {} : { longestQuiet: { value: longest, at: seen.at } }),
  };
}
