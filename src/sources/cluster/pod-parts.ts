import { numberAt, objectAt, objectsAt, stringAt, stringsAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { PodName } from './pod-name.ts';

/** What collecting needs to know of a pod. */
export interface PodParts extends PodName {
  readonly containers: readonly ContainerPart[];
  /** True when istio-proxy runs in it, as a container or as a native sidecar. */
  readonly hasProxy: boolean;
  /** True for Istio's control plane. */
  readonly isIstiod: boolean;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ContainerPart {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly ports: readonly { readonly name?: string; readonly number: number }[];
  /** The variable with the prometheus.io annotations that Istio's injection replaced. */
  readonly replacedAnnotations?: string;
  /** True for what runs before the others and ends. */
  readonly isInit: boolean;
  /** True when there was an earlier life whose log may be kept. */
  readonly hasPrevious: boolean;
  /** True when its status says that it waits or has ended. */
  readonly isDown: boolean;
}

/** Reads the parts of a Pod object, init containers first. */
export function podParts(pod: JsonObject): PodParts {
  const statuses = [...objectsAt(pod, 'status', 'initContainerStatuses'), ...objectsAt(pod, 'status', 'containerStatuses')];
  const inits = objectsAt(pod, 'spec', 'initContainers');
  const containers = [...inits, ...objectsAt(pod, 'spec', 'containers')].flatMap((container): readonly ContainerPart[] => {
    const name = stringAt(container, 'name');
    if (name === undefined) return [];
    const status = statuses.find((one) => stringAt(one, 'name') === name);
    const state = objectAt(status, 'state');
    const replaced = objectsAt(container, 'env').find((variable) => stringAt(variable, 'name') === 'ISTIO_PROMETHEUS_ANNOTATIONS');
    const replacedAnnotations = stringAt(replaced, 'value');
    return [
      {
        name,
        image: stringAt(container, 'image') ?? '',
        command: [...textsAt(container['command']), ...textsAt(container['args'])],
        ports: objectsAt(container, 'ports').flatMap((port) => {
          const number = numberAt(port, 'containerPort');
          const portName = stringAt(port, 'name');
          return number === undefined ? [] : [{ number, ...(portName === undefined ? {} : { name: portName }) }];
        }),
        ...(replacedAnnotations === undefined ? {} : { replacedAnnotations }),
        isInit: inits.includes(container) && stringAt(container, 'restartPolicy') !== 'Always',
        hasPrevious: (numberAt(status, 'restartCount') ?? 0) > 0 || stringAt(status, 'lastState', 'terminated', 'reason') !== undefined,
        isDown: state !== undefined && objectAt(state, 'running') === undefined,
      },
    ];
  });
  return {
    namespace: stringAt(pod, 'metadata', 'namespace') ?? 'default',
    name: stringAt(pod, 'metadata', 'name') ?? '',
    containers,
    hasProxy: containers.some(({ name }) => name === PROXY),
    // Charts and istioctl give istiod both labels (Istio 1.5 to 1.32).
    isIstiod: stringAt(pod, 'metadata', 'labels', 'app') === 'istiod' || stringAt(pod, 'metadata', 'labels', 'istio') === 'pilot',
    annotations: stringsAt(pod, 'metadata', 'annotations'),
  };
}

export const PROXY = 'istio-proxy';

function textsAt(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
