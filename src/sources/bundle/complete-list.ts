import { asObject, asObjects, stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';

/**
 * Lists that have lost what says of what they are: a bare array (`jq .items`, support bundles), `items` without a kind, and
 * items without a kind, which is then read off their fields. Anything else comes back as it is.
 */
export function completeList(value: unknown): unknown {
  const bare = Array.isArray(value) ? value : undefined;
  const object = asObject(value);
  const items = asObjects(bare ?? object?.['items']);
  if (items.length === 0 || (bare !== undefined && bare.length !== items.length)) return value;
  if (!items.every((item) => stringAt(item, 'metadata', 'name') !== undefined)) return value;
  const listKind = stringAt(object, 'kind');
  if (listKind !== undefined && listKind !== 'List') return value;
  const complete = items.map((item) => (stringAt(item, 'kind') === undefined ? { ...item, ...kindByFields(item) } : item));
  if (!complete.some((item) => stringAt(item, 'kind') !== undefined)) return value;
  return { ...object, apiVersion: 'v1', kind: 'List', items: complete };
}

function kindByFields(item: JsonObject): { readonly kind?: string } {
  const spec = asObject(item['spec']) ?? {};
  if ('involvedObject' in item || 'regarding' in item) return { kind: 'Event' };
  if (Array.isArray(spec['containers'])) return { kind: 'Pod' };
  if ('clusterIP' in spec || ('ports' in spec && 'selector' in spec && !('template' in spec))) return { kind: 'Service' };
  if ('subsets' in item) return { kind: 'Endpoints' };
  if ('addressType' in item) return { kind: 'EndpointSlice' };
  if ('strategy' in spec && 'template' in spec) return { kind: 'Deployment' };
  if ('serviceName' in spec && 'template' in spec) return { kind: 'StatefulSet' };
  return {};
}
