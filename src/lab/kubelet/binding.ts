import type { KubeApi } from '../cluster/kube-api.ts';
import type { Events } from './events.ts';
import { type Pod, podKey, podPath } from './pod.ts';

/** Assigns a pod to the node, as the scheduler does it. */
export async function bindPod(api: KubeApi, events: Events, pod: Pod, node: string): Promise<void> {
  const { name, namespace, uid } = pod.metadata;
  await api.create(`${podPath(pod)}/binding`, {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name, namespace, uid },
    target: { apiVersion: 'v1', kind: 'Node', name: node },
  });
  const object = { apiVersion: 'v1', kind: 'Pod', name, namespace, uid };
  events.record({ object, type: 'Normal', reason: 'Scheduled', message: `Successfully assigned ${podKey(pod)} to ${node}`, component: 'default-scheduler' });
}
