import { objectsAt, stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { definedResources } from './definitions.ts';
import type { Served } from './discovery.ts';
import type { CollectedResource } from './resources.ts';

/** An object that is fetched by its name. */
export interface ObjectName {
  readonly namespace?: string;
  readonly name: string;
}

export interface Naming {
  readonly namespaces: readonly string[];
  readonly rootNamespace: string;
  readonly pods: readonly JsonObject[];
  readonly served: Served;
}

/** Most single objects of a kind. */
const MOST = 12;

/** What the pods of a path name: their nodes, namespaces, owners and the ConfigMaps that they mount; the mesh's own configuration, and definitions. */
export function namesOf({ kind }: CollectedResource, { namespaces, rootNamespace, pods, served }: Naming): readonly ObjectName[] {
  switch (kind) {
    case 'Node':
      return distinct(pods.flatMap((pod) => named(undefined, stringAt(pod, 'spec', 'nodeName'))));
    case 'Namespace':
      return distinct([...namespaces, rootNamespace].flatMap((namespace) => named(undefined, namespace)));
    case 'CustomResourceDefinition':
      return definedResources.flatMap((resource) => (served(resource) === undefined ? [] : named(undefined, resource.definition)));
    case 'ConfigMap':
      // `istio`, or `istio-REVISION`, holds the mesh configuration (Istio 1.6 to 1.32).
      return distinct([...named(rootNamespace, 'istio'), ...pods.flatMap((pod) => [...meshOf(pod, rootNamespace), ...mountedBy(pod)])]);
    default:
      return distinct(
        pods.flatMap((pod) =>
          objectsAt(pod, 'metadata', 'ownerReferences')
            .filter((owner) => stringAt(owner, 'kind') === kind)
            .flatMap((owner) => named(stringAt(pod, 'metadata', 'namespace'), stringAt(owner, 'name'))),
        ),
      );
  }
}

function named(namespace: string | undefined, name: string | undefined): readonly ObjectName[] {
  return name === undefined ? [] : [namespace === undefined ? { name } : { namespace, name }];
}

function meshOf(pod: JsonObject, rootNamespace: string): readonly ObjectName[] {
  const revision = stringAt(pod, 'metadata', 'labels', 'istio.io/rev') ?? stringAt(pod, 'metadata', 'annotations', 'istio.io/rev');
  return revision === undefined || revision === 'default' ? [] : named(rootNamespace, `istio-${revision}`);
}

/** Certificates that every namespace has say nothing of traffic. */
const OF_EVERY_NAMESPACE = /^(kube-root-ca\.crt|istio-ca-root-cert|istio-ca-crl)$/;

function mountedBy(pod: JsonObject): readonly ObjectName[] {
  return objectsAt(pod, 'spec', 'volumes').flatMap((volume) => {
    const name = stringAt(volume, 'configMap', 'name');
    return name === undefined || OF_EVERY_NAMESPACE.test(name) ? [] : named(stringAt(pod, 'metadata', 'namespace'), name);
  });
}

function distinct(names: readonly ObjectName[]): readonly ObjectName[] {
  return [...new Map(names.map((one) => [`${one.namespace ?? ''}/${one.name}`, one])).values()].slice(0, MOST);
}
