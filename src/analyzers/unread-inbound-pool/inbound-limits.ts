import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { fieldOf } from '../../facts/field-of.ts';
import type { Pod } from '../../facts/pods.ts';
import { matchesLabels } from '../../facts/services.ts';
import { numberAt, objectsAt, stringsAt } from '../../formats/json.ts';
import { parseDuration } from '../../formats/time/index.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import type { Milliseconds } from '../../model/time.ts';

/** An idle limit that a Sidecar asks for, toward the application. */
export interface InboundLimit {
  readonly field: string;
  readonly value: Milliseconds;
  readonly text: string;
  readonly evidence: Evidence;
  /** The listener's port, for one of `ingress`. */
  readonly port?: number;
}

/** The one for all ports first. */
export function inboundLimits(sidecar: KubernetesObject): readonly InboundLimit[] {
  const whole = limitAt(sidecar, 'inboundConnectionPool.http.idleTimeout', undefined, 'spec', 'inboundConnectionPool', 'http', 'idleTimeout');
  const ported = objectsAt(sidecar.object, 'spec', 'ingress').flatMap((listener, index) =>
    limitAt(
      sidecar,
      `ingress[${index}].connectionPool.http.idleTimeout`,
      numberAt(listener, 'port', 'number'),
      'spec',
      'ingress',
      index,
      'connectionPool',
      'http',
      'idleTimeout',
    ),
  );
  return [...whole, ...ported];
}

function limitAt(sidecar: KubernetesObject, field: string, port: number | undefined, ...path: readonly (string | number)[]): readonly InboundLimit[] {
  const evidence = fieldOf(sidecar, ...path);
  const value = typeof evidence?.value === 'string' ? parseDuration(evidence.value) : undefined;
  return evidence === undefined || value === undefined
    ? []
    : [{ field, value, text: String(evidence.value), evidence, ...(port === undefined ? {} : { port }) }];
}

/** Pods with a proxy that the Sidecar selects; undefined when pods were not collected. */
export function selectedPods(sidecar: KubernetesObject, pods: readonly Pod[] | undefined): readonly Pod[] | undefined {
  const selector = stringsAt(sidecar.object, 'spec', 'workloadSelector', 'labels');
  return pods?.filter((pod) => pod.namespace === sidecar.ref.namespace && pod.sidecar !== 'none' && matchesLabels(selector, pod.labels));
}

/** The incident of requests that were lost between a selected proxy and its application. */
export function incidentFor(sidecar: KubernetesObject, incidents: readonly ObservedIncident[], pods: readonly Pod[] | undefined): string | undefined {
  const selected = new Set(selectedPods(sidecar, pods)?.map(({ key }) => key));
  return incidents.find(({ failures }) =>
    failures.some(({ direction, family, pod }) => direction === 'inbound' && family === 'reset' && pod !== undefined && selected.has(pod)),
  )?.id;
}
