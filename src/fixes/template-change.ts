import { objectAt } from '../formats/json.ts';
import type { Pod } from '../facts/pods.ts';
import type { Change, Manifest } from '../model/fix.ts';
import { victoriaMetricsOwner } from '../knowledge/victoria-metrics-owner.ts';
import { updated } from './change.ts';

/**
 * A change to the pod template of a pod's controller, as far as the pod shows that template: its own fields are the template's, but for what admission
 * added. Undefined where an operator of VictoriaMetrics would put its own template back.
 */
export function templateChange(pod: Pod, patch: { readonly metadata?: Manifest; readonly spec?: Manifest }): Change | undefined {
  if (victoriaMetricsOwner(pod.labels)?.by === 'operator') return undefined;
  const { kind, namespace, name } = pod.workload;
  const ref = { kind, namespace: namespace ?? pod.namespace, name };
  const spec = objectAt(pod.object.object, 'spec') ?? {};
  const annotations = objectAt(pod.object.object, 'metadata', 'annotations') ?? {};
  return updated(
    {
      ref,
      at: pod.object.at,
      object: {
        apiVersion: 'apps/v1',
        kind,
        metadata: { namespace: ref.namespace, name },
        spec: { template: { metadata: { annotations }, spec: { containers: spec['containers'] ?? [], ...grace(spec['terminationGracePeriodSeconds']) } } },
      },
    },
    { spec: { template: patch } },
  );
}

function grace(value: unknown): Manifest {
  return typeof value === 'number' ? { terminationGracePeriodSeconds: value } : {};
}
