import type { Pod } from '../facts/pods.ts';
import { matchesLabels } from '../facts/services.ts';

type Labels = Readonly<Record<string, string>>;

/** Labels by which workloads are told apart in practice. */
export const usualLabels: readonly string[] = ['app.kubernetes.io/name', 'app.kubernetes.io/instance', 'app'];

/** Those of a pod's labels that have one of these names. */
export function pickedLabels(pod: Pod, names: readonly string[]): Labels {
  return Object.fromEntries(
    [...new Set(names)].flatMap((name) => {
      const value = pod.labels[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** Labels that pick the pods of a workload and no other pod of its namespace that is known; undefined when its usual labels do not do that. */
export function workloadLabels(pod: Pod, all: readonly Pod[]): Labels | undefined {
  const labels = pickedLabels(pod, usualLabels);
  if (Object.keys(labels).length === 0) return undefined;
  return all.some((other) => other.namespace === pod.namespace && other.workload.name !== pod.workload.name && matchesLabels(labels, other.labels))
    ? undefined
    : labels;
}
