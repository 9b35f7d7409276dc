import { endpointSlices, endpoints as endpointObjects, services as serviceObjects } from '../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { asNumber, asString, booleanAt, listAt, numberAt, objectsAt, stringAt, stringsAt } from '../formats/json.ts';
import type { Place } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { type Pod, pods } from './pods.ts';

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  /** As written: a number or a container port's name; absent = same as port. */
  readonly targetPort?: number | string;
  readonly protocol: string;
  readonly appProtocol?: string;
  readonly path: string;
}

/** An address of a Service, from EndpointSlice or Endpoints. */
export interface ServiceEndpoint {
  readonly address: string;
  readonly ports: readonly number[];
  readonly isReady: boolean;
  readonly isTerminating: boolean;
  readonly pod?: string;
  readonly at: Place;
}

/** A Service, whom it selects and what its endpoints say. */
export interface Service {
  readonly object: KubernetesObject;
  readonly namespace: string;
  readonly name: string;
  /** `name.namespace`. */
  readonly key: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
  readonly clusterIps: readonly string[];
  readonly isHeadless: boolean;
  readonly isExternalName: boolean;
  readonly publishesNotReady: boolean;
  /** Pods that the selector matches; absent when pods were not collected, or without labels, or the Service has no selector. */
  readonly selected?: readonly Pod[];
  /** Absent when neither EndpointSlices nor Endpoints were collected. */
  readonly endpoints?: readonly ServiceEndpoint[];
  readonly endpointsAt?: Place;
}

/** Services and who selects whom. */
export const services: Fact<readonly Service[]> = defineFact({
  id: 'services',
  needs: { serviceObjects },
  wants: { pods, endpointSlices, endpointObjects },
  derive: ({ serviceObjects, pods, endpointSlices, endpointObjects }) => serviceObjects.map((entry) => serviceOf(entry, pods, endpointSlices, endpointObjects)),
});

function serviceOf(
  entry: KubernetesObject,
  all: readonly Pod[] | undefined,
  slices: readonly KubernetesObject[] | undefined,
  legacy: readonly KubernetesObject[] | undefined,
): Service {
  const { object } = entry;
  const namespace = entry.ref.namespace ?? 'default';
  const name = entry.ref.name;
  const selector = stringsAt(object, 'spec', 'selector');
  const hasSelector = Object.keys(selector).length > 0;
  const found = endpointsOf(namespace, name, slices, legacy);
  const clusterIps = [stringAt(object, 'spec', 'clusterIP'), ...listAt(object, 'spec', 'clusterIPs').map(asString)].filter(
    (ip) => ip !== undefined && ip !== '' && ip !== 'None',
  );
  return {
    object: entry,
    namespace,
    name,
    key: `${name}.${namespace}`,
    selector,
    ports: objectsAt(object, 'spec', 'ports').flatMap((port, index) => portOf(port, index)),
    clusterIps: [...new Set(clusterIps)].filter((ip) => ip !== undefined),
    isHeadless: stringAt(object, 'spec', 'clusterIP') === 'None',
    isExternalName: stringAt(object, 'spec', 'type') === 'ExternalName',
    publishesNotReady: booleanAt(object, 'spec', 'publishNotReadyAddresses') ?? false,
    ...(all === undefined || !hasSelector
      ? {}
      : selectedOf(
          all.filter((pod) => pod.namespace === namespace),
          selector,
        )),
    ...found,
  };
}

/** Pods of a table have no labels: that none of them matches says nothing. */
function selectedOf(all: readonly Pod[], selector: Readonly<Record<string, string>>): Pick<Service, 'selected'> {
  const selected = all.filter((pod) => matchesLabels(selector, pod.labels));
  const isTold = selected.length > 0 || all.every((pod) => pod.object.partial !== true || Object.keys(pod.labels).length > 0);
  return isTold ? { selected } : {};
}

function portOf(port: Readonly<Record<string, unknown>>, index: number): readonly ServicePort[] {
  const number = numberAt(port, 'port');
  if (number === undefined) return [];
  const name = stringAt(port, 'name');
  const target = port['targetPort'];
  const targetPort = typeof target === 'string' || typeof target === 'number' ? (asNumber(target) ?? target) : undefined;
  const appProtocol = stringAt(port, 'appProtocol');
  return [
    {
      port: number,
      protocol: stringAt(port, 'protocol') ?? 'TCP',
      path: `spec.ports[${index}]`,
      ...(name === undefined ? {} : { name }),
      ...(targetPort === undefined ? {} : { targetPort }),
      ...(appProtocol === undefined ? {} : { appProtocol }),
    },
  ];
}

/** The controllers of a Service's pods, by the labels of their templates; ReplicaSets are their Deployments' matter. */
export function controllersOf({ namespace, selector }: Service, controllers: readonly KubernetesObject[]): readonly KubernetesObject[] {
  if (Object.keys(selector).length === 0) return [];
  return controllers.filter(
    ({ ref, object }) =>
      ref.kind !== 'ReplicaSet' && ref.namespace === namespace && matchesLabels(selector, stringsAt(object, 'spec', 'template', 'metadata', 'labels')),
  );
}

/** True when every label of the selector is there with its value. */
export function matchesLabels(selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

function endpointsOf(
  namespace: string,
  service: string,
  slices: readonly KubernetesObject[] | undefined,
  legacy: readonly KubernetesObject[] | undefined,
): Pick<Service, 'endpoints' | 'endpointsAt'> {
  const own = slices?.filter(
    (slice) => slice.ref.namespace === namespace && stringsAt(slice.object, 'metadata', 'labels')['kubernetes.io/service-name'] === service,
  );
  if (own !== undefined && (own.length > 0 || legacy === undefined)) {
    return { endpoints: own.flatMap(sliceEndpoints), ...(own[0] === undefined ? {} : { endpointsAt: own[0].at }) };
  }
  const old = legacy?.find((candidate) => candidate.ref.namespace === namespace && candidate.ref.name === service);
  if (old !== undefined) return { endpoints: legacyEndpoints(old), endpointsAt: old.at };
  return slices === undefined && legacy === undefined ? {} : { endpoints: [] };
}

function sliceEndpoints(slice: KubernetesObject): readonly ServiceEndpoint[] {
  const ports = objectsAt(slice.object, 'ports').flatMap((port) => numberAt(port, 'port') ?? []);
  return objectsAt(slice.object, 'endpoints').flatMap((endpoint, index) => {
    const pod = stringAt(endpoint, 'targetRef', 'kind') === 'Pod' ? stringAt(endpoint, 'targetRef', 'name') : undefined;
    return listAt(endpoint, 'addresses').flatMap((address) =>
      typeof address === 'string'
        ? [
            {
              address,
              ports,
              isReady: booleanAt(endpoint, 'conditions', 'ready') ?? true, // absent counts as ready: discovery.k8s.io/v1 API reference, EndpointConditions
              isTerminating: booleanAt(endpoint, 'conditions', 'terminating') ?? false,
              ...(pod === undefined ? {} : { pod: `${slice.ref.namespace ?? 'default'}/${pod}` }),
              at: { ...slice.at, path: `${slice.at.path === undefined ? '' : `${slice.at.path}.`}endpoints[${index}]` },
            },
          ]
        : [],
    );
  });
}

function legacyEndpoints(entry: KubernetesObject): readonly ServiceEndpoint[] {
  return objectsAt(entry.object, 'subsets').flatMap((subset, index) => {
    const ports = objectsAt(subset, 'ports').flatMap((port) => numberAt(port, 'port') ?? []);
    const listed = (key: 'addresses' | 'notReadyAddresses', isReady: boolean): readonly ServiceEndpoint[] =>
      objectsAt(subset, key).flatMap((item) => {
        const address = stringAt(item, 'ip');
        const pod = stringAt(item, 'targetRef', 'name');
        if (address === undefined) return [];
        return [
          {
            address,
            ports,
            isReady,
            isTerminating: false,
            ...(pod === undefined ? {} : { pod: `${entry.ref.namespace ?? 'default'}/${pod}` }),
            at: { ...entry.at, path: `subsets[${index}].${key}` },
          },
        ];
      });
    return [...listed('addresses', true), ...listed('notReadyAddresses', false)];
  });
}

/** The port number that a Service port means on one pod; undefined = the name is not declared there. */
export function resolvedTargetPort(port: ServicePort, pod: Pod): number | undefined {
  if (port.targetPort === undefined) return port.port;
  if (typeof port.targetPort === 'number') return port.targetPort;
  for (const container of pod.containers) {
    const named = container.ports.find((candidate) => candidate.name === port.targetPort);
    if (named !== undefined) return named.port;
  }
  return undefined;
}
