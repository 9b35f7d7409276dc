/** A kind of Kubernetes objects to gather: where the API serves it, and which artifact of the diagnosis it feeds. */
export interface CollectedResource {
  /** The id of the artifact, as docs/artifacts.md lists them. */
  readonly artifact: string;
  /** `/api/v1` or `/apis/GROUP/VERSION`. */
  readonly api: string;
  /** Plural, also the name of the file that holds them. */
  readonly resource: string;
  readonly kind: string;
  readonly scope: 'namespaced' | 'cluster';
  readonly reach: Reach;
}

/**
 * Where collecting along a path looks for objects of a kind: in the namespaces of both ends, in those and the mesh's root namespace,
 * everywhere (what such objects say holds across namespaces), or for single ones by the names that pods give.
 */
export type Reach = 'ends' | 'mesh' | 'everywhere' | 'named';

const core = '/api/v1';
const apps = '/apis/apps/v1';
const discovery = '/apis/discovery.k8s.io/v1';
const istioNetworking = '/apis/networking.istio.io/v1';
const istioSecurity = '/apis/security.istio.io/v1';
const gatewayApi = '/apis/gateway.networking.k8s.io/v1';
const metricsApi = '/apis/metrics.k8s.io/v1beta1';
const victoriaMetrics = '/apis/operator.victoriametrics.com/v1beta1';

/**
 * Every kind that diagnose makes use of. Secrets are not among them and must never be.
 * Istio serves v1 of these kinds since 1.22 (EnvoyFilter only as v1alpha3); a kind that the cluster does not serve is recorded as missing.
 */
export const collectedResources: readonly CollectedResource[] = [
  namespaced('pods', core, 'pods', 'Pod'),
  namespaced('services', core, 'services', 'Service'),
  namespaced('endpoints', core, 'endpoints', 'Endpoints'),
  namespaced('endpoint-slices', discovery, 'endpointslices', 'EndpointSlice'),
  namespaced('controllers', apps, 'deployments', 'Deployment'),
  namespaced('controllers', apps, 'statefulsets', 'StatefulSet'),
  namespaced('controllers', apps, 'daemonsets', 'DaemonSet'),
  namespaced('controllers', apps, 'replicasets', 'ReplicaSet', 'named'),
  namespaced('controllers', '/apis/batch/v1', 'jobs', 'Job', 'named'),
  namespaced('events', core, 'events', 'Event'),
  { artifact: 'nodes', api: core, resource: 'nodes', kind: 'Node', scope: 'cluster', reach: 'named' },
  { artifact: 'namespaces', api: core, resource: 'namespaces', kind: 'Namespace', scope: 'cluster', reach: 'named' },
  namespaced('config-maps', core, 'configmaps', 'ConfigMap', 'named'),
  namespaced('network-policies', '/apis/networking.k8s.io/v1', 'networkpolicies', 'NetworkPolicy'),
  namespaced('virtual-services', istioNetworking, 'virtualservices', 'VirtualService', 'everywhere'),
  namespaced('destination-rules', istioNetworking, 'destinationrules', 'DestinationRule', 'everywhere'),
  namespaced('sidecars', istioNetworking, 'sidecars', 'Sidecar', 'mesh'),
  namespaced('peer-authentications', istioSecurity, 'peerauthentications', 'PeerAuthentication', 'mesh'),
  namespaced('authorization-policies', istioSecurity, 'authorizationpolicies', 'AuthorizationPolicy', 'mesh'),
  namespaced('gateways', istioNetworking, 'gateways', 'Gateway', 'everywhere'),
  namespaced('service-entries', istioNetworking, 'serviceentries', 'ServiceEntry', 'everywhere'),
  namespaced('service-entries', istioNetworking, 'workloadentries', 'WorkloadEntry', 'everywhere'),
  namespaced('envoy-filters', '/apis/networking.istio.io/v1alpha3', 'envoyfilters', 'EnvoyFilter', 'mesh'),
  namespaced('gateways', gatewayApi, 'gateways', 'Gateway', 'everywhere'),
  namespaced('gateways', gatewayApi, 'httproutes', 'HTTPRoute', 'everywhere'),
  namespaced('autoscaling', '/apis/autoscaling/v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
  namespaced('autoscaling', '/apis/policy/v1', 'poddisruptionbudgets', 'PodDisruptionBudget'),
  ...['VMCluster', 'VMAlert', 'VMAgent', 'VMSingle', 'VMAuth'].map((kind) =>
    namespaced('victoria-metrics-objects', victoriaMetrics, `${kind.toLowerCase()}s`, kind),
  ),
];

/** Kinds that are gathered beside those where the cluster serves them. */
export const furtherResources: readonly CollectedResource[] = [
  namespaced('usage', metricsApi, 'pods', 'PodMetrics'),
  namespaced('gateways', gatewayApi, 'grpcroutes', 'GRPCRoute', 'everywhere'),
  {
    artifact: 'definitions',
    api: '/apis/apiextensions.k8s.io/v1',
    resource: 'customresourcedefinitions',
    kind: 'CustomResourceDefinition',
    scope: 'cluster',
    reach: 'named',
  },
  ...['VMRule', 'VMUser'].map((kind) => namespaced('victoria-metrics-objects', victoriaMetrics, `${kind.toLowerCase()}s`, kind)),
];

/** Kinds that fixes change (src/fixes). Secrets, roles and admission are not among them. */
const repaired: ReadonlySet<string> = new Set([
  'Service',
  'NetworkPolicy',
  'DestinationRule',
  'Sidecar',
  'PeerAuthentication',
  'VirtualService',
  'AuthorizationPolicy',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'VMCluster',
  'VMAlert',
  'VMAgent',
  'VMSingle',
  'VMAuth',
]);

/** What collecting gathers and fixes change. */
export const repairedResources: readonly CollectedResource[] = collectedResources.filter(({ kind }) => repaired.has(kind));

/** The API group of `/api/v1` (empty) or of a path below `/apis/GROUP`. */
export function groupOf(api: string): string {
  return api.startsWith('/api/') ? '' : (api.split('/')[2] ?? '');
}

function namespaced(artifact: string, api: string, resource: string, kind: string, reach: Reach = 'ends'): CollectedResource {
  return { artifact, api, resource, kind, scope: 'namespaced', reach };
}

/** The file below `cluster/`, one per kind; kinds that share a plural are told apart by their group. */
export function fileOf({ api, resource }: CollectedResource): string {
  return (api === gatewayApi && resource === 'gateways') || api === metricsApi ? `${resource}.${api.split('/')[2] ?? ''}` : resource;
}
