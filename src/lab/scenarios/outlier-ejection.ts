import { destinationRule, virtualService } from './objects/istio.ts';
import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

/** Outlier detection so strict that one failed answer takes a host away, and all hosts may be away at once. */
export const outlierEjection: Scenario = {
  id: 'outlier-ejection',
  title: { en: 'outlier detection that ejects every host for single failed answers', 'zh-TW': 'outlier detection 因單次失敗回應便剔除所有主機' },
  breaks: {
    en: 'each pod of catalog answers every 8th request with 500; the DestinationRule ejects a host for 20 s after one 5xx, up to 100 % of hosts',
    'zh-TW': 'catalog 的每個 Pod 每 8 個請求回應一次 500；DestinationRule 在一次 5xx 後剔除主機 20 秒，最多可剔除 100%',
  },
  truth: {
    cause: 'outlier-ejection',
    // the errors that hosts are ejected for are failures too, and the application's own
    acceptableAlso: ['app-answered-503'],
    hop: 'frontend-sidecar->catalog-sidecar',
    mustNot: ['readiness-failing', 'service-selector-mismatch', 'circuit-breaker-overflow', 'oom-killed', 'app-crashed'],
  },
  observe: [
    { workload: 'frontend', shows: 'UH', atLeast: 5 },
    { workload: 'frontend', shows: '500', atLeast: 1 },
  ],
  seconds: 50,
  run: async (stage) => {
    await stage.apply(...server('catalog', ['--fail-every', '8', '--fail-status', '500'], { replicas: 2 }), detection(stage.namespace, 1, 100));
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`, ['--period', '400ms']));
    await stage.ready(['frontend']);
    await stage.until('requests while all hosts are away', () => stage.rows('frontend', 'UH') >= 15);
  },
  fix: {
    title: { en: 'no outlier detection; the single failed answers are retried', 'zh-TW': '移除 outlier detection；單次失敗的回應改為重試' },
    measuredAt: 'frontend',
    seconds: 20,
    apply: async (stage) => {
      const host = `catalog.${stage.namespace}.svc.cluster.local`;
      const http = [{ route: [{ destination: { host } }], retries: { attempts: 3, retryOn: '5xx' } }];
      await stage.apply(virtualService('catalog', { hosts: [host], http }));
      await stage.remove(detection(stage.namespace, 1, 100));
    },
  },
};

function detection(namespace: string, consecutive5xxErrors: number, maxEjectionPercent: number): ReturnType<typeof destinationRule> {
  const outlierDetection = { consecutive5xxErrors, interval: '1s', baseEjectionTime: '20s', maxEjectionPercent };
  return destinationRule('catalog', { host: `catalog.${namespace}.svc.cluster.local`, trafficPolicy: { outlierDetection } });
}
