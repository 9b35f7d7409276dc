import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import type { Container, Pod } from '../facts/pods.ts';
import { victoriaMetricsOwner } from '../knowledge/victoria-metrics-owner.ts';
import type { Change } from '../model/fix.ts';
import type { NonEmpty } from '../model/evidence.ts';
import { nested, updated } from './change.ts';
import { templateChange } from './template-change.ts';

/** A limit that is set where nothing changes it back; `values` is said where a Helm release writes the workload. */
export interface LimitChange {
  readonly change: Change;
  readonly values?: { readonly release: string; readonly field: string };
}

/**
 * Sets a resource limit of a workload's container: in the custom resource where the VictoriaMetrics operator wrote it (its `resources` stand beside its
 * `extraArgs`, in the charts too), else in the controller's template. Undefined where that resource was not collected.
 */
export function limitChange(
  pod: Pod,
  container: Container,
  limit: { readonly [name in 'cpu' | 'memory']?: string },
  resources: readonly KubernetesObject[],
): LimitChange | undefined {
  const owner = victoriaMetricsOwner(pod.labels);
  const limits = { resources: { limits: { ...limit } } };
  const path = owner?.field.split('.').slice(0, -1) ?? [];
  if (owner?.by === 'operator') {
    const resource = resources.find(({ ref }) => ref.kind === owner.kind && ref.name === owner.name && ref.namespace === pod.namespace);
    // a sidecar's limits are the operator's affair
    if (resource === undefined || container.name !== pod.labels['app.kubernetes.io/name']) return undefined;
    const change = updated(resource, nested(path, limits));
    return change === undefined ? undefined : { change };
  }
  const change = templateChange(pod, { spec: { containers: [{ name: container.name, ...limits }] } });
  const [name, to] = Object.entries(limit)[0] ?? [];
  if (change === undefined || owner === undefined || name === undefined || to === undefined) return change === undefined ? undefined : { change };
  const [first, ...more] = [...path, 'resources', 'limits', name];
  const whole: NonEmpty<string> = [first ?? 'resources', ...more];
  return { change: { ...change, values: { release: owner.name, path: whole, to } }, values: { release: owner.name, field: whole.join('.') } };
}
