import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import type { Pod } from '../facts/pods.ts';
import type { Manifest } from '../model/fix.ts';

const kinds: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** True for a pod of a controller that a person changes. */
export function hasController({ workload }: Pod): boolean {
  return kinds.has(workload.kind);
}

/** A pod's controller as far as the pod shows it: what is given of its template is the pod's own. */
export function controllerOfPod({ workload, namespace, object }: Pod, template: Manifest): KubernetesObject {
  const { kind, name } = workload;
  const ref = { kind, namespace: workload.namespace ?? namespace, name };
  return { ref, at: object.at, object: { apiVersion: 'apps/v1', kind, metadata: { namespace: ref.namespace, name }, spec: { template } } };
}
