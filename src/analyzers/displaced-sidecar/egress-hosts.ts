import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { fieldOf } from '../../facts/field-of.ts';
import type { Pod } from '../../facts/pods.ts';
import { matchesLabels } from '../../facts/services.ts';
import { listAt, objectsAt, stringsAt } from '../../formats/json.ts';
import type { Evidence } from '../../model/evidence.ts';

type Field = Evidence & { readonly kind: 'field' };

/** Egress hosts that are not `NAMESPACE/NAME`: the webhook of istiod refuses them, and the definition's schema does not. */
export function malformedHosts(sidecar: KubernetesObject): readonly [Field, ...Field[]] | readonly [] {
  const [first, ...rest] = hostFields(sidecar).filter(({ value }) => typeof value === 'string' && !isWellFormed(value));
  return first === undefined ? [] : [first, ...rest];
}

export function hostsOf(sidecar: KubernetesObject): readonly string[] {
  return hostFields(sidecar).flatMap(({ value }) => (typeof value === 'string' ? value : []));
}

function hostFields(sidecar: KubernetesObject): readonly Field[] {
  return objectsAt(sidecar.object, 'spec', 'egress').flatMap((listener, index) =>
    listAt(listener, 'hosts').flatMap((_, position) => fieldOf(sidecar, 'spec', 'egress', index, 'hosts', position) ?? []),
  );
}

function isWellFormed(host: string): boolean {
  const [namespace, name, ...rest] = host.split('/');
  return namespace !== undefined && namespace !== '' && name !== undefined && name !== '' && rest.length === 0;
}

/** True when the Sidecar is for pods of that workload; with a selector only where a pod's labels show it. */
export function selects(sidecar: KubernetesObject, namespace: string | undefined, pods: readonly Pod[] | undefined, workload: string): boolean {
  if (namespace === undefined || sidecar.ref.namespace !== namespace) return false;
  const selector = selectorOf(sidecar);
  if (Object.keys(selector).length === 0) return true;
  return pods?.some((pod) => pod.namespace === namespace && pod.workload.name === workload && matchesLabels(selector, pod.labels)) === true;
}

export function selectorOf(sidecar: KubernetesObject): Readonly<Record<string, string>> {
  return stringsAt(sidecar.object, 'spec', 'workloadSelector', 'labels');
}
