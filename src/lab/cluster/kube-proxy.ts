import { join } from 'node:path';
import type { LabTools } from '../parts/tools.ts';
import { answers } from './answers.ts';
import { type RunningComponent, startComponent } from './component.ts';

export interface KubeProxyOptions {
  readonly tools: LabTools;
  readonly folder: string;
  readonly kubeconfig: string;
  readonly node: string;
  readonly podRange: string;
  readonly signal: AbortSignal;
}

/** kube-proxy in the node's own network: cluster addresses work for every pod, with a sidecar or without. */
export function startKubeProxy({ tools, folder, kubeconfig, node, podRange, signal }: KubeProxyOptions): Promise<RunningComponent> {
  const flags = [
    `--kubeconfig=${kubeconfig}`,
    `--hostname-override=${node}`,
    '--proxy-mode=iptables',
    `--cluster-cidr=${podRange}`,
    // The limit of the whole machine is not the lab's to change.
    '--conntrack-max-per-core=0',
    '--conntrack-min=0',
    '--healthz-bind-address=127.0.0.1:10256',
    '--metrics-bind-address=127.0.0.1:10249',
    '--iptables-min-sync-period=200ms',
  ];
  const own = join(folder, 'kube-proxy');
  return startComponent(
    {
      name: 'kube-proxy',
      folder: own,
      log: join(folder, 'log', 'kube-proxy.log'),
      command: [tools.kubeProxy, ...flags],
      ready: () => answers('http://127.0.0.1:10256/healthz'),
    },
    signal,
  );
}
