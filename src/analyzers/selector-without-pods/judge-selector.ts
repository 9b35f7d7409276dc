import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import type { Pod } from '../../facts/pods.ts';
import { controllersOf, resolvedTargetPort, type Service } from '../../facts/services.ts';
import type { Evidence } from '../../model/evidence.ts';

/** What a Service's selector finds. */
export type Selection = { readonly selector: string; readonly evidence: readonly Evidence[] } & (
  | { readonly kind: 'others'; readonly pod: string; readonly labels: string }
  | { readonly kind: 'port'; readonly port: number; readonly name: string; readonly pods: number }
  | { readonly kind: 'scaled'; readonly controller: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'matches'; readonly pods: number; readonly pod: string; readonly oldest: number }
);

/** Judges a selector by the pods that are there; undefined when pods are not known or there is nothing to select. `ports` are the Service ports that matter; empty = all. */
export function judgeSelector(
  service: Service,
  ports: ReadonlySet<number>,
  pods: readonly Pod[] | undefined,
  controllers: readonly KubernetesObject[],
  services: readonly Service[] = [],
): Selection | undefined {
  if (service.selected === undefined || pods === undefined || service.isExternalName || service.object.partial === true) return undefined;
  const selector = words(service.selector);
  const chosen: Evidence = { kind: 'field', at: { ...service.object.at, path: 'spec.selector' }, value: service.selector };
  const [first] = service.selected.toSorted((a, b) => a.key.localeCompare(b.key));
  if (first !== undefined) {
    const lost = service.ports.find(
      (port) =>
        (ports.size === 0 || ports.has(port.port)) &&
        typeof port.targetPort === 'string' &&
        service.selected?.every((pod) => resolvedTargetPort(port, pod) === undefined) === true,
    );
    if (lost !== undefined) {
      const wanted: Evidence = { kind: 'field', at: { ...service.object.at, path: `${lost.path}.targetPort` }, value: lost.targetPort ?? lost.port };
      const absent: Evidence = { kind: 'absence', at: { ...first.object.at, path: 'spec.containers[*].ports[*].name' }, lookedFor: `name: ${lost.targetPort}` };
      return { kind: 'port', selector, port: lost.port, name: String(lost.targetPort), pods: service.selected.length, evidence: [wanted, absent] };
    }
    const oldest = Math.min(...service.selected.map((pod) => pod.createdAt ?? 0));
    return {
      kind: 'matches',
      selector,
      pods: service.selected.length,
      pod: first.name,
      oldest,
      evidence: [chosen, { kind: 'field', at: { ...first.object.at, path: 'metadata.labels' }, value: picked(first.labels, service.selector) }],
    };
  }
  const [owner] = controllersOf(service, controllers);
  if (owner !== undefined)
    return {
      kind: 'scaled',
      selector,
      controller: `${owner.ref.kind} ${owner.ref.name}`,
      evidence: [chosen, { kind: 'field', at: { ...owner.at, path: 'spec.template.metadata.labels' }, value: service.selector }],
    };
  const near = pods
    .filter((pod) => pod.namespace === service.namespace && pod.isReady === true && isNear(service, pod, services))
    .toSorted((a, b) => shared(service, b) - shared(service, a) || a.name.localeCompare(b.name))[0];
  if (near === undefined) return { kind: 'nothing', selector, evidence: [chosen] };
  return {
    kind: 'others',
    selector,
    pod: near.name,
    labels: words(picked(near.labels, service.selector)),
    evidence: [chosen, { kind: 'field', at: { ...near.object.at, path: 'metadata.labels' }, value: near.labels }],
  };
}

/**
 * A pod that the Service plausibly means: it bears the Service's name, or shares some label but not all and is nobody else's: components
 * of one chart share labels, and each has its own Service.
 */
function isNear(service: Service, pod: Pod, services: readonly Service[]): boolean {
  return (
    pod.workload.name === service.name ||
    pod.labels['app'] === service.name ||
    pod.labels['app.kubernetes.io/name'] === service.name ||
    (shared(service, pod) > 0 && !services.some((other) => other !== service && other.selected?.includes(pod) === true))
  );
}

function shared(service: Service, pod: Pod): number {
  const common = Object.entries(service.selector).filter(
    ([key, value]) => pod.labels[key] === value && !/part-of|managed-by|component|tier|env|team|release|instance|chart/.test(key),
  ).length;
  return common + (pod.workload.name === service.name ? 2 : 0);
}

function picked(labels: Readonly<Record<string, string>>, selector: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const same = Object.entries(labels).filter(([key]) => selector[key] !== undefined);
  return Object.fromEntries(
    same.length > 0
      ? same
      : Object.entries(labels)
          .filter(([key]) => /^app|name$/.test(key))
          .slice(0, 3),
  );
}

function words(labels: Readonly<Record<string, string>>): string {
  const text = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .toSorted()
    .slice(0, 6)
    .join(',');
  return text === '' ? 'no such label' : text;
}
