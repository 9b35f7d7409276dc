import { createServer } from 'node:http';
import type { JsonObject } from '../model/json.ts';
import { type Instead, type SmallApiServer, smallApiServer } from './small-api-server.ts';

/** Searched for in everything that leaves the cluster. */
export const canary = 'canary-7f3a9b';

export interface SmallShop extends SmallApiServer {
  /** A kubeconfig that leads there. */
  readonly kubeconfig: JsonObject;
}

const row = (code: string): string =>
  `2026-11-22T17:21:58.400000000Z [2026-11-22T17:21:58.306Z] "POST /write?token=${canary}-query HTTP/1.1" ${code} - "-" 181 95 1 - "-" "Go-http-client/1.1" "c9e0a4e0" "web:8080" "10.0.0.2:8080" inbound|8080|| 127.0.0.6:45678 10.0.0.2:8080 10.0.0.9:53210 - default`;

function pod(name: string, app: string, ip: string): JsonObject {
  const annotations = {
    'kubectl.kubernetes.io/last-applied-configuration': `{"spec":{"password":"${canary}-applied"}}`,
    hook: `https://u:${canary}-url@example.org/x?key=${canary}-query`,
  };
  return {
    metadata: { name, namespace: 'shop', labels: { app }, annotations, ownerReferences: [{ kind: 'ReplicaSet', name: `${app}-7d9c5b6f4c` }] },
    spec: {
      nodeName: 'node-1',
      containers: [
        { name: app, image: `shop/${app}:1`, args: [`-auth.password=${canary}-argument`], env: [{ name: 'DB_PASSWORD', value: `${canary}-variable` }] },
        { name: 'istio-proxy', image: 'istio/proxyv2:1.31.1' },
      ],
      volumes: [{ name: 'config', configMap: { name: 'web-config' } }],
    },
    status: { podIP: ip, conditions: [{ type: 'Ready', status: 'True' }], containerStatuses: [{ name: app, restartCount: 1 }] },
  };
}

const header = { key: 'authorization', value: `Bearer ${canary}-header` };

/** What Envoy's admin pages of the shop say. */
const pages: Readonly<Record<string, string>> = {
  '/clusters?format=json': '{"cluster_statuses":[]}',
  '/certs': '{"certificates":[]}',
  '/listeners?format=json': '{"listener_statuses":[]}',
  '/server_info': JSON.stringify({
    version: '9e55/1.36.0/Clean/RELEASE/BoringSSL',
    state: 'LIVE',
    uptime_current_epoch: '93s',
    node: { id: 'sidecar~10.0.0.2~web-7d9c5b6f4c-x2k8p.shop~shop.svc.cluster.local' },
  }),
  '/stats': 'cluster.inbound|8080||;.upstream_cx_destroy_remote_with_active_rq: 5\ncluster.inbound|8080||;.upstream_cx_total: 6\nserver.uptime: 93\n',
  '/config_dump?include_eds': JSON.stringify({
    configs: [{ '@type': 'type.googleapis.com/envoy.admin.v3.RoutesConfigDump', static_route_configs: [{ request_headers_to_add: [{ header }] }] }],
  }),
};

/** A cluster with one web server, its caller, their proxies and secrets where people put them. */
export async function smallShop(instead?: Instead): Promise<SmallShop> {
  const admin = createServer((incoming, outgoing) => {
    const page = pages[incoming.url ?? ''];
    outgoing.writeHead(page === undefined ? 404 : 200).end(page ?? 'unknown');
  });
  await new Promise<void>((resolve) => admin.listen(0, '127.0.0.1', resolve));
  const address = admin.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const shop = '/api/v1/namespaces/shop';
  const web = 'web-7d9c5b6f4c-x2k8p';
  const caller = 'caller-7d9c5b6f4c-abcde';
  const server = await smallApiServer({
    lists: {
      [`${shop}/pods`]: [pod(web, 'web', '10.0.0.2'), pod(caller, 'caller', '10.0.0.9')],
      [`${shop}/services`]: [
        { metadata: { name: 'web', namespace: 'shop' }, spec: { clusterIP: '10.1.0.1', selector: { app: 'web' }, ports: [{ name: 'http', port: 8080 }] } },
      ],
      [`${shop}/events`]: [],
      [`${shop}/configmaps`]: [{ metadata: { name: 'web-config', namespace: 'shop' }, data: { 'app.properties': `password=${canary}-config\nidle=5s` } }],
      [`${shop}/secrets`]: [{ metadata: { name: 'db', namespace: 'shop' }, data: { password: `${canary}-secret` } }],
      '/api/v1/namespaces/istio-system/pods': [],
      '/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods': [
        { metadata: { name: web, namespace: 'shop' }, containers: [{ name: 'web', usage: { cpu: '12m', memory: '30Mi' } }] },
      ],
      '/api/v1/nodes': [{ metadata: { name: 'node-1' } }],
      '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices': [],
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions': [
        {
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          metadata: { name: 'destinationrules.networking.istio.io' },
          spec: {
            group: 'networking.istio.io',
            names: { kind: 'DestinationRule', plural: 'destinationrules' },
            versions: [{ name: 'v1', served: true, schema: { openAPIV3Schema: { type: 'object' } } }],
          },
        },
      ],
      '/apis/networking.istio.io/v1/destinationrules': [
        { kind: 'DestinationRule', apiVersion: 'networking.istio.io/v1', metadata: { name: 'web', namespace: 'shop' }, spec: { host: 'web' } },
      ],
    },
    texts: {
      [`${shop}/pods/${web}/log`]: `${[row('204 - via_upstream'), row('503 UC upstream_reset_before_response_started{connection_termination}')].join('\n')}\nlogin password=${canary}-log\n`,
      [`${shop}/pods/${caller}/log`]: `Authorization: Bearer ${canary}-bearer\n`,
    },
    ports: { [`shop/${web}:15000`]: port, [`shop/${caller}:15000`]: port },
    ...(instead === undefined ? {} : { instead }),
  });
  return {
    ...server,
    kubeconfig: {
      'current-context': 'shop-test',
      clusters: [{ name: 'c', cluster: { server: server.url } }],
      users: [{ name: 'u', user: { token: `${canary}-token` } }],
      contexts: [{ name: 'shop-test', context: { cluster: 'c', user: 'u', namespace: 'shop' } }],
    },
    close: async () => {
      admin.closeAllConnections();
      admin.close();
      await server.close();
    },
  };
}
