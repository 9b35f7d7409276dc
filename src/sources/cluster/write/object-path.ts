import { stringAt } from '../../../formats/json.ts';
import type { JsonObject } from '../../../model/json.ts';
import { collectedResources, furtherResources, groupOf } from '../resources.ts';

/** Where the API serves an object, by its apiVersion, kind and names; undefined for a kind that nothing here collects, and so no fix changes. */
export function objectPath(object: JsonObject): string | undefined {
  const [apiVersion, kind, name] = [stringAt(object, 'apiVersion'), stringAt(object, 'kind'), stringAt(object, 'metadata', 'name')];
  if (apiVersion === undefined || name === undefined) return undefined;
  const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const group = groupOf(base);
  const known = [...collectedResources, ...furtherResources].find((each) => each.kind === kind && groupOf(each.api) === group && each.scope === 'namespaced');
  if (known === undefined) return undefined;
  const namespace = stringAt(object, 'metadata', 'namespace') ?? 'default';
  return `${base}/namespaces/${encodeURIComponent(namespace)}/${known.resource}/${encodeURIComponent(name)}`;
}

/** True for kinds of Kubernetes itself, whose lists have keys that a strategic merge knows. */
export function isBuiltInPath(path: string): boolean {
  const group = groupOf(path);
  return !group.includes('.') || (group.endsWith('.k8s.io') && !group.startsWith('gateway.'));
}
