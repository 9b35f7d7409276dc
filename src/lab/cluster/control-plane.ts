import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabTools } from '../parts/tools.ts';
import { answers } from './answers.ts';
import { type Component, type RunningComponent, startComponent } from './component.ts';
import { createApi } from './https-api.ts';
import type { KubeApi } from './kube-api.ts';

/** What every part of the control plane is told. */
export interface ControlPlaneOptions {
  readonly tools: LabTools;
  /** The lab's folder; each program gets its own below it. */
  readonly folder: string;
  /** The node's address on its network: pods reach the API server and kubelet there. */
  readonly address: string;
  readonly serviceRange: string;
  readonly podRange: string;
  readonly signal: AbortSignal;
  /** Told of each program that runs, so that it is stopped also when a later one does not start. */
  readonly onStart: (component: RunningComponent) => void;
}

export interface ControlPlane {
  readonly api: KubeApi;
  /** A kubeconfig file of an administrator. */
  readonly kubeconfig: string;
  /** Folder with the API server's certificate and key. */
  readonly certificates: string;
}

const port = 6443;
const issuer = 'https://kubernetes.default.svc.cluster.local';

/** etcd, kube-apiserver and kube-controller-manager, started in this order. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { folder, tools, signal } = options;
  const secrets = writeSecrets(folder);
  const run = async (component: Omit<Component, 'folder' | 'log'>): Promise<void> => {
    const running = await startComponent({ ...component, folder: join(folder, component.name), log: join(folder, 'log', `${component.name}.log`) }, signal);
    options.onStart(running);
  };

  await run({
    name: 'etcd',
    command: [tools.etcd, ...etcdFlags(join(folder, 'etcd', 'data'))],
    ready: () => answers('http://127.0.0.1:2379/health'),
  });
  const certificates = join(folder, 'kube-apiserver', 'certificates');
  let api: KubeApi | undefined;
  await run({
    name: 'kube-apiserver',
    command: [tools.kubeApiserver, ...apiServerFlags(options, secrets, certificates)],
    ready: async () => {
      const ca = authorityOf(readFileSync(join(certificates, 'apiserver.crt'), 'utf8'));
      writeFileSync(secrets.ca, ca);
      // Its own certificate is for the advertised address, not for loopback.
      api = createApi({ url: `https://${options.address}:${port}`, ca, token: secrets.token });
      return (await api.text('/readyz')) === 'ok';
    },
  });
  if (api === undefined) throw new Error('ready without a client');
  const kubeconfig = writeKubeconfig(folder, secrets, options.address);
  await run({
    name: 'kube-controller-manager',
    command: [tools.kubeControllerManager, ...controllerManagerFlags(options, secrets, kubeconfig)],
    ready: async () => (await api?.get('/api/v1/namespaces/default/serviceaccounts/default')) !== undefined,
  });
  return { api, kubeconfig, certificates };
}

interface Secrets {
  readonly token: string;
  readonly tokens: string;
  readonly signingKey: string;
  readonly publicKey: string;
  readonly ca: string;
}

function writeSecrets(folder: string): Secrets {
  const own = join(folder, 'secrets');
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const token = randomBytes(24).toString('base64url');
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const file = (name: string, content: string): string => {
    writeFileSync(join(own, name), content, { mode: 0o600 });
    return join(own, name);
  };
  return {
    token,
    tokens: file('tokens.csv', `${token},admin,admin,"system:masters"\n`),
    signingKey: file('service-accounts.key', keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    publicKey: file('service-accounts.pub', keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()),
    ca: join(own, 'ca.crt'),
  };
}

function etcdFlags(data: string): readonly string[] {
  const client = 'http://127.0.0.1:2379';
  const peer = 'http://127.0.0.1:2380';
  return [
    `--data-dir=${data}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--log-level=warn',
  ];
}

function apiServerFlags({ address, serviceRange }: ControlPlaneOptions, secrets: Secrets, certificates: string): readonly string[] {
  return [
    '--etcd-servers=http://127.0.0.1:2379',
    '--bind-address=0.0.0.0',
    `--advertise-address=${address}`,
    `--secure-port=${port}`,
    `--cert-dir=${certificates}`,
    `--token-auth-file=${secrets.tokens}`,
    '--authorization-mode=RBAC',
    '--anonymous-auth=false',
    `--service-cluster-ip-range=${serviceRange}`,
    `--service-account-issuer=${issuer}`,
    `--service-account-signing-key-file=${secrets.signingKey}`,
    `--service-account-key-file=${secrets.publicKey}`,
    `--api-audiences=${issuer},istio-ca`,
    // Webhooks of services without kube-proxy: straight to an endpoint.
    '--enable-aggregator-routing=true',
    '--kubelet-preferred-address-types=InternalIP',
    // Needs etcd 3.4.25 or newer; Debian 12 has 3.4.23.
    '--feature-gates=SizeBasedListCostEstimate=false',
    '--enable-priority-and-fairness=false',
    '--profiling=false',
    '--v=1',
  ];
}

function controllerManagerFlags({ podRange }: ControlPlaneOptions, secrets: Secrets, kubeconfig: string): readonly string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    '--use-service-account-credentials=false',
    `--service-account-private-key-file=${secrets.signingKey}`,
    `--root-ca-file=${secrets.ca}`,
    `--cluster-cidr=${podRange}`,
    '--leader-elect=false',
    // A busy machine delays the node's heartbeats; a node that is declared lost would be a second fault in every scenario.
    '--controllers=*,-node-lifecycle-controller',
    '--bind-address=127.0.0.1',
    '--profiling=false',
    '--v=1',
  ];
}

/** The API server writes its certificate and, after it, the authority that it made for itself; the controller manager wants that alone. */
function authorityOf(chain: string): string {
  const certificates = chain.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  return `${certificates.at(-1) ?? ''}\n`;
}

function writeKubeconfig(folder: string, secrets: Secrets, address: string): string {
  const path = join(folder, 'secrets', 'kubeconfig.json');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'lab', cluster: { server: `https://${address}:${port}`, 'certificate-authority-data': readFileSync(secrets.ca).toString('base64') } }],
    users: [{ name: 'admin', user: { token: secrets.token } }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'admin' } }],
    'current-context': 'lab',
  };
  writeFileSync(path, JSON.stringify(config, null, 1), { mode: 0o600 });
  return path;
}
