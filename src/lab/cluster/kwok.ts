import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { arch } from 'node:process';
import type { LabTools } from '../parts/tools.ts';
import { type RunningComponent, startComponent } from './component.ts';
import type { KubeApi } from './kube-api.ts';

export interface KwokOptions {
  readonly api: KubeApi;
  readonly tools: LabTools;
  readonly folder: string;
  readonly kubeconfig: string;
  /** Folder with the API server's certificate and key, which serve for the kubelet's endpoint too. */
  readonly certificates: string;
  readonly node: string;
  readonly address: string;
  readonly signal: AbortSignal;
}

const port = 10250;

/** Registers the node and has kwok keep it ready and serve the kubelet's logs, exec and port-forward. Pods are run by the lab's own kubelet. */
export async function startKwok(options: KwokOptions): Promise<RunningComponent> {
  const { api, tools, folder, node, address } = options;
  await api.apply({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: node, annotations: { 'kwok.x-k8s.io/node': 'fake' }, labels: { 'kubernetes.io/hostname': node, 'kubernetes.io/os': 'linux' } },
  });
  // kwok fills in what is missing; istiod takes its view of what the kubelet can do (native sidecars) from this version.
  const size = { cpu: `${availableParallelism()}`, memory: `${Math.floor(totalmem() / 1024)}Ki`, pods: '110' };
  await api.patch(`/api/v1/nodes/${node}/status`, {
    status: {
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: node },
      ],
      capacity: size,
      allocatable: size,
      nodeInfo: {
        architecture: arch === 'x64' ? 'amd64' : arch,
        bootID: '',
        containerRuntimeVersion: 'lab://1',
        // The machine's own is nobody's business.
        kernelVersion: 'lab',
        kubeProxyVersion: '',
        kubeletVersion: `v${tools.versions['kubernetes'] ?? '1.34.4'}`,
        machineID: '',
        operatingSystem: 'linux',
        osImage: 'lab',
        systemUUID: '',
      },
    },
  });
  const config = join(folder, 'kwok', 'kwok.yaml');
  mkdirSync(join(folder, 'kwok'), { recursive: true });
  writeFileSync(config, [tools.kwokStages.node, tools.kwokStages.heartbeat].map((file) => readFileSync(file, 'utf8')).join('\n---\n'));
  return startComponent(
    {
      name: 'kwok',
      folder: join(folder, 'kwok'),
      log: join(folder, 'log', 'kwok.log'),
      command: [
        tools.kwok,
        `--config=${config}`,
        `--kubeconfig=${options.kubeconfig}`,
        '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
        `--node-ip=${address}`,
        `--node-port=${port}`,
        `--server-address=0.0.0.0:${port}`,
        `--tls-cert-file=${join(options.certificates, 'apiserver.crt')}`,
        `--tls-private-key-file=${join(options.certificates, 'apiserver.key')}`,
        '--enable-crds=Logs,Exec,PortForward',
        '--node-lease-duration-seconds=40',
      ],
      ready: () => listens(address),
    },
    options.signal,
  );
}

function listens(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    // kwok's answer proves that it listens; its certificate is the API server's, for another name.
    const outgoing = request({ host: address, port, path: '/healthz', rejectUnauthorized: false, timeout: 2000 }, (incoming) => {
      incoming.resume();
      resolve(true);
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', () => resolve(false));
    outgoing.end();
  });
}
