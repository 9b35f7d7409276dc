import { type Cast, actorByPod } from '../../facts/cast.ts';
import { destinationParty, proxyParty } from '../../facts/parties.ts';
import type { ProxyView } from '../../facts/proxy-views.ts';
import type { ObjectRef } from '../../model/evidence.ts';
import { countersOf, type Limit, limitsOf } from './limits-in-config.ts';

/** Requests that a proxy counted as refused by the limits of one of its pools. */
export interface CountedRefusals {
  /** `name.namespace` of the service. */
  readonly target: string;
  readonly subject: ObjectRef;
  readonly pod: string;
  readonly hop?: string;
  readonly counter: ReturnType<typeof countersOf>[number];
  readonly limits: readonly [Limit, ...Limit[]];
}

/** The counter of refused requests that matters: retries given up (`upstream_rq_retry_overflow`) lose no first try. */
const refusing: ReadonlySet<string> = new Set(['upstream_rq_pending_overflow', 'upstream_rq_active_overflow']);

/** Outbound clusters with a limit of their own and refusals counted, where no access log was read. One per target and proxy. */
export function countedAlone(views: ReadonlyMap<string, ProxyView> | undefined, people: Cast | undefined): readonly CountedRefusals[] {
  return [...(views?.values() ?? [])].flatMap(({ key, config, stats }) =>
    (config?.clusters ?? []).flatMap((cluster): readonly CountedRefusals[] => {
      const [first, ...others] = limitsOf(cluster).filter(({ name }) => name !== 'maxRetries');
      const counter = countersOf(stats, cluster.name).find(({ name }) => refusing.has(name));
      const [name, namespace] = cluster.host?.split('.') ?? [];
      if (first === undefined || counter === undefined || name === undefined || namespace === undefined || cluster.direction !== 'outbound') return [];
      const hop = people === undefined ? undefined : hopOf(people, key, cluster.host ?? '');
      return [
        {
          target: `${name}.${namespace}`,
          subject: { kind: 'Service', name, namespace },
          pod: key,
          ...(hop === undefined ? {} : { hop }),
          counter,
          limits: [first, ...others],
        },
      ];
    }),
  );
}

function hopOf(people: Cast, key: string, host: string): string | undefined {
  const [namespace, pod] = key.split('/');
  const client = pod === undefined ? undefined : actorByPod(people, namespace, pod);
  const server = destinationParty(people, { host });
  return client === undefined || server === undefined ? undefined : `${proxyParty(client.workload, client.namespace).name}->${server.name}`;
}
