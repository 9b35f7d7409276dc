import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import type { RunningComponent } from './cluster/component.ts';
import { startControlPlane } from './cluster/control-plane.ts';
import { keepHostsFile } from './cluster/hosts-file.ts';
import { installDefinitions, installIstiod, type IstiodSettings } from './cluster/istiod.ts';
import type { KubeApi } from './cluster/kube-api.ts';
import { startKubeProxy } from './cluster/kube-proxy.ts';
import { startKwok } from './cluster/kwok.ts';
import { keepNetworkPolicies } from './cluster/network-policies.ts';
import { type Kubelet, startKubelet } from './kubelet/start-kubelet.ts';
import type { LabTools } from './parts/tools.ts';
import { type Cgroups, openCgroups } from './world/cgroup.ts';
import { neutralPaths } from './world/neutral-paths.ts';
import { createNode } from './world/network.ts';

/** A running mesh: one Kubernetes node with Istio, all of it processes of this machine. */
export interface Lab {
  readonly api: KubeApi;
  readonly kubelet: Kubelet;
  readonly tools: LabTools;
  readonly folder: string;
  /** A kubeconfig file of an administrator. */
  readonly kubeconfig: string;
  /** Why pods have no limits here, when they have none. */
  readonly withoutLimits?: string;
  /** Whether it runs by root's right and not in a user namespace. */
  readonly isRoot: boolean;
  readonly stop: () => Promise<void>;
}

export interface LabOptions {
  readonly tools: LabTools;
  /** An empty folder of the lab's own; what is in it is not needed after the lab. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly isRoot?: boolean;
  readonly istiod?: IstiodSettings;
  /** Told before each step of the start. */
  readonly onStep?: (step: LabStep) => void;
  readonly onProblem?: (problem: string) => void;
}

export type LabStep = 'network' | 'controlPlane' | 'definitions' | 'node' | 'istiod';

const node = 'node-1';
const podRange = '10.203.0.0/16';
const serviceRange = '10.96.0.0/16';

/** Starts everything inside the namespaces that the caller already is in (see `runInside`). Throws `UserError` when a part does not start. */
export async function startLab({
  tools,
  folder: given,
  signal,
  isRoot = true,
  istiod = {},
  onStep = () => undefined,
  onProblem = () => undefined,
}: LabOptions): Promise<Lab> {
  onStep('network');
  mkdirSync(given, { recursive: true });
  const { lab: folder, apps } = await neutralPaths({ lab: given, apps: appsFolder() });
  const network = await createNode();
  const opened = openCgroups();
  const cgroups: Cgroups | undefined = 'unavailable' in opened ? undefined : opened;
  const running: RunningComponent[] = [];
  let kubelet: Kubelet | undefined;
  const halt = new AbortController();
  const both = AbortSignal.any([signal, halt.signal]);
  const stop = async (): Promise<void> => {
    halt.abort();
    await kubelet?.stopped;
    for (const component of running) await component.stop();
    await cgroups?.remove();
  };
  try {
    onStep('controlPlane');
    const plane = await startControlPlane({
      tools,
      folder,
      address: network.ip,
      serviceRange,
      podRange,
      signal: both,
      onStart: (component) => void running.unshift(component),
    });
    const { api, kubeconfig, certificates } = plane;

    onStep('definitions');
    await installDefinitions(api, [...tools.crds, tools.kwokCrds], both);

    onStep('node');
    running.unshift(await startKwok({ api, tools, folder, kubeconfig, certificates, node, address: network.ip, signal: both }));
    running.unshift(await startKubeProxy({ tools, folder, kubeconfig, node, podRange, signal: both }));
    const hosts = join(folder, 'hosts');
    void keepHostsFile(api, hosts, both).catch((error: unknown) => onProblem(`hosts file: ${String(error)}`));
    void keepNetworkPolicies(api, both, onProblem).catch((error: unknown) => onProblem(`network policies: ${String(error)}`));
    kubelet = startKubelet({
      api,
      tools,
      node: { name: node, network },
      folder: join(folder, 'kubelet'),
      apps,
      signal: both,
      hosts,
      imageFiles: [{ program: 'pilot-agent', from: tools.envoyBootstrap, to: 'var/lib/istio/envoy/envoy_bootstrap_tmpl.json' }],
      ...(cgroups === undefined ? {} : { cgroups }),
      onProblem,
    });

    onStep('istiod');
    await installIstiod(api, tools, kubeconfig, istiod, both);
    return { api, kubelet, tools, folder, kubeconfig, isRoot, stop, ...('unavailable' in opened ? { withoutLimits: opened.unavailable } : {}) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The folder of the programs that pods run. */
export function appsFolder(): string {
  return join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'lab', 'apps');
}
