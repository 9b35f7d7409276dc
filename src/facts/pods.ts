import { controllers, pods as podObjects } from '../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { asString, booleanAt, listAt, numberAt, objectAt, objectsAt, stringAt, stringsAt } from '../formats/json.ts';
import { parseInstant } from '../formats/time/index.ts';
import type { ObjectRef } from '../model/evidence.ts';
import type { JsonObject } from '../model/json.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { EpochMs } from '../model/time.ts';
import { conditionOf } from './condition.ts';
import { workloadOfPodName } from './workload-name.ts';

/** A container of a pod: what it was told to be, and its status object as it is. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly ports: readonly { readonly name?: string; readonly port: number }[];
  readonly spec: JsonObject;
  /** Path of `spec` in the pod, for evidence. */
  readonly specPath: string;
  readonly status?: JsonObject;
  readonly statusPath?: string;
  readonly restarts: number;
  readonly isReady?: boolean;
  /** The Istio proxy. */
  readonly isProxy: boolean;
  /** An init container that is no native sidecar. */
  readonly isInit: boolean;
}

/** A pod, with what decides about connections. */
export interface Pod {
  readonly object: KubernetesObject;
  readonly namespace: string;
  readonly name: string;
  /** `namespace/name`. */
  readonly key: string;
  readonly workload: ObjectRef;
  readonly ips: readonly string[];
  readonly node?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly containers: readonly Container[];
  readonly sidecar: 'classic' | 'native' | 'none';
  readonly isGateway: boolean;
  readonly isAmbient: boolean;
  readonly phase?: string;
  readonly isReady?: boolean;
  readonly readySince?: EpochMs;
  readonly createdAt?: EpochMs;
  readonly deletedAt?: EpochMs;
  readonly hostNetwork: boolean;
}

/** Pods of the evidence, with the workload each belongs to. */
export const pods: Fact<readonly Pod[]> = defineFact({
  id: 'pods',
  needs: { podObjects },
  wants: { controllers },
  derive: ({ podObjects, controllers }) => podObjects.filter((pod) => pod.ref.name !== '').map((pod) => podOf(pod, controllers ?? [])),
});

function podOf(entry: KubernetesObject, owners: readonly KubernetesObject[]): Pod {
  const { object } = entry;
  const namespace = stringAt(object, 'metadata', 'namespace') ?? 'default';
  const labels = stringsAt(object, 'metadata', 'labels');
  const annotations = stringsAt(object, 'metadata', 'annotations');
  const containers = containersOf(object);
  const proxy = containers.find((container) => container.isProxy);
  const isGateway = labels['gateway.networking.k8s.io/gateway-name'] !== undefined || proxy?.args.includes('router') === true;
  const ready = conditionOf(object, 'Ready');
  const node = stringAt(object, 'spec', 'nodeName');
  const phase = stringAt(object, 'status', 'phase');
  const ips = [
    ...new Set(
      [stringAt(object, 'status', 'podIP'), ...objectsAt(object, 'status', 'podIPs').map((item) => asString(item['ip']))].filter((ip) => ip !== undefined),
    ),
  ];
  return {
    object: entry,
    namespace,
    name: entry.ref.name,
    key: `${namespace}/${entry.ref.name}`,
    workload: workloadOf(object, namespace, entry.ref.name, owners),
    ips,
    ...(node === undefined ? {} : { node }),
    labels,
    annotations,
    containers,
    sidecar: proxy === undefined || isGateway ? 'none' : proxy.specPath.startsWith('spec.initContainers') ? 'native' : 'classic',
    isGateway,
    isAmbient: annotations['ambient.istio.io/redirection'] === 'enabled',
    ...(phase === undefined ? {} : { phase }),
    ...(ready === undefined ? {} : { isReady: ready.status === 'True' }),
    ...(ready?.status === 'True' && ready.since !== undefined ? { readySince: ready.since } : {}),
    ...optionalTime('createdAt', stringAt(object, 'metadata', 'creationTimestamp')),
    ...optionalTime('deletedAt', stringAt(object, 'metadata', 'deletionTimestamp')),
    hostNetwork: booleanAt(object, 'spec', 'hostNetwork') ?? false,
  };
}

function optionalTime<K extends string>(key: K, text: string | undefined): { readonly [P in K]?: EpochMs } {
  const time = text === undefined ? undefined : parseInstant(text);
  return (time === undefined ? {} : { [key]: time }) as { readonly [P in K]?: EpochMs }; // a computed key widens to string
}

function containersOf(object: JsonObject): readonly Container[] {
  const statuses = [
    ...objectsAt(object, 'status', 'containerStatuses').map((status, index) => ({ status, path: `status.containerStatuses[${index}]` })),
    ...objectsAt(object, 'status', 'initContainerStatuses').map((status, index) => ({ status, path: `status.initContainerStatuses[${index}]` })),
  ];
  const specs = [
    ...objectsAt(object, 'spec', 'containers').map((spec, index) => ({ spec, path: `spec.containers[${index}]`, isInit: false })),
    ...objectsAt(object, 'spec', 'initContainers').map((spec, index) => ({
      spec,
      path: `spec.initContainers[${index}]`,
      isInit: spec['restartPolicy'] !== 'Always',
    })),
  ];
  return specs.map(({ spec, path, isInit }) => {
    const name = stringAt(spec, 'name') ?? '';
    const own = statuses.find(({ status }) => status['name'] === name);
    const image = stringAt(spec, 'image');
    const isReady = booleanAt(own?.status, 'ready');
    return {
      name,
      ...(image === undefined ? {} : { image }),
      command: strings(listAt(spec, 'command')),
      args: strings(listAt(spec, 'args')),
      ports: objectsAt(spec, 'ports').flatMap((port) => {
        const number = numberAt(port, 'containerPort');
        const portName = stringAt(port, 'name');
        return number === undefined ? [] : [{ port: number, ...(portName === undefined ? {} : { name: portName }) }];
      }),
      spec,
      specPath: path,
      ...(own === undefined ? {} : { status: own.status, statusPath: own.path }),
      restarts: numberAt(own?.status, 'restartCount') ?? 0,
      ...(isReady === undefined ? {} : { isReady }),
      isProxy: name === 'istio-proxy',
      isInit,
    };
  });
}

function strings(list: readonly unknown[]): readonly string[] {
  return list.filter((item) => typeof item === 'string');
}

/** Owner by reference; a ReplicaSet stands for its Deployment, found by reference or by the name's hash suffix. */
function workloadOf(object: JsonObject, namespace: string, podName: string, owners: readonly KubernetesObject[]): ObjectRef {
  const owner =
    objectsAt(object, 'metadata', 'ownerReferences').find((reference) => reference['controller'] === true) ??
    objectsAt(object, 'metadata', 'ownerReferences')[0];
  const kind = stringAt(owner, 'kind');
  const name = stringAt(owner, 'name');
  if (kind === undefined || name === undefined)
    return {
      kind: 'Pod',
      namespace,
      // a table tells no owner, so the name has to
      name: stringAt(objectAt(object, 'metadata'), 'generateName') === undefined && object['why503Table'] === undefined ? podName : workloadOfPodName(podName),
    };
  if (kind !== 'ReplicaSet') return { kind, namespace, name };
  const replicaSet = owners.find((candidate) => candidate.ref.kind === 'ReplicaSet' && candidate.ref.name === name && candidate.ref.namespace === namespace);
  const deployment = objectsAt(replicaSet?.object, 'metadata', 'ownerReferences').find(
    (reference) => reference['kind'] === 'Deployment' || reference['kind'] === 'Rollout',
  );
  return { kind: stringAt(deployment, 'kind') ?? 'Deployment', namespace, name: stringAt(deployment, 'name') ?? name.replace(/-[a-z0-9]{4,10}$/, '') };
}

/** The pod that has this address now. */
export function podByIp(all: readonly Pod[], ip: string): Pod | undefined {
  return all.find((pod) => !pod.hostNetwork && pod.ips.includes(ip));
}

/** The application's containers: no proxy, no init container. */
export function appContainers(pod: Pod): readonly Container[] {
  return pod.containers.filter((container) => !container.isProxy && !container.isInit);
}
