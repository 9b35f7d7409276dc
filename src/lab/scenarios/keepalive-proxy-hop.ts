import { client, server } from './objects/lab-apps.ts';
import { destinationRule } from './objects/istio.ts';
import type { Scenario } from './scenario.ts';

/**
 * Envoy as the server of HTTP/1.1: after its idle timeout it drains for 5 s, in which answers announce the end; then it half-closes and reads on for a
 * second without serving (`drain_timeout` 5 s, `delayed_close_timeout` 1 s). So requests after 10 to 11 s of idling are lost, not those after 5 s.
 */
export const keepaliveProxyHop: Scenario = {
  id: 'keepalive-proxy-hop',
  title: { en: 'keep-alive race between the two proxies', 'zh-TW': '兩個 proxy 之間的 keep-alive 競賽' },
  breaks: {
    en: 'catalog’s sidecar is told to end idle connections after 5 s (ISTIO_META_IDLE_TIMEOUT); frontend’s sidecar keeps them for 1 h; frontend asks every 10.6 s',
    'zh-TW': 'catalog 的 sidecar 設定為閒置 5 秒即結束連線（ISTIO_META_IDLE_TIMEOUT）；frontend 的 sidecar 保留 1 小時；frontend 每 10.6 秒請求一次',
  },
  truth: {
    cause: 'keepalive-idle-mismatch',
    hop: 'frontend-sidecar->catalog-sidecar',
    mustNot: ['app-crashed', 'mtls-mode-mismatch', 'certificate-expired', 'shutdown-race', 'app-closed-mid-request', 'request-timeout'],
  },
  observe: [
    { workload: 'frontend', shows: 'UC', atLeast: 6 },
    { workload: 'catalog', shows: 'UC', atLeast: 0, atMost: 0 },
  ],
  seconds: 60,
  run: async (stage) => {
    const proxyConfig = JSON.stringify({ proxyMetadata: { ISTIO_META_IDLE_TIMEOUT: '5s' } });
    await stage.apply(...server('catalog', ['--keep-alive-timeout', '75s'], { annotations: { 'proxy.istio.io/config': proxyConfig } }));
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}:8080/items`, ['--period', '10.6s', '--jitter', '100ms', '--burst', '3']));
    await stage.ready(['frontend']);
    await stage.until('race lost six times', () => stage.rows('frontend', 'UC') >= 6, 150);
  },
  fix: {
    title: {
      en: 'frontend’s proxy gives up idle connections after 3 s, before catalog’s proxy does',
      'zh-TW': 'frontend 的 proxy 閒置 3 秒即放棄連線，早於 catalog 的 proxy',
    },
    own: 'idle-limit-by-destination-rule',
    measuredAt: 'frontend',
    seconds: 45,
    apply: (stage) =>
      stage.apply(
        destinationRule('catalog', {
          host: `catalog.${stage.namespace}.svc.cluster.local`,
          trafficPolicy: { connectionPool: { http: { idleTimeout: '3s' } } },
        }),
      ),
  },
};
