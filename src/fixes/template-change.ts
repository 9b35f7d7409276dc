import { objectAt } from '../formats/json.ts';
import type { Pod } from '../facts/pods.ts';
import { containersAsWritten } from '../facts/app-probes.ts';
import type { Change, Manifest } from '../model/fix.ts';
import type { Json } from '../model/json.ts';
import { victoriaMetricsOwner } from '../knowledge/victoria-metrics-owner.ts';
import { updated } from './change.ts';
import { controllerOfPod } from './controller-of-pod.ts';

/**
 * A change to the pod template of a pod's controller, as far as the pod shows that template: its own fields are the template's, but for what admission
 * added. Undefined where an operator of VictoriaMetrics would put its own template back.
 */
export function templateChange(pod: Pod, patch: { readonly metadata?: Manifest; readonly spec?: Manifest }): Change | undefined {
  if (victoriaMetricsOwner(pod.labels)?.by === 'operator') return undefined;
  const spec = (objectAt(pod.object.object, 'spec') ?? {}) as Manifest; // parsed from JSON or YAML
  const annotations = (objectAt(pod.object.object, 'metadata', 'annotations') ?? {}) as Manifest; // as above
  const shown = { metadata: { annotations }, spec: { containers: [...containersAsWritten(spec)] as Json, ...grace(spec['terminationGracePeriodSeconds']) } };
  return updated(controllerOfPod(pod, shown), { spec: { template: patch } });
}

function grace(value: unknown): Manifest {
  return typeof value === 'number' ? { terminationGracePeriodSeconds: value } : {};
}
