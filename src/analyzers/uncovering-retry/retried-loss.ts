import { actorByPod, type Cast } from '../../facts/cast.ts';
import { indicesWhere } from '../../facts/incident-rows.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';

/** Resets of an incident as the proxy that could retry them sees them. */
export interface Loss {
  /** `answer`: another proxy lost the connection and sent a 503; `reset`: the retrying proxy lost it itself. */
  readonly kind: 'answer' | 'reset';
  readonly indices: readonly number[];
  readonly atGateway: boolean;
  readonly clientPod?: string;
  readonly clientNamespace?: string;
}

/** Undefined where no request was lost on a connection in use. */
export function lossOf(incident: ObservedIncident, people: Cast | undefined): Loss | undefined {
  const answers = indicesWhere(incident, (failure) => (failure.family === 'reset' && failure.direction === 'inbound') || isPassedOn(failure));
  const resets = indicesWhere(incident, (failure) => failure.family === 'reset' && (failure.direction === 'outbound' || failure.direction === 'gateway'));
  if (answers.length === 0 && resets.length === 0) return undefined;
  const indices = answers.length >= resets.length ? answers : resets;
  const clients = (people?.actors ?? []).filter((actor) => incident.clients.includes(actor.workload));
  const sender = incident.failures
    .map(({ direction, pod }) => (direction === 'outbound' || direction === 'gateway' ? pod : undefined))
    .find((pod) => pod !== undefined);
  const [namespace, name] = sender?.split('/') ?? [];
  const actor = name === undefined ? clients[0] : people === undefined ? undefined : actorByPod(people, namespace, name);
  const isGateway =
    incident.failures.some(({ direction, writer }) => direction === 'gateway' || writer.role === 'gateway') || clients.some(({ proxy }) => proxy === 'gateway');
  return {
    kind: answers.length >= resets.length ? 'answer' : 'reset',
    indices,
    atGateway: isGateway,
    ...(actor?.pod === undefined ? {} : { clientPod: actor.pod }),
    ...(actor?.namespace === undefined ? {} : { clientNamespace: actor.namespace }),
  };
}

/** A 503 that came from beyond the last hop that is logged. */
function isPassedOn({ family, unseenBeyond, code }: Failure): boolean {
  return family === 'answered' && unseenBeyond && code === 503;
}
