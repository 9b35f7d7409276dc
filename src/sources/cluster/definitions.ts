import { objectAt, objectsAt, stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { type CollectedResource, groupOf, repairedResources } from './resources.ts';

/** Kinds of Istio that fixes change, with the name of the definition of each: the cluster's own definitions are better judges of a patch than any bundled ones. */
export const definedResources: readonly (CollectedResource & { readonly definition: string })[] = repairedResources
  .filter(({ api }) => groupOf(api).endsWith('.istio.io'))
  .map((resource) => ({ ...resource, definition: `${resource.resource}.${groupOf(resource.api)}` }));

/** A definition without what only people read (descriptions are most of it), as it may leave the cluster: no text of it is anybody's own. */
export function slimDefinition(object: JsonObject): JsonObject {
  const spec = objectAt(object, 'spec');
  return {
    apiVersion: stringAt(object, 'apiVersion') ?? 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: stringAt(object, 'metadata', 'name') ?? '' },
    spec: {
      group: spec?.['group'],
      names: spec?.['names'],
      scope: spec?.['scope'],
      versions: objectsAt(spec, 'versions').map(({ name, served, storage, schema }) => ({
        name,
        served,
        storage,
        schema: withoutDescriptions(schema, false, 0),
      })),
    },
  };
}

const DEEPEST = 200;

/** Below `properties` a name is a field's, and one may be called so. */
function withoutDescriptions(value: unknown, isFields: boolean, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return null;
  if (Array.isArray(value)) return value.map((item) => withoutDescriptions(item, false, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isFields || key !== 'description')
      .map(([key, inner]) => [key, withoutDescriptions(inner, key === 'properties' && !isFields, depth + 1)]),
  );
}
