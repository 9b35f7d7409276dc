import type { KubeObject } from '../cluster/kube-api.ts';
import { virtualService } from './objects/istio.ts';
import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

/** An EnvoyFilter that istiod passes on unchecked and Envoy refuses, so that a later, correct route never arrives. */
export const configRejected: Scenario = {
  id: 'config-rejected',
  title: { en: 'an EnvoyFilter that Envoy rejects holds back a new route', 'zh-TW': 'Envoy 拒絕的 EnvoyFilter 使新路由無法生效' },
  breaks: {
    en: 'an EnvoyFilter adds a route with an invalid regular expression to frontend’s routes; then the VirtualService of catalog is extended to /v2, which frontend begins to use',
    'zh-TW': 'EnvoyFilter 在 frontend 的路由中加入無效的正規表示式；隨後 catalog 的 VirtualService 擴充 /v2，frontend 開始使用它',
  },
  truth: { cause: 'config-rejected', hop: 'frontend-sidecar', mustNot: ['no-route', 'unknown-cluster', 'sidecar-scope', 'oom-killed'] },
  observe: [{ workload: 'frontend', shows: 'NR', atLeast: 4 }],
  seconds: 45,
  run: async (stage) => {
    const url = `http://catalog.${stage.namespace}.svc:8080`;
    await stage.apply(...server('catalog'), routes(stage.namespace, ['/v1']));
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `${url}/v1/items`, ['--url', `${url}/v2/items`, '--period', '500ms', '--start-delay', '6s']));
    await stage.ready(['frontend']);
    await stage.apply(brokenFilter());
    await stage.wait(2);
    await stage.apply(routes(stage.namespace, ['/v1', '/v2']));
    await stage.until('requests without the new route', () => stage.rows('frontend', 'NR') >= 10);
  },
  fix: {
    title: { en: 'the EnvoyFilter is removed', 'zh-TW': '移除該 EnvoyFilter' },
    measuredAt: 'frontend',
    seconds: 15,
    apply: (stage) => stage.remove(brokenFilter()),
  },
};

function routes(namespace: string, prefixes: readonly string[]): KubeObject {
  const host = `catalog.${namespace}.svc.cluster.local`;
  return virtualService('catalog', { hosts: [host], http: prefixes.map((prefix) => ({ match: [{ uri: { prefix } }], route: [{ destination: { host } }] })) });
}

function brokenFilter(): KubeObject {
  const value = { name: 'legacy', match: { safe_regex: { regex: '/legacy/(?<id>[0-9]+' } }, direct_response: { status: 410 } };
  return {
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name: 'legacy-paths' },
    spec: {
      workloadSelector: { labels: { app: 'frontend' } },
      configPatches: [
        {
          applyTo: 'HTTP_ROUTE',
          match: { context: 'SIDECAR_OUTBOUND', routeConfiguration: { vhost: { route: { action: 'ANY' } } } },
          patch: { operation: 'INSERT_FIRST', value },
        },
      ],
    },
  };
}
