import { YAML11_SCHEMA, dump } from 'js-yaml';
import { asObject, stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { redact } from '../../sources/bundle/redact.ts';
import type { KubeApi, KubeObject } from '../cluster/kube-api.ts';
import type { BundleFolder } from './bundle-folder.ts';
import { type CollectedResource, collectedResources, fileOf } from '../../sources/cluster/resources.ts';

export interface ObjectsRequest {
  readonly api: KubeApi;
  readonly folder: BundleFolder;
  readonly namespaces: readonly string[];
}

/** Writes `cluster/RESOURCE.yaml` for every kind that the cluster serves, an empty list included: that none exist is an answer. */
export async function collectObjects(request: ObjectsRequest): Promise<void> {
  for (const resource of collectedResources) {
    await request.folder.gather({
      path: ['cluster', `${fileOf(resource)}.yaml`],
      artifact: resource.artifact,
      read: async () => yamlList((await listOf(resource, request)).filter((object) => isOfInterest(resource, object, request))),
    });
  }
}

async function listOf(resource: CollectedResource, { api, namespaces }: ObjectsRequest): Promise<readonly KubeObject[]> {
  const paths =
    resource.scope === 'cluster'
      ? [`${resource.api}/${resource.resource}`]
      : namespaces.map((namespace) => `${resource.api}/namespaces/${encodeURIComponent(namespace)}/${resource.resource}`);
  // Events of nodes have no namespace of their own and are kept in `default`.
  const all = resource.kind === 'Event' ? [...paths, `${resource.api}/namespaces/default/events?fieldSelector=involvedObject.kind%3DNode`] : paths;
  const found: KubeObject[] = [];
  for (const path of all) found.push(...(await api.list(path)));
  return [...new Map(found.map((object) => [keyOf(object), withKind(object, resource)])).values()].toSorted((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0,
  );
}

/** Namespaces that were not asked for, and ConfigMaps that say nothing of traffic: certificates that every namespace has, and Istio's injection template. */
function isOfInterest(resource: CollectedResource, object: KubeObject, { namespaces }: ObjectsRequest): boolean {
  const { name } = object.metadata;
  if (resource.kind === 'Namespace') return namespaces.includes(name);
  return resource.kind !== 'ConfigMap' || !/^(kube-root-ca\.crt|istio-ca-root-cert|istio-ca-crl|istio-sidecar-injector.*|.*-(leader|lock))$/.test(name);
}

/** Items of a list may come without their kind. */
function withKind(object: KubeObject, { api, kind }: CollectedResource): JsonObject & KubeObject {
  return { ...object, apiVersion: stringAt(object, 'apiVersion') ?? api.replace(/^\/apis?\//, ''), kind: stringAt(object, 'kind') ?? kind };
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** As `kubectl get -o yaml` writes it (texts that YAML 1.1 would read as times or switches are quoted), without secret-looking settings and without `managedFields`. */
function yamlList(objects: readonly KubeObject[]): string {
  const items = objects.map((object) => asObject(redact(object).value)).filter((object) => object !== undefined);
  return dump(
    { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } },
    { schema: YAML11_SCHEMA, sortKeys: true, seqNoIndent: true, lineWidth: -1, noRefs: true },
  );
}
