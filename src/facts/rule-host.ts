import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { stringAt } from '../formats/json.ts';

/**
 * What the `host` of a DestinationRule names. Istio completes a name without a dot by the rule's own namespace and takes every other one as
 * it stands (ResolveShortnameToFQDN in pkg/config, Istio 1.31): `vminsert.monitoring` is completed by nothing and names no service.
 */
export type RuleHost =
  | { readonly kind: 'service'; readonly key: string }
  | { readonly kind: 'wild'; readonly suffix: string }
  /** Names a service to a person and none to Istio. */
  | { readonly kind: 'partial'; readonly key: string }
  | { readonly kind: 'other'; readonly host: string };

export function ruleHost(rule: KubernetesObject): RuleHost | undefined {
  const host = stringAt(rule.object, 'spec', 'host')?.toLowerCase();
  if (host === undefined || host === '') return undefined;
  if (host.startsWith('*')) return { kind: 'wild', suffix: host.slice(1) };
  const [name = '', namespace, kind, ...domain] = host.split('.');
  if (namespace === undefined) return { kind: 'service', key: `${name}.${rule.ref.namespace ?? 'default'}` };
  if (kind === 'svc' && domain.length > 0) return { kind: 'service', key: `${name}.${namespace}` };
  if (kind === undefined || kind === 'svc') return { kind: 'partial', key: `${name}.${namespace}` };
  return { kind: 'other', host };
}

/** True when Istio takes the rule for this Service (`name.namespace`), wherever the rule is looked for. */
export function coversService(rule: KubernetesObject, service: string): boolean {
  const host = ruleHost(rule);
  if (host?.kind === 'service') return host.key === service;
  return host?.kind === 'wild' && `${service}.svc.cluster.local`.endsWith(host.suffix);
}
