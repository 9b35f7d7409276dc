import type { Stage } from '../scenario.ts';

/** Replaces the pods of a Deployment as `kubectl rollout restart` does. */
export async function restart(stage: Stage, name: string): Promise<void> {
  const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
  await stage.patch({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name } }, { spec: { template: { metadata: { annotations } } } });
}

/** Restarts of a workload's container of the same name so far, of the pods that are there. */
export function restarts(stage: Stage, workload: string): number {
  const own = stage.pods(workload).flatMap(({ containers }) => containers.filter(({ name }) => name === workload));
  return own.reduce((sum, container) => sum + container.restarts, 0);
}

/** The proxy is an init container with restartPolicy Always: it is up before the application and goes after it. */
export const nativeSidecar: Readonly<Record<string, string>> = { 'sidecar.istio.io/nativeSidecar': 'true' };

/** The proxy is an ordinary container beside the application: they start and stop side by side. */
export const classicSidecar: Readonly<Record<string, string>> = { 'sidecar.istio.io/nativeSidecar': 'false' };
