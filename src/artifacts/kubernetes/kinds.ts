import { asObject, objectsAt, stringAt } from '../../formats/json.ts';
import type { NonEmpty } from '../../model/evidence.ts';
import type { JsonObject } from '../../model/json.ts';
import { type Artifact, defineArtifact, type RawDocument } from '../../model/source.ts';
import type { KubernetesObject } from './types.ts';

type Objects = Artifact<readonly KubernetesObject[]>;

/** One artifact per family of kinds: absence of a family is then an answer of its own. */
function objects(id: string, title: string, kinds: NonEmpty<string>, resources: NonEmpty<string>): Objects {
  const known = new Set<string>(kinds);
  return defineArtifact({
    id,
    title,
    collectWith: [`kubectl get ${resources.join(',')} -A -o yaml`],
    recognises: (document) =>
      membersOf(document).some((member) => known.has(member.kind)) || isEmptyListOf(document, resources, known) || isAllOfIstio(document, resources),
    parse: (documents) =>
      dedupe(
        documents.flatMap((document) =>
          membersOf(document)
            .filter((member) => known.has(member.kind))
            .map((member) => entry(id, document, member)),
        ),
      ),
  });
}

interface Member {
  readonly kind: string;
  readonly object: JsonObject;
  readonly path: string;
}

/** The objects of a document: itself, or the items of any List; items of a typed list (`PodList`) take their kind from it. */
function membersOf(document: RawDocument): readonly Member[] {
  if (document.body.kind !== 'json') return [];
  const object = asObject(document.body.value);
  const kind = stringAt(object, 'kind');
  if (object === undefined || kind === undefined) return [];
  if (!kind.endsWith('List') || !Array.isArray(object['items'])) return [{ kind, object, path: '' }];
  const itemKind = kind.slice(0, -'List'.length);
  return objectsAt(object, 'items').flatMap((item, index) => {
    const own = stringAt(item, 'kind') ?? itemKind;
    return own === '' ? [] : [{ kind: own, object: named(item, own, object), path: `items[${index}]` }];
  });
}

/** Items of a typed list say neither kind nor version of themselves (API servers leave both out of kinds of their own); a patch needs both. */
function named(item: JsonObject, kind: string, list: JsonObject): JsonObject {
  const apiVersion = stringAt(item, 'apiVersion') ?? (stringAt(list, 'kind') === 'List' ? undefined : stringAt(list, 'apiVersion'));
  if (item['kind'] !== undefined && item['apiVersion'] !== undefined) return item;
  return { ...(apiVersion === undefined ? {} : { apiVersion }), kind, ...item };
}

/** `items: []` says that none exist, but only the list's kind or the file's name says of what. */
function isEmptyListOf(document: RawDocument, resources: readonly string[], known: ReadonlySet<string>): boolean {
  if (document.body.kind !== 'json') return false;
  const kind = stringAt(document.body.value, 'kind');
  const items = asObject(document.body.value)?.['items'];
  if (kind === undefined || !kind.endsWith('List') || !(items === null || (Array.isArray(items) && items.length === 0))) return false;
  if (kind !== 'List') return known.has(kind.slice(0, -'List'.length));
  return resources.some((resource) => document.hints.includes(resource.split('.')[0] ?? resource));
}

/** `cluster/crs` of an istioctl bug-report lists every Istio resource there is: a kind that is not in it does not exist. */
function isAllOfIstio(document: RawDocument, resources: readonly string[]): boolean {
  if (document.hints.at(-1) !== 'crs' || document.body.kind !== 'json' || !Array.isArray(asObject(document.body.value)?.['items'])) return false;
  return resources.some((resource) => ISTIO_RESOURCES.has(resource));
}

const ISTIO_RESOURCES: ReadonlySet<string> = new Set([
  'virtualservices',
  'destinationrules',
  'sidecars',
  'peerauthentications',
  'authorizationpolicies',
  'serviceentries',
  'envoyfilters',
]);

function entry(artifact: string, document: RawDocument, { kind, object, path }: Member): KubernetesObject {
  const namespace = stringAt(object, 'metadata', 'namespace');
  const ref = { kind, ...(namespace === undefined ? {} : { namespace }), name: stringAt(object, 'metadata', 'name') ?? '' };
  return {
    ref,
    at: { artifact, file: document.file, object: ref, ...(path === '' ? {} : { path }), ...(document.line > 1 ? { line: document.line } : {}) },
    object,
    ...(object['why503Partial'] === true ? { partial: true } : {}),
  };
}

/** The same object given twice (once per file, or whole and as a table row) counts once; the whole one wins. */
function dedupe(found: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const byKey = new Map<string, KubernetesObject>();
  for (const item of found) {
    const key = `${item.ref.kind}/${item.ref.namespace ?? ''}/${item.ref.name}`;
    const earlier = byKey.get(key);
    if (
      earlier === undefined ||
      (earlier.partial === true && item.partial !== true) ||
      (earlier.partial === item.partial && revision(item) > revision(earlier))
    )
      byKey.set(key, item);
  }
  return [...byKey.values()];
}

function revision(item: KubernetesObject): number {
  return Number(stringAt(item.object, 'metadata', 'resourceVersion') ?? 0);
}

export const pods: Objects = objects('pods', 'Pods', ['Pod'], ['pods']);
export const services: Objects = objects('services', 'Services', ['Service'], ['services']);
export const endpointSlices: Objects = objects('endpoint-slices', 'EndpointSlices', ['EndpointSlice'], ['endpointslices']);
export const endpoints: Objects = objects('endpoints', 'Endpoints', ['Endpoints'], ['endpoints']);
export const controllers: Objects = objects(
  'controllers',
  'Deployments, StatefulSets and their like',
  ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Rollout'],
  ['deployments', 'statefulsets', 'daemonsets', 'replicasets', 'jobs'],
);
export const events: Objects = objects('events', 'Events', ['Event'], ['events']);
export const nodes: Objects = objects('nodes', 'Nodes', ['Node'], ['nodes']);
export const namespaces: Objects = objects('namespaces', 'Namespaces', ['Namespace'], ['namespaces']);
export const configMaps: Objects = objects('config-maps', 'ConfigMaps', ['ConfigMap'], ['configmaps']);
export const networkPolicies: Objects = objects(
  'network-policies',
  'NetworkPolicies',
  ['NetworkPolicy', 'CiliumNetworkPolicy', 'GlobalNetworkPolicy'],
  ['networkpolicies'],
);
export const virtualServices: Objects = objects('virtual-services', 'Istio VirtualServices', ['VirtualService'], ['virtualservices']);
export const destinationRules: Objects = objects('destination-rules', 'Istio DestinationRules', ['DestinationRule'], ['destinationrules']);
export const sidecars: Objects = objects('sidecars', 'Istio Sidecars', ['Sidecar'], ['sidecars']);
export const peerAuthentications: Objects = objects('peer-authentications', 'Istio PeerAuthentications', ['PeerAuthentication'], ['peerauthentications']);
export const authorizationPolicies: Objects = objects(
  'authorization-policies',
  'Istio AuthorizationPolicies',
  ['AuthorizationPolicy'],
  ['authorizationpolicies'],
);
export const gateways: Objects = objects(
  'gateways',
  'Istio and Gateway API gateways and routes',
  // the last two are Contour's and Envoy Gateway's
  ['Gateway', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'HTTPProxy', 'BackendTrafficPolicy'],
  ['gateways', 'httproutes'],
);
export const serviceEntries: Objects = objects(
  'service-entries',
  'Istio ServiceEntries and WorkloadEntries',
  ['ServiceEntry', 'WorkloadEntry'],
  ['serviceentries', 'workloadentries'],
);
export const envoyFilters: Objects = objects('envoy-filters', 'Istio EnvoyFilters', ['EnvoyFilter'], ['envoyfilters']);
export const autoscaling: Objects = objects(
  'autoscaling',
  'HorizontalPodAutoscalers and PodDisruptionBudgets',
  ['HorizontalPodAutoscaler', 'PodDisruptionBudget'],
  ['horizontalpodautoscalers', 'poddisruptionbudgets'],
);
export const victoriaMetricsObjects: Objects = objects(
  'victoria-metrics-objects',
  'VictoriaMetrics operator objects',
  ['VMCluster', 'VMAlert', 'VMAgent', 'VMSingle', 'VMAuth', 'VMUser', 'VMRule', 'VMServiceScrape', 'VMPodScrape'],
  ['vmclusters', 'vmalerts', 'vmagents', 'vmsingles', 'vmauths'],
);
/** What a cluster itself takes of custom kinds. `managedFields` and descriptions may be left out. */
export const definitions: Objects = objects('definitions', 'CustomResourceDefinitions', ['CustomResourceDefinition'], ['customresourcedefinitions']);

/** Every artifact made of Kubernetes objects. */
export const kubernetesArtifacts: readonly Objects[] = [
  pods,
  services,
  endpointSlices,
  endpoints,
  controllers,
  events,
  nodes,
  namespaces,
  configMaps,
  networkPolicies,
  virtualServices,
  destinationRules,
  sidecars,
  peerAuthentications,
  authorizationPolicies,
  gateways,
  serviceEntries,
  envoyFilters,
  autoscaling,
  victoriaMetricsObjects,
  definitions,
];
