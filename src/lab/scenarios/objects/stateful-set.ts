import type { KubeObject } from '../../cluster/kube-api.ts';
import { numberAt } from '../../../formats/json.ts';
import type { Stage } from '../scenario.ts';
import { service } from './workload.ts';

/** The same pods as those of a Deployment, but numbered: `vminsert-0`, `vminsert-1` … Other objects stay as they are. */
export function numbered(objects: readonly KubeObject[], replicas: number): readonly KubeObject[] {
  return objects.map((object) => {
    if (object.kind !== 'Deployment') return object;
    const { name } = object.metadata;
    // Both kinds have selector and template in the same place.
    const spec = object['spec'] as Readonly<Record<string, unknown>>;
    return { ...object, kind: 'StatefulSet', spec: { ...spec, replicas, serviceName: name, podManagementPolicy: 'Parallel' } };
  });
}

/** A Service for each pod of a StatefulSet, named as the pod is. */
export function servicePerPod(name: string, replicas: number, port: number): readonly KubeObject[] {
  return Array.from({ length: replicas }, (_, index) =>
    service(`${name}-${index}`, port, { selector: { 'statefulset.kubernetes.io/pod-name': `${name}-${index}` } }),
  );
}

/** An environment variable with the pod's number in its StatefulSet (a label since Kubernetes 1.28). */
export function podNumber(name: string): Readonly<Record<string, unknown>> {
  return { name, valueFrom: { fieldRef: { fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']" } } };
}

/** Waits until so many pods of a StatefulSet are ready (`Stage.ready` is for Deployments). */
export async function allReady(stage: Stage, name: string, replicas: number): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${stage.namespace}/statefulsets/${name}`;
  await stage.until(`${name} ready`, async () => numberAt(await stage.api.get(path), 'status', 'readyReplicas') === replicas, 240);
}
