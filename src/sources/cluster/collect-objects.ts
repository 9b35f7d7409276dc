import { stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { asNotServed, type Collecting, eachOf, objectList } from './collecting.ts';
import type { Served } from './discovery.ts';
import { type FoundObjects, isUsable } from './find-objects.ts';
import { getObject, type Listed, listObjects } from './list-objects.ts';
import { namesOf } from './named-objects.ts';
import { slimDefinition } from './definitions.ts';
import { redactObject } from './redact-object.ts';
import { type CollectedResource, collectedResources, fileOf, furtherResources } from './resources.ts';

export interface ObjectsRequest {
  /** The namespaces of both ends. */
  readonly namespaces: readonly string[];
  readonly rootNamespace: string;
  readonly served: Served;
  readonly found: FoundObjects;
  /** The pods that were read: they name nodes, owners and mounted ConfigMaps. */
  readonly pods: readonly JsonObject[];
  /** Pods of other namespaces that were listed one by one. */
  readonly further: readonly JsonObject[];
}

/** Kinds asked for at the same moment. */
const AT_ONCE = 8;

/** Writes `cluster/RESOURCE.json` for every kind that the cluster serves, an empty list included: that none exist is an answer. */
export async function collectObjects(request: ObjectsRequest, collecting: Collecting): Promise<void> {
  // Endpoints only where there are no slices, which say the same (deprecated since Kubernetes 1.33).
  const wanted = [...collectedResources, ...furtherResources].filter(
    ({ resource }) => resource !== 'endpoints' || (request.found.byResource.get('endpointslices') ?? []).length === 0,
  );
  await eachOf(wanted, AT_ONCE, (resource) => collectKind(resource, request, collecting));
}

async function collectKind(resource: CollectedResource, request: ObjectsRequest, collecting: Collecting): Promise<void> {
  const { ask, put, miss } = collecting;
  const about = { path: ['cluster', `${fileOf(resource)}.json`], artifact: resource.artifact };
  const api = request.served(resource);
  if (api === undefined) return miss(about, { reason: 'not-served' });
  const held = request.found.byResource.get(fileOf(resource));
  const further = resource.kind === 'Pod' ? request.further : [];
  const lists = held === undefined ? await listsOf(resource, api, request, ask) : [];
  for (const { missing } of lists) if (missing !== undefined) miss(about, asNotServed(missing));
  const items = [...(held ?? []), ...lists.flatMap((list) => (isUsable(resource, list.missing) ? list.items : []))];
  // An empty list says that there are none, which only a whole one can say; objects that are fetched by name are no list at all.
  const isWhole = !request.found.incomplete.has(fileOf(resource)) && lists.every(({ missing }) => missing === undefined) && resource.reach !== 'named';
  if (items.length > 0 || isWhole) await put(about, objectList(resource.kind, api.replace(/^\/apis?\//, ''), cleaned([...items, ...further])));
}

async function listsOf(resource: CollectedResource, api: string, request: ObjectsRequest, ask: Collecting['ask']): Promise<readonly Listed[]> {
  const inside = (namespace: string): string => `${api}/namespaces/${encodeURIComponent(namespace)}/${resource.resource}`;
  const { namespaces, rootNamespace } = request;
  const mesh = [...new Set([...namespaces, rootNamespace])];
  const listAll = async (paths: readonly string[]): Promise<readonly Listed[]> => {
    const lists: Listed[] = [];
    for (const path of paths) lists.push(await listObjects(ask, path));
    return lists;
  };
  switch (resource.reach) {
    case 'named': {
      const lists: Listed[] = [];
      for (const { namespace, name } of namesOf(resource, request)) {
        lists.push(await getObject(ask, `${namespace === undefined ? `${api}/${resource.resource}` : inside(namespace)}/${encodeURIComponent(name)}`));
      }
      return lists;
    }
    case 'everywhere': {
      const all = await listObjects(ask, `${api}/${resource.resource}`);
      return all.missing?.reason === 'forbidden' ? await listAll(mesh.map(inside)) : [all];
    }
    case 'mesh':
      return await listAll(mesh.map(inside));
    case 'ends':
      // Events of nodes have no namespace of their own and are kept in `default`.
      return await listAll([
        ...namespaces.map(inside),
        ...(resource.kind === 'Event' ? [`${inside('default')}?fieldSelector=involvedObject.kind%3DNode`] : []),
      ]);
  }
}

/** Without duplicates, secret-looking settings and `managedFields`; sorted, so that two runs can be compared. */
function cleaned(items: readonly JsonObject[]): readonly JsonObject[] {
  const byKey = new Map(items.map((item) => [`${stringAt(item, 'metadata', 'namespace') ?? ''}/${stringAt(item, 'metadata', 'name') ?? ''}`, item]));
  return [...byKey]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => (stringAt(item, 'kind') === 'CustomResourceDefinition' ? slimDefinition(item) : redactObject(item)))
    .filter((item) => item !== undefined);
}
