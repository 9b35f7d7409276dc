import { client, server } from './objects/lab-apps.ts';
import { destinationRule } from './objects/istio.ts';
import type { Scenario } from './scenario.ts';

/** Node's own defaults: `keepAliveTimeout` 5 s, to which it adds 1 s before it closes. */
export const keepaliveNode: Scenario = {
  id: 'keepalive-node',
  title: { en: 'keep-alive race against a Node server at its own defaults', 'zh-TW': '使用預設值的 Node 伺服器與 proxy 之間的 keep-alive 競賽' },
  breaks: {
    en: 'catalog, a Node server, closes connections that idle for 5 s (and the second that Node adds); frontend asks every 6 s; the proxy keeps connections for 1 h',
    'zh-TW': 'catalog 是 Node 伺服器，閒置 5 秒（加上 Node 自己多等的 1 秒）即關閉連線；frontend 每 6 秒請求一次；proxy 保留連線 1 小時',
  },
  truth: {
    cause: 'keepalive-idle-mismatch',
    hop: 'catalog-sidecar->catalog',
    mustNot: ['app-crashed', 'crash-loop', 'connection-lifetime-limit', 'unannounced-close', 'app-closed-mid-request'],
  },
  observe: [
    { workload: 'catalog', shows: 'UC', atLeast: 3 },
    { workload: 'frontend', shows: '503', atLeast: 3 },
  ],
  seconds: 70,
  run: async (stage) => {
    await stage.apply(...server('catalog', [], { annotations: { 'sidecar.istio.io/nativeSidecar': 'false' } }));
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}:8080/items`, ['--period', '6s', '--jitter', '10ms', '--burst', '8']));
    await stage.ready(['frontend']);
    await stage.until('race lost three times', () => stage.rows('catalog', 'UC') >= 3, 150);
  },
  fix: {
    title: { en: 'the proxy gives up idle connections after 4 s, before Node does', 'zh-TW': 'proxy 閒置 4 秒即放棄連線，早於 Node' },
    own: 'inbound-idle-limit',
    measuredAt: 'frontend',
    seconds: 45,
    apply: (stage) =>
      stage.apply(
        destinationRule('catalog', {
          host: `catalog.${stage.namespace}.svc.cluster.local`,
          trafficPolicy: { connectionPool: { http: { idleTimeout: '4s' } } },
        }),
      ),
  },
};
