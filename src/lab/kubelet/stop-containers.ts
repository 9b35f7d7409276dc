import type { SupervisedContainer } from './container.ts';

/**
 * Ends a pod's containers: the apps at once and side by side, sidecars after them in the reverse of their order. Every preStop hook starts at once
 * (Kubernetes 1.34, pkg/kubelet/kuberuntime `terminationOrdering`).
 */
export async function stopContainers(all: readonly SupervisedContainer[], grace: number, isUrgent: boolean): Promise<void> {
  const stops: Promise<void>[] = [];
  // From the last: a sidecar waits for all that stand behind it.
  for (const container of all.toReversed()) {
    const isSidecar = container.view().role === 'sidecar';
    const behind = Promise.all([...stops]);
    stops.push(container.stop({ grace, isUrgent, ...(isSidecar ? { turn: behind } : {}) }));
  }
  await Promise.all(stops);
}
