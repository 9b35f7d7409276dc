import type { ObservedIncident } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { type Actor, type Cast, cast } from './cast.ts';
import { servicesOf } from './incident-target.ts';
import { traffic } from './traffic.ts';

/** A proxy that needs the mesh's settings for a Service: that of a caller, or that of the receiver, whose pool toward its application they shape too. */
export interface MeshUse {
  /** `name.namespace` of the Service. */
  readonly service: string;
  readonly serviceNamespace: string;
  readonly clientNamespace: string;
  /** Name of one pod whose proxy it is. */
  readonly clientPod?: string;
  /** True for the proxy beside the application that receives. */
  readonly isReceiver: boolean;
  /** The incident whose failures this proxy wrote; absent: nothing failed there. */
  readonly incident?: string;
}

/** Who uses which Service through a proxy of its own, as the requests show. One entry per Service and namespace, those with failures first. */
export const meshUse: Fact<readonly MeshUse[]> = defineFact({
  id: 'mesh-use',
  needs: { cast },
  wants: { traffic },
  derive: ({ cast, traffic }) => {
    const failing = (traffic?.incidents ?? []).flatMap((incident) => usesOfIncident(cast, incident));
    const calling = [...(traffic?.callers ?? [])].flatMap(([target, callers]) =>
      cast.services
        .filter((service) => service.key === target || service.selected?.some((pod) => `${pod.workload.name}.${pod.namespace}` === target) === true)
        .flatMap((service) => actorsOf(cast, callers).map((actor) => useBy(actor, service.key, service.namespace, undefined))),
    );
    const placeOf = ({ service, clientNamespace }: MeshUse): string => `${service} ${clientNamespace}`;
    const failed = new Set(failing.filter(({ incident }) => incident !== undefined).map(placeOf));
    const first = new Map<string, MeshUse>();
    for (const use of [...failing, ...calling]) {
      if (use.incident === undefined && failed.has(placeOf(use))) continue;
      const key = `${placeOf(use)} ${use.incident ?? ''}`;
      if (!first.has(key)) first.set(key, use);
    }
    return [...first.values()];
  },
});

function usesOfIncident(people: Cast, incident: ObservedIncident): readonly MeshUse[] {
  return servicesOf(incident, people.services).flatMap((service) => {
    const isSenders = incident.failures.some(({ direction }) => direction === 'outbound' || direction === 'gateway');
    const senders = actorsOf(people, incident.clients);
    const receiver = incident.failures.find(({ direction }) => direction === 'inbound')?.pod;
    const receivers = receiver === undefined ? [] : people.actors.filter((actor) => actor.key === receiver);
    return [
      ...receivers.map((actor) => ({ ...useBy(actor, service.key, service.namespace, incident.id), isReceiver: true })),
      ...senders.map((actor) => useBy(actor, service.key, service.namespace, isSenders ? incident.id : undefined)),
    ];
  });
}

/** Pods of these workloads that have a proxy. */
function actorsOf(people: Cast, workloads: readonly string[]): readonly Actor[] {
  return people.actors.filter(
    (actor) => actor.namespace !== undefined && actor.proxy !== 'none' && actor.proxy !== undefined && workloads.includes(actor.workload),
  );
}

function useBy(actor: Actor, service: string, serviceNamespace: string, incident: string | undefined): MeshUse {
  return {
    service,
    serviceNamespace,
    clientNamespace: actor.namespace ?? 'default',
    isReceiver: false,
    ...(actor.pod === undefined ? {} : { clientPod: actor.pod }),
    ...(incident === undefined ? {} : { incident }),
  };
}
