import { asObject, objectsAt, stringAt } from '../../formats/json.ts';
import type { Identity, RawDocument } from '../../model/source.ts';

/** The pods that the documents speak of: what a path is compared with. */
export interface Inventory {
  readonly namespaces: ReadonlySet<string>;
  /** The pod whose name stands in a path segment; the folders above it decide between namespaces. */
  readonly podIn: (segment: string, above: readonly string[]) => { readonly namespace: string; readonly pod: string } | undefined;
  /** Pods that have a container of this name. */
  readonly podsWith: (container: string) => readonly { readonly namespace: string; readonly pod: string }[];
  /** Pods whose names are this name and what a controller adds to it. */
  readonly podsOf: (workload: string) => readonly { readonly namespace: string; readonly pod: string }[];
  readonly containersOf: (namespace: string, pod: string) => readonly string[];
  /** The one pod that Envoy dumps in this folder are from. */
  readonly proxyOf: (folder: string) => Identity | undefined;
}

export function takeInventory(documents: readonly RawDocument[]): Inventory {
  const namespaces = new Set<string>();
  const pods = new Map<string, Map<string, Set<string>>>(); // pod name -> namespace -> containers
  const proxies = new Map<string, Map<string, Identity>>(); // folder -> node id -> pod
  const add = (namespace: string, pod: string, containers: readonly string[]): void => {
    namespaces.add(namespace);
    const byNamespace = pods.get(pod) ?? new Map<string, Set<string>>();
    pods.set(pod, byNamespace);
    byNamespace.set(namespace, new Set([...(byNamespace.get(namespace) ?? []), ...containers]));
  };
  for (const { file, body } of documents) {
    if (body.kind !== 'json') continue;
    for (const object of objectsOf(body.value)) {
      const namespace = stringAt(object, 'metadata', 'namespace');
      const name = stringAt(object, 'metadata', 'name');
      if (namespace !== undefined) namespaces.add(namespace);
      if (
        name !== undefined &&
        namespace !== undefined &&
        (object['kind'] === 'Pod' || (object['kind'] === undefined && stringAt(body.value, 'kind') === 'PodList'))
      ) {
        add(
          namespace,
          name,
          [...objectsAt(object, 'spec', 'containers'), ...objectsAt(object, 'spec', 'initContainers')].flatMap(
            (container) => stringAt(container, 'name') ?? [],
          ),
        );
      }
    }
    const node = nodeIdOf(body.value);
    const match = node === undefined ? null : /^(?:sidecar|router|waypoint|ztunnel)~[^~]*~([^~]+)\.([^.~]+)~/.exec(node);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    add(match[2], match[1], ['istio-proxy']);
    const folder = folderOf(file);
    proxies.set(folder, (proxies.get(folder) ?? new Map<string, Identity>()).set(node ?? '', { namespace: match[2], pod: match[1] }));
  }
  const listed = (): readonly { readonly namespace: string; readonly pod: string; readonly containers: ReadonlySet<string> }[] =>
    [...pods].flatMap(([pod, byNamespace]) => [...byNamespace].map(([namespace, containers]) => ({ namespace, pod, containers })));
  const byLength = [...pods.keys()].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const byFirst = Map.groupBy(byLength, (name) => name.slice(0, 4));
  return {
    namespaces,
    podIn: (segment, above) => {
      for (let index = 0; index < segment.length; index += 1) {
        if (index > 0 && !/[._-]/.test(segment[index - 1] ?? '')) continue;
        for (const pod of byFirst.get(segment.slice(index, index + 4)) ?? []) {
          if (!segment.startsWith(pod, index) || /[a-z0-9]/.test(segment[index + pod.length] ?? '')) continue;
          const namespace = chooseNamespace(pods.get(pod) ?? new Map(), [...above, ...segment.split(/[._]/)]);
          if (namespace !== undefined) return { namespace, pod };
        }
      }
      return undefined;
    },
    podsWith: (container) =>
      listed()
        .filter(({ containers }) => containers.has(container))
        .map(({ namespace, pod }) => ({ namespace, pod })),
    podsOf: (workload) =>
      listed()
        .filter(({ pod }) => pod.startsWith(`${workload}-`) && /^-([a-z0-9]{4,10}-)?[a-z0-9]{1,5}$/.test(pod.slice(workload.length)))
        .map(({ namespace, pod }) => ({ namespace, pod })),
    containersOf: (namespace, pod) => [...(pods.get(pod)?.get(namespace) ?? [])],
    proxyOf: (folder) => {
      const found = [...(proxies.get(folder)?.values() ?? [])];
      return found.length === 1 ? found[0] : undefined;
    },
  };
}

/** The folder a file lies in; of a file at the top it is the empty text. */
export function folderOf(file: string): string {
  const end = file.lastIndexOf('/');
  return end === -1 ? '' : file.slice(0, end);
}

function chooseNamespace(byNamespace: ReadonlyMap<string, unknown>, names: readonly string[]): string | undefined {
  const candidates = [...byNamespace.keys()];
  return candidates.length === 1 ? candidates[0] : candidates.find((candidate) => names.includes(candidate));
}

function objectsOf(value: unknown): readonly { readonly [key: string]: unknown }[] {
  const object = asObject(value);
  if (object === undefined) return [];
  return Array.isArray(object['items']) ? objectsAt(object, 'items') : [object];
}

/** Where Envoy's `/config_dump` and `/server_info` name their node. */
function nodeIdOf(value: unknown): string | undefined {
  const inBootstrap = objectsAt(value, 'configs')
    .map((config) => stringAt(config, 'bootstrap', 'node', 'id'))
    .find((id) => id !== undefined);
  return inBootstrap ?? stringAt(value, 'node', 'id') ?? stringAt(value, 'bootstrap', 'node', 'id');
}
