import { asString, at, listAt, numberAt, objectAt, objectsAt, stringAt } from '../../formats/json.ts';
import type { KubeObject } from './kube-api.ts';
import { type Labels, selects } from './label-selector.ts';

/** Objects that decide which packets between pods may pass. */
export interface PolicyObjects {
  readonly policies: readonly KubeObject[];
  readonly pods: readonly KubeObject[];
  readonly namespaces: readonly KubeObject[];
}

/** What a policy lets pass at one side of one pod. Absent fields: everything. */
export interface Allowed {
  /** Addresses or ranges of the other side. */
  readonly peers?: readonly string[];
  readonly except?: readonly string[];
  readonly port?: { readonly protocol: string; readonly from?: number; readonly to?: number };
}

/** A pod that policies isolate in a direction: all is dropped but what is allowed. */
export interface Isolated {
  readonly ip: string;
  readonly direction: Direction;
  readonly allowed: readonly Allowed[];
}

export type Direction = 'ingress' | 'egress';

interface Host {
  readonly ip: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly spec: unknown;
}

/** What NetworkPolicies (networking.k8s.io/v1) mean for the pods that have an address: per isolated pod and direction what may pass. */
export function isolatedPods({ policies, pods, namespaces }: PolicyObjects): readonly Isolated[] {
  const hosts = pods.flatMap(hostOf);
  const namespaceLabels = new Map(namespaces.map(({ metadata }) => [metadata.name, metadata.labels ?? {}]));
  return hosts.flatMap((host) =>
    (['ingress', 'egress'] as const).flatMap((direction) => {
      const own = policies.filter((policy) => isAbout(policy, host, direction));
      if (own.length === 0) return [];
      const allowed = own.flatMap((policy) =>
        objectsAt(policy, 'spec', direction).flatMap((rule) => allowedBy(rule, direction, host, { hosts, namespaceLabels, namespace: host.namespace })),
      );
      return [{ ip: host.ip, direction, allowed }];
    }),
  );
}

/** Pods on the node's own network and pods that have ended are no policy's business. */
function hostOf({ metadata, spec, status }: KubeObject): readonly Host[] {
  const ip = stringAt(status, 'podIP');
  const phase = stringAt(status, 'phase');
  if (ip === undefined || at(spec, 'hostNetwork') === true || phase === 'Succeeded' || phase === 'Failed') return [];
  return [{ ip, namespace: metadata.namespace ?? 'default', labels: metadata.labels ?? {}, spec }];
}

/** Without `policyTypes` a policy is about ingress, and about egress when it has such a section. */
function isAbout({ metadata, spec }: KubeObject, host: Host, direction: Direction): boolean {
  if ((metadata.namespace ?? 'default') !== host.namespace || !selects(at(spec, 'podSelector'), host.labels)) return false;
  const types = listAt(spec, 'policyTypes').map(asString);
  if (types.length === 0) return direction === 'ingress' || at(spec, 'egress') !== undefined;
  return types.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
}

interface Known {
  readonly hosts: readonly Host[];
  readonly namespaceLabels: ReadonlyMap<string, Labels>;
  /** Of the policy. */
  readonly namespace: string;
}

type Peer = { readonly hosts: readonly Host[] } | { readonly range: string; readonly except: readonly string[] } | undefined;

function allowedBy(rule: unknown, direction: Direction, host: Host, known: Known): readonly Allowed[] {
  const listed = objectsAt(rule, direction === 'ingress' ? 'from' : 'to');
  const peers: readonly Peer[] = listed.length === 0 ? [undefined] : listed.map((peer) => peerOf(peer, known));
  const ports = objectsAt(rule, 'ports');
  return peers.flatMap((peer) => (ports.length === 0 ? [sideOf(peer)] : ports.flatMap((port) => withPort(peer, port, direction, host, known))));
}

function peerOf(peer: unknown, { hosts, namespaceLabels, namespace }: Known): Peer {
  const block = objectAt(peer, 'ipBlock');
  if (block !== undefined) return { range: stringAt(block, 'cidr') ?? '', except: listAt(block, 'except').flatMap((range) => asString(range) ?? []) };
  const [spaces, chosen] = [at(peer, 'namespaceSelector'), at(peer, 'podSelector')];
  const isThere = (host: Host): boolean => (spaces === undefined ? host.namespace === namespace : selects(spaces, namespaceLabels.get(host.namespace) ?? {}));
  return { hosts: hosts.filter((host) => isThere(host) && (chosen === undefined || selects(chosen, host.labels))) };
}

function sideOf(peer: Peer): Allowed {
  if (peer === undefined) return {};
  if ('range' in peer) return { peers: [peer.range], ...(peer.except.length === 0 ? {} : { except: peer.except }) };
  return { peers: peer.hosts.map(({ ip }) => ip) };
}

function withPort(peer: Peer, given: unknown, direction: Direction, host: Host, { hosts }: Known): readonly Allowed[] {
  const protocol = (stringAt(given, 'protocol') ?? 'TCP').toLowerCase();
  const name = stringAt(given, 'port');
  if (name === undefined) {
    const from = numberAt(given, 'port');
    return [{ ...sideOf(peer), port: { protocol, ...(from === undefined ? {} : { from, to: numberAt(given, 'endPort') ?? from }) } }];
  }
  // A name means the port of the receiving pod that has it.
  if (direction === 'ingress') return portsNamed(host, name, protocol).map((port) => ({ ...sideOf(peer), port }));
  const receivers = peer === undefined ? hosts : 'hosts' in peer ? peer.hosts : [];
  return receivers.flatMap((receiver) => portsNamed(receiver, name, protocol).map((port) => ({ peers: [receiver.ip], port })));
}

function portsNamed({ spec }: Host, name: string, protocol: string): readonly NonNullable<Allowed['port']>[] {
  return [...objectsAt(spec, 'initContainers'), ...objectsAt(spec, 'containers')]
    .flatMap((container) => objectsAt(container, 'ports'))
    .filter((port) => stringAt(port, 'name') === name && (stringAt(port, 'protocol') ?? 'TCP').toLowerCase() === protocol)
    .flatMap((port) => {
      const number = numberAt(port, 'containerPort');
      return number === undefined ? [] : [{ protocol, from: number, to: number }];
    });
}
