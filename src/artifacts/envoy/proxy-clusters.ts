import { documentPlace } from '../identity-object.ts';
import type { Place } from '../../model/evidence.ts';
import { asNumber, asObject, asObjects } from '../../formats/json.ts';
import { type Artifact, defineArtifact, type RawDocument } from '../../model/source.ts';
import { linesOf } from './lines.ts';
import { mergeByProxy } from './merge-by-proxy.ts';
import { proxyIdentity } from './proxy-identity.ts';
import { endpointsOfStatus } from './reduce-endpoints.ts';
import type { ProxyClusters, ProxyEndpoint } from './types.ts';

/** The endpoints each proxy sees now, with their health and counters: `/clusters`, text or JSON. */
export const proxyClusters: Artifact<readonly ProxyClusters[]> = defineArtifact({
  id: 'proxy-clusters',
  title: 'Envoy clusters and endpoints',
  collectWith: ["kubectl -n {namespace} exec {pod} -c istio-proxy -- pilot-agent request GET 'clusters?format=json'"],
  recognises: (document) => statuses(document) !== undefined || isClustersText(document),
  // The same page may be there as text and as JSON: the one that names more endpoints is kept.
  parse: (documents) => mergeByProxy(documents.flatMap(read), (kept, next) => (next.endpoints.length > kept.endpoints.length ? next : kept)),
});

function read(document: RawDocument): readonly ProxyClusters[] {
  const found = statuses(document);
  const at = { ...documentPlace('proxy-clusters', document), ...(document.line > 1 ? { line: document.line } : {}) };
  const proxy = proxyIdentity(document, undefined);
  if (found !== undefined) {
    const cursors = found.map((value, index) => ({ value, path: `cluster_statuses[${index}]`, ...documentPlace('proxy-clusters', document) }));
    return [
      {
        proxy,
        at,
        endpoints: cursors.flatMap(endpointsOfStatus),
        clusters: found.flatMap(({ name }) => (typeof name === 'string' ? [name.replace(/;$/, '')] : [])),
      },
    ];
  }
  return isClustersText(document) && document.body.kind === 'text' ? [{ proxy, at, ...readText(document.body.text, document) }] : [];
}

function statuses(document: RawDocument): readonly { readonly [key: string]: unknown }[] | undefined {
  if (document.body.kind !== 'json') return undefined;
  const list = asObject(document.body.value)?.['cluster_statuses'];
  return Array.isArray(list) ? asObjects(list) : undefined;
}

const marker = /^\S.{0,500}::(?:observability_name|default_priority|high_priority|added_via_api|\S{1,300}::(?:cx_active|cx_total|health_flags|hostname))::/m;

function isClustersText(document: RawDocument): boolean {
  return document.body.kind === 'text' && marker.test(document.body.text.slice(0, 4000));
}

interface Growing {
  readonly cluster: string;
  readonly address: string;
  readonly line: number;
  flags: string;
  readonly stats: Map<string, number>;
}

/** Lines `cluster::address::name::value`; an IPv6 address holds `::` itself, so the last two parts are taken from the right. */
function readText(text: string, document: RawDocument): Pick<ProxyClusters, 'endpoints' | 'clusters'> {
  const hosts = new Map<string, Growing>();
  const clusters = new Set<string>();
  for (const { text: line, number } of linesOf(text, document.line)) {
    const [cluster, address, name, value] = split(line);
    if (cluster === undefined) continue;
    clusters.add(cluster);
    if (address === undefined || name === undefined || value === undefined || !isAddress(address)) continue;
    const key = `${cluster}\n${address}`;
    const host = hosts.get(key) ?? { cluster, address, line: number, flags: '', stats: new Map<string, number>() };
    hosts.set(key, host);
    const amount = asNumber(value);
    if (name === 'health_flags') host.flags = value;
    else if (amount !== undefined) host.stats.set(name, amount);
  }
  return { clusters: [...clusters], endpoints: [...hosts.values()].map((host) => endpoint(host, documentPlace('proxy-clusters', document))) };
}

function split(line: string): readonly [cluster?: string, address?: string, name?: string, value?: string] {
  const first = line.indexOf('::');
  if (first <= 0 || line.length > 2000) return [];
  const cluster = line.slice(0, first).replace(/;$/, '');
  const last = line.lastIndexOf('::');
  const middle = last > first ? line.lastIndexOf('::', last - 1) : -1;
  return middle <= first ? [cluster] : [cluster, line.slice(first + 2, middle), line.slice(middle + 2, last), line.slice(last + 2)];
}

/** `ip:port`, a socket's path, `envoy://…`; not the groups `default_priority`, `high_priority`, `outlier`. */
function isAddress(text: string): boolean {
  return /[:/]/.test(text) && !/\s/.test(text);
}

/** `healthy`, or flags such as `/failed_outlier_check/failed_eds_health` (Envoy 1.40). */
function endpoint({ cluster, address, line, flags, stats }: Growing, whole: Place): ProxyEndpoint {
  const failed = flags.split('/').filter((flag) => flag !== '' && flag !== 'healthy');
  const eds = failed.includes('failed_eds_health')
    ? 'UNHEALTHY'
    : failed.includes('eds_status_draining')
      ? 'DRAINING'
      : failed.includes('degraded_eds_health')
        ? 'DEGRADED'
        : 'HEALTHY';
  return {
    cluster,
    address,
    health: eds,
    at: { ...whole, line },
    failedChecks: failed.filter((flag) => !flag.includes('eds_')),
    stats: Object.fromEntries(stats),
  };
}
