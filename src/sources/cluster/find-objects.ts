import type { JsonObject } from '../../model/json.ts';
import type { Collecting } from './collecting.ts';
import type { Served } from './discovery.ts';
import type { ListedObjects } from './choose-pods.ts';
import { listObjects } from './list-objects.ts';
import { collectedResources, fileOf } from './resources.ts';

/** What was listed to find the pods of a path, by the file that it goes to. */
export interface FoundObjects extends ListedObjects {
  readonly byResource: ReadonlyMap<string, readonly JsonObject[]>;
}

const FIRST = ['pods', 'services', 'endpointslices'];

/** Pods, Services and EndpointSlices of the namespaces; what cannot be listed is noted. */
export async function findObjects(namespaces: readonly string[], served: Served, { ask, miss }: Collecting): Promise<FoundObjects> {
  const byResource = new Map<string, JsonObject[]>();
  for (const resource of collectedResources.filter((one) => FIRST.includes(fileOf(one)))) {
    const api = served(resource) ?? resource.api;
    const found: JsonObject[] = [];
    for (const namespace of namespaces) {
      const { items, missing } = await listObjects(ask, `${api}/namespaces/${encodeURIComponent(namespace)}/${resource.resource}`);
      found.push(...items);
      if (missing !== undefined) miss({ path: ['cluster', `${fileOf(resource)}.json`], artifact: resource.artifact }, missing);
    }
    byResource.set(fileOf(resource), found);
  }
  return foundOf(byResource);
}

/** What was found in some namespaces and in others. */
export function both(one: FoundObjects, other: FoundObjects): FoundObjects {
  return foundOf(new Map(FIRST.map((resource) => [resource, [...(one.byResource.get(resource) ?? []), ...(other.byResource.get(resource) ?? [])]])));
}

function foundOf(byResource: FoundObjects['byResource']): FoundObjects {
  return { pods: byResource.get('pods') ?? [], services: byResource.get('services') ?? [], slices: byResource.get('endpointslices') ?? [], byResource };
}
