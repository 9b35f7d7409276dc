import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { asObject, objectsAt, stringsAt } from '../formats/json.ts';
import type { Evidence } from '../model/evidence.ts';
import type { ObservedIncident } from '../model/failure.ts';
import type { JsonObject } from '../model/json.ts';

import { podsOf } from './incident-target.ts';
import type { Pod } from './pods.ts';
import { matchesLabels } from './services.ts';

/** A field that an EnvoyFilter sets. */
export interface PatchedField {
  /** `namespace/name` of the EnvoyFilter. */
  readonly filter: string;
  /** In Envoy's own spelling: `max_request_headers_kb`. */
  readonly name: string;
  readonly value: string | number | boolean;
  readonly evidence: Evidence;
}

/** How deep and how much of a patch is read: more is no configuration anybody wrote. */
const deepest = 24;
const mostFields = 2_000;

/**
 * Fields of EnvoyFilters that could reach the proxies of an incident: in the target's or the writers' namespace or in the mesh's root namespace, and with a
 * workloadSelector that no known pod of the target contradicts (Istio's EnvoyFilter reference, 1.18 to 1.31).
 */
export function patchedFields(
  incident: ObservedIncident,
  filters: readonly KubernetesObject[],
  pods: readonly Pod[],
  root: string,
  wanted: (name: string, value: string | number | boolean) => boolean,
): readonly PatchedField[] {
  const namespaces = new Set([root, incident.targetNamespace, ...incident.failures.map(({ writer }) => writer.workload.namespace)]);
  const writers = new Set(incident.failures.map(({ pod }) => pod));
  const known = [...new Set([...podsOf(incident, pods), ...pods.filter(({ key }) => writers.has(key))])];
  return filters
    .filter(({ ref }) => namespaces.has(ref.namespace))
    .filter(({ object }) => {
      const labels = stringsAt(object, 'spec', 'workloadSelector', 'labels');
      return known.length === 0 || known.some((pod) => matchesLabels(labels, pod.labels));
    })
    .flatMap(({ ref, at, object }) =>
      objectsAt(object, 'spec', 'configPatches').flatMap((patch, index) => {
        const path = `${at.path === undefined ? '' : `${at.path}.`}spec.configPatches[${index}].patch`;
        return fieldsOf(asObject(patch['patch']) ?? {}, path)
          .filter(({ name, value }) => wanted(name, value))
          .map(
            ({ name, value, path: place }): PatchedField => ({
              filter: `${ref.namespace ?? ''}/${ref.name}`,
              name,
              value,
              evidence: { kind: 'field', at: { ...at, path: place }, value },
            }),
          );
      }),
    );
}

interface Field {
  readonly name: string;
  readonly value: string | number | boolean;
  readonly path: string;
}

/** Every plain value inside an object, with its own name; `maxHeadersCount` and `max_headers_count` are the same field to Envoy. */
function fieldsOf(root: JsonObject, path: string): readonly Field[] {
  const found: Field[] = [];
  const walk = (value: unknown, name: string, place: string, depth: number): void => {
    if (depth > deepest || found.length >= mostFields) return;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') found.push({ name: snake(name), value, path: place });
    else if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, name, `${place}[${index}]`, depth + 1);
    else for (const [key, inner] of Object.entries(asObject(value) ?? {})) walk(inner, key, `${place}.${key}`, depth + 1);
  };
  walk(root, '', path, 0);
  return found;
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
