import type { Pod } from '../facts/pods.ts';
import type { NamedCause } from '../model/fix.ts';
import { hasController } from './controller-of-pod.ts';

/** A pod, known in full, of a controller that a person changes: one that the findings speak of, else one of the incident's target. */
export function targetPod(pods: readonly Pod[], { incident, findings }: NamedCause): Pod | undefined {
  const whole = pods.filter((pod) => pod.object.partial !== true && hasController(pod));
  const told = findings.flatMap(({ subject }) => (subject.kind === 'Pod' ? [`${subject.namespace ?? ''}/${subject.name}`] : []));
  return whole.find((pod) => told.includes(pod.key)) ?? whole.find((pod) => `${pod.workload.name}.${pod.namespace}` === incident.target);
}
