import { type KubeApi, KubeError } from '../cluster/kube-api.ts';
import type { JsonObject } from '../../model/json.ts';
import type { LogPaths } from './container-logs.ts';
import type { Pod } from './pod.ts';

/** Tells kwok, which serves the kubelet's log and port-forward endpoints, where a pod's logs and ports are. */
export interface KwokResources {
  readonly put: (pod: Pod, logs: Readonly<Record<string, LogPaths>>, network: number | undefined, ports: readonly number[]) => Promise<void>;
  readonly remove: (pod: Pod) => Promise<void>;
}

const version = 'kwok.x-k8s.io/v1alpha1';
const kinds = [
  { kind: 'Logs', plural: 'logs' },
  { kind: 'PortForward', plural: 'portforwards' },
] as const;

/** Ports of Istio's proxy besides those of containers: Envoy's admin, the agent, its status port and Envoy's metrics; and istiod's debug port. */
const proxyPorts = [15000, 15004, 15020, 15021, 15090, 8080, 15014];

/** Ports of a pod that a port-forward reaches. */
export function portsOf({ spec }: Pod): readonly number[] {
  const own = [...(spec.initContainers ?? []), ...spec.containers].flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort));
  return [...new Set([...own, ...proxyPorts])];
}

/** Writes kwok's own resources (kwok 0.8). */
export function createKwokResources(api: KubeApi): KwokResources {
  const base = (pod: Pod, plural: string): string => `/apis/${version}/namespaces/${pod.metadata.namespace}/${plural}`;
  const write = async (pod: Pod, { kind, plural }: (typeof kinds)[number], spec: JsonObject): Promise<void> => {
    const { name, namespace, uid } = pod.metadata;
    const owner = { apiVersion: 'v1', kind: 'Pod', name, uid };
    const object = { apiVersion: version, kind, metadata: { name, namespace, ownerReferences: [owner] }, spec };
    try {
      await api.create(base(pod, plural), object);
    } catch (error) {
      if (!(error instanceof KubeError)) throw error;
      // Kinds that the API server does not know, or a namespace that is gone: there is nobody to tell.
      if (error.status === 404) return;
      // Left by a pod of the same name, as those of a StatefulSet have it.
      if (error.status === 409) await api.patch(`${base(pod, plural)}/${name}`, object, 'merge');
      else throw error;
    }
  };
  return {
    put: async (pod, logs, network, ports) => {
      const files = Object.entries(logs).map(([container, { current, previous }]) => ({
        containers: [container],
        logsFile: current,
        previousLogsFile: previous,
      }));
      await write(pod, kinds[0], { logs: files });
      const enter = network === undefined ? [] : ['nsenter', '--target', `${network}`, '--net', '--'];
      const forwards = ports.map((port) => ({ ports: [port], command: [...enter, 'socat', '-', `TCP:127.0.0.1:${port}`] }));
      await write(pod, kinds[1], { forwards });
    },
    remove: async (pod) => {
      for (const { plural } of kinds) {
        await api.delete(`${base(pod, plural)}/${pod.metadata.name}`).catch((error: unknown) => {
          if (!(error instanceof KubeError && error.status === 404)) throw error;
        });
      }
    },
  };
}
