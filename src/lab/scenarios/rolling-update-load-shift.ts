import { client, server } from './objects/lab-apps.ts';
import { nativeSidecar, restart } from './objects/rollout.ts';
import type { Scenario } from './scenario.ts';

const catalog = (rollingUpdate: object): ReturnType<typeof server> =>
  server('catalog', ['--answer-delay', '200ms', '--max-concurrent', '1', '--queue-for', '400ms', '--on-sigterm', 'drain'], {
    replicas: 3,
    annotations: nativeSidecar,
    spec: { strategy: { type: 'RollingUpdate', rollingUpdate } },
    more: { lifecycle: { preStop: { sleep: { seconds: 3 } } } },
  });

/** Three replicas carry the load, one does not: the one that is left during the update refuses. */
export const rollingUpdateLoadShift: Scenario = {
  id: 'rolling-update-load-shift',
  title: { en: 'the replicas that are left during a rolling update are overloaded', 'zh-TW': '滾動更新期間，剩下的副本過載' },
  breaks: {
    en: 'catalog (three replicas, 5 requests per second each) gets 9 requests per second; its rolling update takes two away at once and adds none before',
    'zh-TW': 'catalog（三個副本，各能承受每秒 5 個請求）每秒收到 9 個請求；滾動更新一次移除兩個且不先增加',
  },
  truth: {
    cause: 'rollout-load-shift',
    acceptableAlso: ['app-answered-503'],
    hop: 'catalog',
    mustNot: ['shutdown-race', 'startup-race', 'oom-killed', 'keepalive-idle-mismatch', 'crash-loop', 'app-crashed', 'readiness-failing'],
  },
  observe: [
    { workload: 'frontend', shows: '503', atLeast: 10 },
    { workload: 'frontend', shows: '200', atLeast: 50 },
  ],
  seconds: 60,
  run: async (stage) => {
    await stage.apply(...catalog({ maxUnavailable: 2, maxSurge: 0 }));
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`, ['--rate', '9'], { annotations: nativeSidecar }));
    await stage.ready(['frontend']);
    await stage.wait(10);
    await restart(stage, 'catalog');
    await stage.ready(['catalog']);
    await stage.wait(8);
  },
  fix: {
    title: { en: 'the update adds a replica before it takes one away', 'zh-TW': '更新時先增加副本再移除' },
    own: 'rollout-strategy',
    measuredAt: 'frontend',
    seconds: 40,
    afterOwn: (stage) => restart(stage, 'catalog'),
    apply: async (stage) => {
      await stage.apply(...catalog({ maxUnavailable: 0, maxSurge: 1 }));
      await restart(stage, 'catalog');
    },
  },
};
