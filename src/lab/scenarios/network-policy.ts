import type { KubeObject } from '../cluster/kube-api.ts';
import { destinationRule } from './objects/istio.ts';
import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

/** A NetworkPolicy that knows one caller and forgets the other; what it does not allow is dropped silently, so that connections time out. */
export const networkPolicy: Scenario = {
  id: 'network-policy',
  title: { en: 'a NetworkPolicy that does not let frontend reach catalog', 'zh-TW': '不允許 frontend 連往 catalog 的 NetworkPolicy' },
  breaks: {
    en: 'a NetworkPolicy lets only pods labelled app: checkout reach catalog on port 8080; frontend’s packets are dropped; the DestinationRule of catalog sets connectTimeout 1s',
    'zh-TW':
      'NetworkPolicy 只允許標籤為 app: checkout 的 Pod 連往 catalog 的 8080；frontend 的封包被丟棄；catalog 的 DestinationRule 設定 connectTimeout 為 1 秒',
  },
  truth: {
    cause: 'network-policy-blocked',
    hop: 'frontend-sidecar->catalog-sidecar',
    closedBy: 'network',
    mustNot: ['target-port-mismatch', 'app-not-listening', 'stale-endpoints', 'startup-race', 'oom-killed', 'request-timeout'],
  },
  observe: [{ workload: 'frontend', shows: 'UF', atLeast: 4 }],
  seconds: 45,
  run: async (stage) => {
    const host = `catalog.${stage.namespace}.svc.cluster.local`;
    await stage.apply(
      ...server('catalog'),
      destinationRule('catalog', { host, trafficPolicy: { connectionPool: { tcp: { connectTimeout: '1s' } } } }),
      callers(['checkout']),
    );
    await stage.ready(['catalog']);
    const url = `http://catalog.${stage.namespace}.svc:8080`;
    await stage.apply(...client('frontend', `${url}/items`), ...client('checkout', `${url}/prices`));
    await stage.ready(['frontend', 'checkout']);
    await stage.until('connections that time out', () => stage.rows('frontend', 'UF') >= 8);
  },
  fix: {
    title: { en: 'the policy names frontend too', 'zh-TW': '政策也納入 frontend' },
    own: 'allowed-traffic',
    measuredAt: 'frontend',
    seconds: 15,
    apply: (stage) => stage.apply(callers(['checkout', 'frontend'])),
  },
};

function callers(names: readonly string[]): KubeObject {
  const from = names.map((app) => ({ podSelector: { matchLabels: { app } } }));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'catalog-callers' },
    spec: { podSelector: { matchLabels: { app: 'catalog' } }, policyTypes: ['Ingress'], ingress: [{ from, ports: [{ protocol: 'TCP', port: 8080 }] }] },
  };
}
