import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { type PolicyAnswer, policyAnswer } from '../../facts/network-policy.ts';
import { ipOf, portOf } from '../../facts/parties.ts';
import { type Pod, podByIp } from '../../facts/pods.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';

/** What policies are judged with. */
export interface PolicyWorld {
  readonly policies: readonly KubernetesObject[];
  readonly namespaces: readonly KubernetesObject[] | undefined;
  readonly pods: readonly Pod[];
  readonly servers: readonly Pod[];
}

/** A policy that selects an end and lets the other through on no rule. */
export interface Denial {
  readonly denied: 'Ingress' | 'Egress';
  readonly policy: KubernetesObject;
  readonly pod: string;
  readonly peer: string;
  readonly port: number;
  readonly explains: readonly number[];
}

/** Denials, and `open` when both ends of every pair are known and none is denied. Policies of other kinds are not understood, so nothing is open beside them. */
export function judgePolicies(
  incident: ObservedIncident,
  unmade: readonly number[],
  world: PolicyWorld,
): {
  readonly denials: readonly Denial[];
  readonly open?: { readonly pod: Pod; readonly peer: string; readonly port: number; readonly by?: KubernetesObject };
} {
  const pairs = Map.groupBy(unmade, (index) => pairKey(incident.failures[index]));
  const denials: Denial[] = [];
  const answers: PolicyAnswer[] = [];
  let open: { readonly pod: Pod; readonly peer: string; readonly port: number; readonly by?: KubernetesObject } | undefined;
  let isAllKnown = world.policies.every((policy) => policy.ref.kind === 'NetworkPolicy');
  for (const explains of pairs.values()) {
    const failure = incident.failures[explains[0] ?? 0];
    const port = portOf(failure?.upstreamHost ?? '');
    const client = world.pods.find((pod) => pod.key === failure?.pod);
    const ip = ipOf(failure?.upstreamHost ?? '');
    const server = (ip === undefined ? undefined : podByIp(world.pods, ip)) ?? world.servers[0];
    if (failure === undefined || port === undefined || server === undefined) {
      isAllKnown = false;
      continue;
    }
    const peer = client?.name ?? failure.client ?? 'its client';
    const ingress = policyAnswer(world.policies, 'Ingress', server, client === undefined ? {} : { pod: client }, port, world.namespaces);
    const egress: PolicyAnswer =
      client === undefined
        ? { kind: 'unknown' }
        : policyAnswer(world.policies, 'Egress', client, { pod: server, ...(ip === undefined ? {} : { ip }) }, port, world.namespaces);
    answers.push(ingress, egress);
    if (ingress.kind === 'denied')
      denials.push(...ingress.by.slice(0, 1).map((policy): Denial => ({ denied: 'Ingress', policy, pod: server.name, peer, port, explains })));
    if (egress.kind === 'denied' && client !== undefined)
      denials.push(...egress.by.slice(0, 1).map((policy): Denial => ({ denied: 'Egress', policy, pod: client.name, peer: server.name, port, explains })));
    const allowed = [ingress, egress].find((answer) => answer.kind === 'allowed');
    open ??= { pod: server, peer, port, ...(allowed === undefined ? {} : { by: allowed.by }) };
  }
  const isOpen = isAllKnown && answers.every((answer) => answer.kind === 'allowed' || answer.kind === 'unselected');
  return { denials: merged(denials), ...(isOpen && open !== undefined ? { open } : {}) };
}

function pairKey(failure: Failure | undefined): string {
  return `${failure?.pod ?? ''} ${failure?.upstreamHost ?? ''}`;
}

/** One denial per policy and direction, with all the failures it accounts for. */
function merged(denials: readonly Denial[]): readonly Denial[] {
  return [...Map.groupBy(denials, ({ denied, policy }) => `${denied} ${policy.ref.namespace ?? ''}/${policy.ref.name}`).values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, explains: [...new Set(group.flatMap((one) => one.explains))].toSorted((a, b) => a - b) }];
  });
}
