import type { KubeObject } from '../../cluster/kube-api.ts';

/** One container of a workload. */
export interface ContainerOptions {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args?: readonly string[];
  /** Port of the container; the first is where probes go. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Path of an HTTP readiness probe on `port`, each second; absent: no probe. */
  readonly readyPath?: string;
  /** Further fields of the container: probes, resources, lifecycle. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface WorkloadOptions extends ContainerOptions {
  readonly replicas?: number;
  /** Whether istiod injects a sidecar. Default true. */
  readonly sidecar?: boolean;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** Further fields of the pod's spec. */
  readonly pod?: Readonly<Record<string, unknown>>;
  /** Further fields of the Deployment's spec, such as its strategy. */
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** A Deployment whose pods have the label `app` with its name. */
export function workload(options: WorkloadOptions): KubeObject {
  const { name, replicas = 1, sidecar = true, annotations = {}, labels = {}, pod = {}, spec = {} } = options;
  const inject = sidecar ? {} : { 'sidecar.istio.io/inject': 'false' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      ...spec,
      template: {
        // Injection is refused by a label too; the annotation is how people did it for years.
        metadata: { labels: { app: name, ...labels, ...inject }, annotations: { ...annotations } },
        spec: { terminationGracePeriodSeconds: 30, containers: [container(options)], ...pod },
      },
    },
  };
}

function container({ name, image, command, args = [], port, env = {}, readyPath, more = {} }: ContainerOptions): Readonly<Record<string, unknown>> {
  return {
    name,
    image,
    command,
    args,
    ...(port === undefined ? {} : { ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }] }),
    ...(Object.keys(env).length === 0 ? {} : { env: Object.entries(env).map(([key, value]) => ({ name: key, value })) }),
    ...(readyPath === undefined || port === undefined ? {} : { readinessProbe: { httpGet: { path: readyPath, port }, periodSeconds: 1, timeoutSeconds: 2 } }),
    ...more,
  };
}

/** A Service for the pods of a workload. */
export function service(
  name: string,
  port: number,
  options: {
    readonly targetPort?: number;
    readonly selector?: Readonly<Record<string, string>>;
    readonly headless?: boolean;
    readonly appProtocol?: string;
  } = {},
): KubeObject {
  const { targetPort = port, selector = { app: name }, headless = false, appProtocol } = options;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: { app: name } },
    spec: {
      selector,
      ports: [{ name: 'http', port, targetPort, protocol: 'TCP', ...(appProtocol === undefined ? {} : { appProtocol }) }],
      ...(headless ? { clusterIP: 'None' } : {}),
    },
  };
}
