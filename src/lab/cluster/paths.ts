import { asObjects, booleanAt, stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { type KubeApi, KubeError } from './kube-api.ts';

/** Object → path of the API, by asking the API server once per group and version what its kinds are called in paths. */
export function createPaths(get: (path: string) => Promise<JsonObject>): KubeApi['pathOf'] {
  const known = new Map<string, Promise<JsonObject>>();
  return async ({ apiVersion, kind, metadata }) => {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    let found = resourceOf(await discovered(base), kind);
    if (found === undefined) {
      // A CustomResourceDefinition that was added since.
      known.delete(base);
      found = resourceOf(await discovered(base), kind);
    }
    if (found === undefined) throw new KubeError(`the API server has no kind ${kind} in ${apiVersion}`, 404);
    const namespace = found.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${base}${namespace}/${found.plural}/${metadata.name}`;
  };

  function discovered(base: string): Promise<JsonObject> {
    const answer = known.get(base) ?? get(base);
    known.set(base, answer);
    answer.catch(() => known.delete(base));
    return answer;
  }
}

function resourceOf(discovery: JsonObject, kind: string): { plural: string; namespaced: boolean } | undefined {
  for (const resource of asObjects(discovery['resources'])) {
    const plural = stringAt(resource, 'name');
    if (plural === undefined || plural.includes('/') || stringAt(resource, 'kind') !== kind) continue;
    return { plural, namespaced: booleanAt(resource, 'namespaced') === true };
  }
  return undefined;
}
