import { documentPlace } from '../identity-object.ts';
import { asObject } from '../../formats/json.ts';
import { type Artifact, defineArtifact, type RawDocument } from '../../model/source.ts';
import { type Cursor, field, momentOf, numberOf, placeOf, textOf } from './cursor.ts';
import { optional } from './optional.ts';
import { outboundTrafficPolicy } from './outbound-traffic-policy.ts';
import { proxyIdentity, proxyKey } from './proxy-identity.ts';
import { reduceCluster } from './reduce-cluster.ts';
import { endpointsOfAssignment, endpointsOfStatus } from './reduce-endpoints.ts';
import { reduceListener } from './reduce-listener.ts';
import { reduceRoutes } from './reduce-routes.ts';
import { type Resource, resourcesOf } from './resources.ts';
import type { ProxyConfig } from './types.ts';

/** What each proxy was told to do: `/config_dump`, whole or in part, and istioctl's lists made of it. */
export const proxyConfigs: Artifact<readonly ProxyConfig[]> = defineArtifact({
  id: 'proxy-config',
  title: 'Envoy configuration dumps',
  collectWith: [
    "kubectl -n {namespace} exec {pod} -c istio-proxy -- pilot-agent request GET 'config_dump?include_eds'",
    'istioctl -n {namespace} proxy-config all {pod} -o json',
  ],
  recognises: (document) => isDump(document),
  parse: (documents) => {
    const read = documents.filter(isDump).map((document) => ({ document, resources: resourcesOf(rootOf(document)) }));
    const named = read.map(({ document, resources }) => {
      const node = field(resources.find(({ kind }) => kind === 'bootstrap')?.cursor, 'node');
      const proxy = proxyIdentity(document, textOf(field(node, 'id')));
      return { document, resources, node, proxy, key: proxyKey(proxy, document.file) };
    });
    return [...Map.groupBy(named, ({ key }) => key).values()].flatMap((parts) => {
      // Later dumps of one proxy replace what earlier ones said of the same resource.
      const ordered = parts.toSorted((a, b) => (latest(a.resources) ?? 0) - (latest(b.resources) ?? 0));
      const main = ordered.findLast(({ node }) => node !== undefined) ?? ordered.at(-1);
      if (main === undefined) return [];
      return [proxyConfig(main.proxy, main.document, main.node, supersede(ordered.map(({ resources }) => resources)))];
    });
  },
});

function isDump(document: RawDocument): boolean {
  if (document.body.kind !== 'json') return false;
  const { value } = document.body;
  if (Array.isArray(value) ? value.length === 0 : asObject(value) === undefined) return false;
  // `/clusters?format=json` is an artifact of its own; an istioctl list of endpoints (an array) belongs here.
  if (asObject(value)?.['cluster_statuses'] !== undefined) return false;
  return resourcesOf(rootOf(document)).some(({ kind }) => kind !== 'secret');
}

function rootOf(document: RawDocument): Cursor {
  return { value: document.body.kind === 'json' ? document.body.value : undefined, path: '', ...documentPlace('proxy-config', document) };
}

function latest(resources: readonly Resource[]): number | undefined {
  const times = resources.flatMap(({ lastUpdated }) => lastUpdated ?? []);
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b));
}

function supersede(dumps: readonly (readonly Resource[])[]): readonly Resource[] {
  const last = new Map(dumps.flatMap((dump, index) => dump.map((resource) => [nameOf(resource), index] as const)));
  return dumps.flatMap((dump, index) => dump.filter((resource) => last.get(nameOf(resource)) === index));
}

function nameOf({ kind, cursor }: Resource): string {
  return `${kind}:${textOf(field(cursor, kind === 'endpoint' ? 'cluster_name' : 'name')) ?? `${cursor.file}#${cursor.path}`}`;
}

function proxyConfig(proxy: ProxyConfig['proxy'], document: RawDocument, node: Cursor | undefined, resources: readonly Resource[]): ProxyConfig {
  const of = (kind: Resource['kind']): readonly Resource[] => resources.filter((resource) => resource.kind === kind);
  const clusters = of('cluster').flatMap((resource) => reduceCluster(resource) ?? []);
  const active = new Set(clusters.filter(({ warming }) => warming !== true).map(({ name }) => name));
  const listeners = of('listener').flatMap((resource) => reduceListener(resource) ?? []);
  const routed = of('route').map(({ cursor }) => reduceRoutes(cursor));
  const virtualHosts = routed.flatMap((config) => config.virtualHosts);
  const eds = [...of('endpoint'), ...of('host-status')];
  return {
    proxy,
    at: documentPlace('proxy-config', document),
    ...optional('nodeId', textOf(field(node, 'id'))),
    ...optional('envoyVersion', envoyVersion(node)),
    ...optional('istioVersion', textOf(field(node, 'metadata', 'ISTIO_VERSION'))),
    clusters: clusters.filter(({ warming, name }) => warming !== true || !active.has(name)),
    routes: routed.flatMap((config) => config.routes),
    virtualHosts,
    listeners,
    hasEndpoints: eds.length > 0,
    endpoints: [
      ...of('endpoint').flatMap(({ cursor }) => endpointsOfAssignment(cursor)),
      ...of('host-status').flatMap(({ cursor }) => endpointsOfStatus(cursor)),
    ],
    ...optional('lastUpdated', latest(resources)),
    errors: of('error').map(({ cursor }) => ({
      at: placeOf(cursor),
      resource: textOf(field(cursor, 'failed_configuration', 'name')) ?? textOf(field(cursor, 'failed_configuration', 'cluster_name')) ?? '',
      details: textOf(field(cursor, 'details')) ?? '',
      ...optional('time', momentOf(field(cursor, 'last_update_attempt'))),
    })),
    ...optional('outboundTrafficPolicy', outboundTrafficPolicy(listeners, virtualHosts)),
  };
}

function envoyVersion(node: Cursor | undefined): string | undefined {
  const version = field(node, 'user_agent_build_version', 'version');
  const major = numberOf(field(version, 'major_number'));
  const minor = numberOf(field(version, 'minor_number'));
  return major === undefined || minor === undefined ? undefined : `${major}.${minor}.${numberOf(field(version, 'patch')) ?? 0}`;
}
