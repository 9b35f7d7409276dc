import { networkPolicies } from '../../artifacts/kubernetes/kinds.ts';
import { networkPolicyBlocked } from '../../causes/network-policy-blocked.ts';
import { type Pod, pods } from '../../facts/pods.ts';
import { objectAt, stringsAt } from '../../formats/json.ts';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { type AnyFix, defineFix, type NamedCause, type Manifest } from '../../model/fix.ts';
import { createdBeside } from '../change.ts';
import { pickedLabels, usualLabels } from '../workload-labels.ts';
import { verifyCommand } from '../verify-command.ts';

/** Allows by a policy of its own what another policy blocks: NetworkPolicies add up. */
export const allowedTraffic: AnyFix = defineFix({
  meta: {
    id: 'allowed-traffic',
    title: 'NetworkPolicy for a blocked path',
    description: 'Adds a NetworkPolicy that lets the calling workload reach the blocked port, and nothing else.',
    references: [
      {
        title: 'Kubernetes: NetworkPolicy',
        url: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
        version: 'Kubernetes 1.34',
      },
    ],
  },
  causes: [networkPolicyBlocked],
  needs: { pods, networkPolicies },
  texts: {
    letIn: 'Let {peer} reach port {port} of {workload}: {policy} selects its pods and has no rule for that.',
    letOut: 'Let {workload} reach port {port} of {peer}: {policy} selects its pods and has no rule for that.',
    addsUp: 'Policies add up: what is allowed today stays allowed, and connections are made as soon as the network plugin has read it.',
    byLabels: 'It holds for every pod with the same labels.',
  },
  *propose({ pods, networkPolicies }, named) {
    const told = denials(pods, named);
    // one new policy for each pair and direction, with all the ports that are missing
    for (const [, group] of Map.groupBy(told, (denial) => `${denial.pod.namespace}/${newName(denial)}`)) {
      const [first] = group;
      if (first === undefined) continue;
      const { pod, peer, direction, policy, finding } = first;
      const [own, other] = [selectorFor(pod, policy, networkPolicies), labelsOf(peer)];
      if (own === undefined || other === undefined) continue;
      const far = { podSelector: { matchLabels: other }, ...(peer.namespace === pod.namespace ? {} : { namespaceSelector: { matchLabels: nameOf(peer) } }) };
      const ports = [...new Set(group.map(({ port }) => port))];
      const rule: Manifest = { ports: ports.map((port) => ({ port, protocol: 'TCP' })), [direction === 'Ingress' ? 'from' : 'to']: [far] };
      const change = createdBeside(networkPolicies, {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: newName(first), namespace: pod.namespace },
        spec: { podSelector: own, policyTypes: [direction], [direction.toLowerCase()]: [rule] },
      });
      if (change === undefined) continue;
      const data = { peer: peer.workload.name, port: ports.join(', '), workload: pod.workload.name, policy };
      yield {
        title: direction === 'Ingress' ? { say: 'letIn', data } : { say: 'letOut', data },
        effect: { say: 'addsUp', data: {} },
        limits: [{ say: 'byLabels', data: {} }],
        purpose: 'repair',
        risk: 'config-reload',
        changes: [change],
        isPart: true,
        because: finding.evidence,
        verifyWith: [verifyCommand(named.incident.target)],
      };
    }
  },
});

/** Of the policy that lets one through. */
function newName({ pod, peer, direction }: Denial): string {
  return `${pod.workload.name}-${direction === 'Ingress' ? 'from' : 'to'}-${peer.workload.name}`;
}

interface Denial {
  readonly pod: Pod;
  readonly peer: Pod;
  readonly port: number;
  readonly direction: 'Ingress' | 'Egress';
  readonly policy: string;
  readonly finding: NamedCause['findings'][number];
}

function denials(pods: readonly Pod[], { findings }: NamedCause): readonly Denial[] {
  return findings.flatMap((finding) => {
    const { pod: podName, peer: peerName, port, direction, policy } = finding.data;
    const pod = find(pods, podName);
    const peer = find(pods, peerName);
    if (pod === undefined || peer === undefined || typeof port !== 'number' || (direction !== 'Ingress' && direction !== 'Egress')) return [];
    return [{ pod, peer, port, direction, policy: String(policy), finding }];
  });
}

function find(pods: readonly Pod[], name: string | number | undefined): Pod | undefined {
  const found = pods.filter((pod) => pod.object.partial !== true && (pod.key === name || pod.name === name || pod.workload.name === name));
  // two workloads of a name are a guess
  return new Set(found.map(({ namespace, workload }) => `${namespace}/${workload.name}`)).size === 1 ? found[0] : undefined;
}

/** The workload's pods among those that the blocking policy selects: selecting any other would cut off pods that no policy isolates so far. */
function selectorFor(pod: Pod, policy: string, policies: readonly KubernetesObject[]): Manifest | undefined {
  const blocking = policies.find(({ ref, partial }) => partial !== true && `${ref.namespace ?? 'default'}/${ref.name}` === policy);
  const own = labelsOf(pod);
  if (blocking === undefined || own === undefined) return undefined;
  const selected = objectAt(blocking.object, 'spec', 'podSelector') as Manifest | undefined; // parsed from JSON or YAML
  return { ...selected, matchLabels: { ...own, ...stringsAt(selected, 'matchLabels') } };
}

function labelsOf(pod: Pod): Manifest | undefined {
  const own = pickedLabels(pod, usualLabels);
  return Object.keys(own).length === 0 || objectAt(pod.object.object, 'metadata') === undefined ? undefined : own;
}

/** The label that every namespace has (Kubernetes 1.22 and newer). */
function nameOf({ namespace }: Pod): Manifest {
  return { 'kubernetes.io/metadata.name': namespace };
}
