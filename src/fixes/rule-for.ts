import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { clusterHost } from '../facts/failures.ts';
import { nameOfHost } from '../facts/parties.ts';
import { ruleHost } from '../facts/rule-host.ts';
import { lookUp } from '../facts/rule-lookup.ts';
import type { Failure } from '../model/failure.ts';

/** The DestinationRules that istiod finds for the cluster a request was sent through; undefined when the cluster names no Service. */
export function rulesFor(failure: Failure, rules: readonly KubernetesObject[], root: string): readonly KubernetesObject[] | undefined {
  const { name, namespace } = nameOfHost(clusterHost(failure.cluster) ?? failure.authority ?? '');
  if (name === '' || namespace === undefined) return undefined;
  const client = failure.pod?.split('/')[0] ?? namespace;
  const found = lookUp(rules, `${name}.${namespace}`, namespace, client, root);
  // a rule for many hosts is nobody's to change for one of them
  return found?.isUnsure === true ? undefined : (found?.rules ?? []).filter((rule) => ruleHost(rule)?.kind === 'service');
}
