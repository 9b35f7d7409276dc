import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

/** A roll-out as it should be: the old pod goes on serving until all proxies have dropped it, then drains. */
export const healthyDeploy: Scenario = {
  id: 'healthy-deploy',
  title: { en: 'healthy: a clean rolling update in the same minute', 'zh-TW': '健康：同一分鐘內有一次正常的滾動更新' },
  breaks: {
    en: 'nothing that a request meets: catalog (two replicas, none unavailable, preStop of 5 s, draining) is rolled to a new version under traffic',
    'zh-TW': '請求都未受影響：catalog（兩個副本、不允許少於兩個、preStop 5 秒、會排空連線）在有流量時滾動更新',
  },
  truth: { cause: 'healthy', mustNot: ['shutdown-race', 'startup-race', 'rollout-load-shift', 'stale-endpoints', 'readiness-failing', 'rollout-ordering'] },
  observe: [
    { workload: 'frontend', shows: '200', atLeast: 40 },
    { workload: 'frontend', shows: '503', atLeast: 0, atMost: 0 },
  ],
  seconds: 60,
  run: async (stage) => {
    const more = { lifecycle: { preStop: { exec: { command: ['sleep', '5'] } } } };
    const spec = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } };
    const version = (image: string): ReturnType<typeof server> =>
      server('catalog', ['--keep-alive-timeout', '75s', '--on-sigterm', 'drain'], { replicas: 2, image, more, spec });
    await stage.apply(...version('lab/catalog:1.0.0'));
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`, ['--rate', '3']));
    await stage.ready(['frontend']);
    await stage.wait(3);
    await stage.apply(...version('lab/catalog:1.0.1'));
    await stage.ready(['catalog'], 90);
    await stage.wait(8);
  },
};
