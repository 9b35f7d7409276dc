import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { fieldOf } from './field-of.ts';
import { coversService, ruleHost } from './rule-host.ts';
import { listAt, stringAt } from '../formats/json.ts';

/** Rules of one namespace for the most specific host that covers the Service; several are merged. `unsure`: a workloadSelector decides. */
export interface Found {
  readonly rules: readonly KubernetesObject[];
  readonly isUnsure: boolean;
}

/**
 * What Istio finds for a Service on behalf of a proxy in a namespace: there first (but for the root namespace), then in the namespace of the
 * Service, then in the root namespace; the last two as far as they are exported (push_context.go, Istio 1.18 to 1.31).
 */
export function lookUp(all: readonly KubernetesObject[], service: string, serviceNamespace: string, clientNamespace: string, root: string): Found | undefined {
  const places = clientNamespace === root ? [serviceNamespace, root] : [clientNamespace, serviceNamespace, root];
  for (const place of places) {
    const found = all.filter(
      (rule) => rule.ref.namespace === place && coversService(rule, service) && (place === clientNamespace || isExportedTo(rule, clientNamespace)),
    );
    const best = found.reduce((most, rule) => Math.max(most, exactness(rule)), 0);
    const rules = found.filter((rule) => exactness(rule) === best).toSorted(byAge);
    if (rules.length > 0) return { rules, isUnsure: rules.some(hasSelector) };
  }
  return undefined;
}

/** `exportTo` of a rule: absent and `*` are everybody, `.` its own namespace. */
export function isExportedTo(rule: KubernetesObject, namespace: string): boolean {
  const names = listAt(rule.object, 'spec', 'exportTo').filter((name) => typeof name === 'string');
  return names.length === 0 || names.some((name) => name === '*' || name === namespace || (name === '.' && rule.ref.namespace === namespace));
}

export function hasSelector(rule: KubernetesObject): boolean {
  return fieldOf(rule, 'spec', 'workloadSelector') !== undefined;
}

/** When it was made, as RFC 3339, which sorts as it stands. */
export function madeAt(rule: KubernetesObject): string | undefined {
  return stringAt(rule.object, 'metadata', 'creationTimestamp');
}

/** A full name says most, then the longest suffix. */
function exactness(rule: KubernetesObject): number {
  const host = ruleHost(rule);
  return host?.kind === 'wild' ? 1 + host.suffix.length : 1_000;
}

/** As Istio sorts configuration: by age, then by name. */
export function byAge(a: KubernetesObject, b: KubernetesObject): number {
  const [made, other] = [madeAt(a) ?? '', madeAt(b) ?? ''];
  if (made !== other) return made < other ? -1 : 1;
  return a.ref.name < b.ref.name ? -1 : 1;
}
