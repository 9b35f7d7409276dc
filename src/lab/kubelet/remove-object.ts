import { KubeError } from '../cluster/kube-api.ts';
import type { KubeletOptions } from './options.ts';
import { type Pod, podKey, podPath } from './pod.ts';

/** Takes a pod that has ended out of the API server, as the kubelet does it last. */
export async function removeObject({ api, onProblem = () => undefined }: Pick<KubeletOptions, 'api' | 'onProblem'>, pod: Pod): Promise<void> {
  await api.delete(podPath(pod), { gracePeriodSeconds: 0 }).catch((error: unknown) => {
    // Another deletion may have come first.
    if (!(error instanceof KubeError && error.status === 404)) onProblem(`end of ${podKey(pod)}: ${String(error)}`);
  });
}
