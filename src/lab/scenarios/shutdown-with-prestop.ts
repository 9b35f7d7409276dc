import { client, server } from './objects/lab-apps.ts';
import { nativeSidecar, restart } from './objects/rollout.ts';
import type { Scenario } from './scenario.ts';

/** The same rolling restarts as in shutdown-race, with the hook that makes them harmless. */
export const shutdownWithPrestop: Scenario = {
  id: 'shutdown-with-prestop',
  title: { en: 'rolling restarts with a preStop hook: nothing fails', 'zh-TW': '滾動重啟搭配 preStop：沒有失敗' },
  breaks: {
    en: 'nothing: catalog (two replicas, preStop sleep of 5 s, drains on SIGTERM) is restarted twice under load',
    'zh-TW': '無：catalog（兩個副本、preStop 等待 5 秒、收到 SIGTERM 後排空）在負載下滾動重啟兩次',
  },
  truth: { cause: 'healthy', mustNot: ['shutdown-race', 'startup-race', 'keepalive-idle-mismatch', 'oom-killed', 'rollout-load-shift'] },
  observe: [
    { workload: 'frontend', shows: '200', atLeast: 100 },
    { workload: 'frontend', shows: '503', atLeast: 0, atMost: 0 },
  ],
  seconds: 60,
  run: async (stage) => {
    const lifecycle = { preStop: { sleep: { seconds: 5 } } };
    await stage.apply(
      ...server('catalog', ['--answer-delay', '300ms', '--on-sigterm', 'drain'], { replicas: 2, annotations: nativeSidecar, more: { lifecycle } }),
    );
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`, ['--rate', '10'], { annotations: nativeSidecar }));
    await stage.ready(['frontend']);
    await stage.wait(4);
    for (const _ of [1, 2]) {
      await restart(stage, 'catalog');
      await stage.ready(['catalog']);
    }
    await stage.wait(8);
  },
};
