import type { JsonObject } from '../../model/json.ts';
import { type Collecting, eachOf } from './collecting.ts';
import type { Served } from './discovery.ts';
import type { ListedObjects } from './choose-pods.ts';
import { type Listed, listObjects } from './list-objects.ts';
import { type CollectedResource, collectedResources, fileOf } from './resources.ts';

/** What was listed to find the pods of a path, by the file that it goes to. */
export interface FoundObjects extends ListedObjects {
  readonly byResource: ReadonlyMap<string, readonly JsonObject[]>;
  /** Those of which not all could be listed: that something is not in them says nothing. */
  readonly incomplete: ReadonlySet<string>;
}

const FIRST = ['pods', 'services', 'endpointslices'];

/** Pods, Services and EndpointSlices of the namespaces; what cannot be listed is noted. */
export async function findObjects(namespaces: readonly string[], served: Served, { ask, miss }: Collecting): Promise<FoundObjects> {
  const byResource = new Map<string, JsonObject[]>();
  const incomplete = new Set<string>();
  await eachOf(
    collectedResources.filter((one) => FIRST.includes(fileOf(one))),
    FIRST.length,
    async (resource) => {
      const api = served(resource) ?? resource.api;
      const found: JsonObject[] = [];
      for (const namespace of namespaces) {
        const { items, missing } = await listObjects(ask, `${api}/namespaces/${encodeURIComponent(namespace)}/${resource.resource}`);
        found.push(...(isUsable(resource, missing) ? items : []));
        if (missing === undefined) continue;
        incomplete.add(fileOf(resource));
        miss({ path: ['cluster', `${fileOf(resource)}.json`], artifact: resource.artifact }, missing);
      }
      byResource.set(fileOf(resource), found);
    },
  );
  return foundOf(byResource, incomplete);
}

/** A list that broke off shows what is there and not what is missing: of Pods and Events that is worth keeping, of anything else its gaps would be taken for an answer. */
export function isUsable({ kind }: CollectedResource, missing: Listed['missing']): boolean {
  return missing === undefined || kind === 'Pod' || kind === 'Event';
}

/** What was found in some namespaces and in others. */
export function both(one: FoundObjects, other: FoundObjects): FoundObjects {
  const lists = FIRST.map((resource) => [resource, [...(one.byResource.get(resource) ?? []), ...(other.byResource.get(resource) ?? [])]] as const);
  return foundOf(new Map(lists), new Set([...one.incomplete, ...other.incomplete]));
}

function foundOf(byResource: FoundObjects['byResource'], incomplete: FoundObjects['incomplete']): FoundObjects {
  return {
    pods: byResource.get('pods') ?? [],
    services: byResource.get('services') ?? [],
    slices: byResource.get('endpointslices') ?? [],
    byResource,
    incomplete,
  };
}
