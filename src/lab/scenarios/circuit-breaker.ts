import { destinationRule } from './objects/istio.ts';
import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

/** Limits of a connection pool that were set for another load. */
export const circuitBreaker: Scenario = {
  id: 'circuit-breaker',
  title: { en: 'connection-pool limits of a DestinationRule that are too small for bursts', 'zh-TW': 'DestinationRule 的連線池上限不足以應付突發流量' },
  breaks: {
    en: 'the DestinationRule of catalog allows 1 connection and 1 pending request; frontend sends bursts of 6; an answer takes 150 ms',
    'zh-TW': 'catalog 的 DestinationRule 只允許 1 條連線與 1 個等待中的請求；frontend 一次發出 6 個請求；每次回應需 150 毫秒',
  },
  truth: {
    cause: 'circuit-breaker-overflow',
    hop: 'frontend-sidecar->catalog-sidecar',
    mustNot: ['vminsert-overloaded', 'outlier-ejection', 'cpu-saturated', 'readiness-failing', 'oom-killed'],
  },
  observe: [{ workload: 'frontend', shows: 'UO', atLeast: 5 }],
  seconds: 40,
  run: async (stage) => {
    await stage.apply(...server('catalog', ['--answer-delay', '150ms']), limits(stage.namespace, 1, 1));
    await stage.ready(['catalog']);
    await stage.apply(
      ...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`, ['--period', '2s', '--burst', '6'], {
        annotations: { 'sidecar.istio.io/nativeSidecar': 'false' },
      }),
    );
    await stage.ready(['frontend']);
    await stage.until('requests over the limit', () => stage.rows('frontend', 'UO') >= 12);
  },
  fix: {
    title: { en: 'limits that fit the bursts', 'zh-TW': '符合突發流量的上限' },
    own: 'pool-limits',
    measuredAt: 'frontend',
    seconds: 15,
    apply: (stage) => stage.apply(limits(stage.namespace, 64, 64)),
  },
};

function limits(namespace: string, maxConnections: number, http1MaxPendingRequests: number): ReturnType<typeof destinationRule> {
  return destinationRule('catalog', {
    host: `catalog.${namespace}.svc.cluster.local`,
    trafficPolicy: { connectionPool: { tcp: { maxConnections }, http: { http1MaxPendingRequests } } },
  });
}
