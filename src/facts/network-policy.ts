import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { asNumber, asString, at, listAt, objectAt, objectsAt, stringAt, stringsAt } from '../formats/json.ts';
import type { JsonObject } from '../model/json.ts';
import type { Pod } from './pods.ts';

/** One end of a connection, as policies see it. */
export interface PolicyPeer {
  readonly pod?: Pod;
  readonly ip?: string;
}

/** What the policies of one direction say: nobody selects the pod, some rule allows, or none does (and these select it). */
export type PolicyAnswer =
  | { readonly kind: 'unselected' }
  | { readonly kind: 'allowed'; readonly by: KubernetesObject }
  | { readonly kind: 'denied'; readonly by: readonly KubernetesObject[] }
  | { readonly kind: 'unknown' };

/**
 * Kubernetes semantics (networking.k8s.io/v1, Kubernetes 1.34): policies of a direction that select the pod are united; with none the
 * pod is open; a rule without `from`/`to` is for everybody, without `ports` for every port.
 */
export function policyAnswer(
  policies: readonly KubernetesObject[],
  direction: 'Ingress' | 'Egress',
  pod: Pod,
  peer: PolicyPeer,
  port: number,
  namespaces: readonly KubernetesObject[] | undefined,
): PolicyAnswer {
  // what a policy does to a pod on its node's network is left to the network plugin, and most do nothing (Kubernetes: network policies)
  if (pod.hostNetwork) return { kind: 'unknown' };
  const own = policies.filter(
    (policy) =>
      policy.ref.kind === 'NetworkPolicy' &&
      policy.ref.namespace === pod.namespace &&
      typesOf(policy.object).includes(direction) &&
      selects(objectAt(policy.object, 'spec', 'podSelector'), pod.labels) !== false,
  );
  if (own.length === 0) return { kind: 'unselected' };
  let isUnsure = false;
  for (const policy of own) {
    for (const rule of objectsAt(policy.object, 'spec', direction.toLowerCase())) {
      const peers = listAt(rule, direction === 'Ingress' ? 'from' : 'to');
      const ports = listAt(rule, 'ports');
      const isForPeer = peers.length === 0 ? true : anyOf(peers.map((one) => isPeer(one, peer, pod.namespace, namespaces)));
      const isForPort = ports.length === 0 ? true : anyOf(ports.map((one) => isPort(one, port, direction === 'Ingress' ? pod : peer.pod)));
      if (isForPeer === true && isForPort === true) return { kind: 'allowed', by: policy };
      if (isForPeer !== false && isForPort !== false) isUnsure = true;
    }
  }
  return isUnsure ? { kind: 'unknown' } : { kind: 'denied', by: own };
}

/** Without `policyTypes`: Ingress always, Egress when there are egress rules. */
function typesOf(object: JsonObject): readonly string[] {
  const types = listAt(object, 'spec', 'policyTypes').flatMap((type) => asString(type) ?? []);
  if (types.length > 0) return types;
  return at(object, 'spec', 'egress') === undefined ? ['Ingress'] : ['Ingress', 'Egress'];
}

type Maybe = boolean | undefined;

function anyOf(answers: readonly Maybe[]): Maybe {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function isPeer(rule: unknown, peer: PolicyPeer, namespace: string, namespaces: readonly KubernetesObject[] | undefined): Maybe {
  const block = stringAt(rule, 'ipBlock', 'cidr');
  if (block !== undefined) {
    const ips = [...(peer.ip === undefined ? [] : [peer.ip]), ...(peer.pod?.ips ?? [])];
    if (ips.length === 0) return undefined;
    const except = listAt(rule, 'ipBlock', 'except').flatMap((one) => asString(one) ?? []);
    return ips.some((ip) => inBlock(ip, block) === true && !except.some((one) => inBlock(ip, one) === true));
  }
  if (peer.pod === undefined || peer.pod.hostNetwork) return undefined;
  const pods = objectAt(rule, 'podSelector');
  const spaces = objectAt(rule, 'namespaceSelector');
  const isInSpace = spaces === undefined ? peer.pod.namespace === namespace : selectsNamespace(spaces, peer.pod.namespace, namespaces);
  const isPod = pods === undefined ? true : selects(pods, peer.pod.labels);
  if (isInSpace === false || isPod === false) return false;
  return isInSpace === undefined || isPod === undefined ? undefined : true;
}

/** Every namespace has its name as a label (Kubernetes >= 1.22); others only its object tells. */
function selectsNamespace(selector: JsonObject, name: string, namespaces: readonly KubernetesObject[] | undefined): Maybe {
  if (Object.keys(selector).length === 0) return true;
  const known = namespaces?.find((entry) => entry.ref.name === name);
  const labels = { ...(known === undefined ? {} : stringsAt(known.object, 'metadata', 'labels')), 'kubernetes.io/metadata.name': name };
  if (known !== undefined) return selects(selector, labels);
  const keys = [...Object.keys(stringsAt(selector, 'matchLabels')), ...objectsAt(selector, 'matchExpressions').map((one) => one['key'])];
  return keys.every((key) => key === 'kubernetes.io/metadata.name') ? selects(selector, labels) : undefined;
}

/** A label selector; empty selects all. */
function selects(selector: JsonObject | undefined, labels: Readonly<Record<string, string>>): Maybe {
  if (Object.entries(stringsAt(selector, 'matchLabels')).some(([key, value]) => labels[key] !== value)) return false;
  for (const expression of objectsAt(selector, 'matchExpressions')) {
    const key = stringAt(expression, 'key') ?? '';
    const values = listAt(expression, 'values');
    const value = labels[key];
    switch (stringAt(expression, 'operator')) {
      case 'In':
        if (value === undefined || !values.includes(value)) return false;
        break;
      case 'NotIn':
        if (value !== undefined && values.includes(value)) return false;
        break;
      case 'Exists':
        if (value === undefined) return false;
        break;
      case 'DoesNotExist':
        if (value !== undefined) return false;
        break;
      default:
        return undefined;
    }
  }
  return true;
}

function isPort(rule: unknown, port: number, server: Pod | undefined): Maybe {
  if ((stringAt(rule, 'protocol') ?? 'TCP') !== 'TCP') return false;
  const wanted = at(rule, 'port');
  if (wanted === undefined) return true;
  if (typeof wanted === 'string' && asNumber(wanted) === undefined)
    return server === undefined ? undefined : server.containers.some((container) => container.ports.some((own) => own.name === wanted && own.port === port));
  const first = asNumber(wanted) ?? 0;
  return port >= first && port <= (asNumber(at(rule, 'endPort')) ?? first);
}

/** IPv4 only; undefined for anything else. */
function inBlock(ip: string, block: string): Maybe {
  const [base = '', bits = '32'] = block.split('/');
  const [address, network] = [numberOf(ip), numberOf(base)];
  const size = Number(bits);
  if (address === undefined || network === undefined || !Number.isInteger(size) || size < 0 || size > 32) return undefined;
  const span = 2 ** (32 - size);
  return Math.floor(address / span) === Math.floor(network / span);
}

function numberOf(ip: string): number | undefined {
  const parts = ip.split('.').map(Number);
  return parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255)
    ? parts.reduce((sum, part) => sum * 256 + part, 0)
    : undefined;
}
