import type { Identity } from '../../model/source.ts';
import type { Inventory } from './inventory.ts';

/**
 * Who a file is about, by where it lies. Known pods come first (a name in the path that is a pod's name is no guess); then the
 * layouts that tools write: kubectl cluster-info dump, istioctl bug-report, must-gather, troubleshoot.sh, kubelet.
 */
export function identityFromPath(path: string, inventory: Inventory): Identity {
  const segments = path
    .split('/')
    .map(plain)
    .filter((segment) => segment !== '' && segment !== '.');
  const previous = isPrevious(path);
  const found = fromKnownPods(segments, inventory) ?? fromLayout(segments, inventory);
  if (found === undefined) return previous ? { previous } : {};
  const container = found.container ?? containerFromName(segments, found);
  return { ...found, ...(container === undefined ? {} : { container }), ...(previous ? { previous } : {}) };
}

/** Names taken from a path, lower case, the file's own last. */
export function hintsOf(path: string): readonly string[] {
  const segments = path.split('/').map((segment) => plain(segment).toLowerCase());
  const stem = segments.at(-1) ?? '';
  return [...new Set([...segments.slice(0, -1), ...stem.split(/[._\s?&=-]+/), stem])].filter((hint) => hint !== '');
}

/** A path segment without the endings that say how it is written or packed. */
function plain(segment: string): string {
  return segment
    .replace(/#\d+$/, '')
    .replace(/!$/, '')
    .replace(/(\.(gz|zst|tgz|tar|zip|log|txt|json|ya?ml|out|prom|current|previous|\d+))+$/i, '')
    .replace(/[-_.]previous([-_.]logs?)?$/i, '');
}

function isPrevious(path: string): boolean {
  const name = path.split('/').at(-1) ?? '';
  return /(^|[._-])previous([._-]|$)/i.test(name);
}

function fromKnownPods(segments: readonly string[], inventory: Inventory): Identity | undefined {
  for (let index = segments.length - 1; index >= 0; index -= 1) {
    const segment = segments[index] ?? '';
    const named = inventory.podIn(segment, segments.slice(0, index));
    if (named === undefined) continue;
    const containers = inventory.containersOf(named.namespace, named.pod);
    const rest = segment.slice(segment.indexOf(named.pod) + named.pod.length).replace(/^[._-]+/, '');
    const pieces = [...segments.slice(index + 1), rest];
    const container = pieces
      .map(
        (piece) =>
          containers.find((one) => one === piece) ??
          containers.toSorted((a, b) => b.length - a.length).find((one) => new RegExp(`(^|[._-])${quoted(one)}([._-]|$)`).test(piece)),
      )
      .findLast((one) => one !== undefined);
    return { namespace: named.namespace, pod: named.pod, ...(container === undefined ? {} : { container }) };
  }
  return fromWorkloadName(segments.at(-1) ?? '', segments.at(-2) ?? '', inventory);
}

/** `vmalert.log`: the only pod that has such a container, or the only pod of a workload of that name. `vmalert-proxy.log`, `vmalert/app.log`: the same with a part. */
function fromWorkloadName(stem: string, folder: string, inventory: Inventory): Identity | undefined {
  const byContainer = inventory.podsWith(stem);
  if (byContainer.length === 1 && byContainer[0] !== undefined) return { ...byContainer[0], container: stem };
  const byWorkload = byContainer.length > 0 ? [] : inventory.podsOf(stem);
  if (byWorkload.length > 0) return byWorkload.length === 1 ? byWorkload[0] : undefined;
  const part = PART_OF_POD.exec(stem);
  const workload = part?.[1] ?? (part === null && byContainer.length === 0 ? undefined : folder);
  const own = workload === undefined ? [] : inventory.podsOf(workload);
  const [pod] = own;
  if (pod === undefined || own.length > 1) return undefined;
  const names = inventory.containersOf(pod.namespace, pod.pod);
  const container = names.find((name) => name === stem) ?? (PROXY_PART.test(part?.[2] ?? '') ? 'istio-proxy' : names.find((name) => name === workload));
  return container === undefined || !names.includes(container) ? pod : { ...pod, container };
}

/** How people name what they saved of one pod: `vminsert-proxy`, `vminsert_app`; or `proxy` in a folder of the workload's name. */
const PART_OF_POD = /^(?:(.+?)[-_.])??(istio-proxy|proxy|envoy|sidecar|access-?log|access|app|application)$/i;
const PROXY_PART = /^(?:istio-proxy|proxy|envoy|sidecar|access-?log|access)$/i;

function quoted(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A pod's name as controllers make it: Deployment, DaemonSet or Job, StatefulSet. */
const POD_NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?-([a-z0-9]{5,10}-[bcdfghjklmnpqrstvwxz2456789]{5}|[bcdfghjklmnpqrstvwxz2456789]{5}|\d{1,3})$/;
const NOT_A_NAMESPACE: ReadonlySet<string> = new Set([
  'logs',
  'pods',
  'envoy',
  'proxies',
  'proxy',
  'metrics',
  'bundle',
  'evidence',
  'cluster',
  'dump',
  'containers',
  'namespaces',
  'app-logs',
  'pod-logs',
  'extra',
  'stats',
  'debug',
  'config',
  'var',
  'log',
]);

/** `config_dump.POD.json`, `probe.POD.json`: one page of a pod, as the documents of this tool have it saved. */
const PAGE_OF_POD = /^(?:certs|clusters|config_dump|stats|listeners|server_info|init_dump|memory|runtime|metrics|probe)[._](.+)$/;

function fromLayout(segments: readonly string[], inventory: Inventory): Identity | undefined {
  const [last = '', parent = '', grand = ''] = segments.toReversed();
  const kubelet = segments
    .map((segment) => /^([a-z0-9-]+)_([a-z0-9.-]+)_([0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32})$/.exec(segment))
    .find((match) => match !== null);
  if (kubelet?.[1] !== undefined && kubelet[2] !== undefined) {
    const index = segments.indexOf(kubelet[0]);
    const container = segments[index + 1];
    return { namespace: kubelet[1], pod: kubelet[2], ...(container === undefined ? {} : { container }) };
  }
  const linked = /^([a-z0-9.-]+)_([a-z0-9-]+)_([a-z0-9-]+)-[0-9a-f]{64}$/.exec(last); // /var/log/containers
  if (linked?.[1] !== undefined && linked[2] !== undefined && linked[3] !== undefined) return { namespace: linked[2], pod: linked[1], container: linked[3] };
  const gather = segments.lastIndexOf('namespaces');
  if (gather !== -1 && segments[gather + 2] === 'pods' && segments[gather + 3] !== undefined) {
    return {
      namespace: segments[gather + 1] ?? '',
      pod: segments[gather + 3] ?? '',
      ...(segments[gather + 4] === undefined || segments.length <= gather + 5 ? {} : { container: segments[gather + 4] ?? '' }),
    };
  }
  const named = PAGE_OF_POD.exec(last)?.[1];
  if (named !== undefined && POD_NAME.test(named)) return { pod: named, ...space(parent, inventory) };
  const joined = /^([a-z0-9-]+)_([a-z0-9.-]+?)(?:_([a-z0-9-]+))?$/.exec(last);
  if (joined?.[1] !== undefined && joined[2] !== undefined && POD_NAME.test(joined[2])) {
    return { namespace: joined[1], pod: joined[2], ...(joined[3] === undefined ? {} : { container: joined[3] }) };
  }
  const dotted =
    /^([a-z0-9-]+-[a-z0-9]+)\.([a-z0-9-]+)\.(certs|clusters|config_dump|stats|listeners|server_info|init_dump|memory|runtime|log|metrics|proxy)$/.exec(last);
  if (dotted?.[1] !== undefined && dotted[2] !== undefined) return { pod: dotted[1], namespace: dotted[2] };
  if (POD_NAME.test(last)) return { pod: last, ...space(parent, inventory) };
  if (POD_NAME.test(parent)) return { pod: parent, ...space(grand, inventory), ...containerName(last) };
  if (POD_NAME.test(grand)) return { pod: grand, ...space(segments.at(-4) ?? '', inventory), ...(isStep(parent) ? {} : containerName(parent)) };
  const attached = /^(.+-(?:[a-z0-9]{5,10}-[bcdfghjklmnpqrstvwxz2456789]{5}|\d{1,3}))[-_.]([a-z][a-z0-9-]*)$/.exec(last);
  if (attached?.[1] !== undefined && attached[2] !== undefined) return { pod: attached[1], container: attached[2], ...space(parent, inventory) };
  return undefined;
}

function space(name: string, inventory: Inventory): { readonly namespace?: string } {
  if (inventory.namespaces.has(name)) return { namespace: name };
  return /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) && !NOT_A_NAMESPACE.has(name) ? { namespace: name } : {};
}

function isStep(name: string): boolean {
  return NOT_A_NAMESPACE.has(name);
}

const NOT_A_CONTAINER =
  /^(logs?|access|clusters|certs|config_dump.*|listeners|stats.*|server_info|metrics|prometheus|describe|pod|memory|runtime|current|init_dump|events|\d+)$/;

function containerName(name: string): { readonly container?: string } {
  return NOT_A_CONTAINER.test(name) || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) ? {} : { container: name };
}

/** Layouts with the container's name where the pod is known another way; Envoy's own files are about the proxy. */
function containerFromName(segments: readonly string[], identity: Identity): string | undefined {
  const last = segments.at(-1) ?? '';
  return last === 'istio-proxy' && identity.pod !== undefined ? 'istio-proxy' : undefined;
}
