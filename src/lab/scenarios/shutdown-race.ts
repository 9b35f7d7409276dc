import { client, server } from './objects/lab-apps.ts';
import { classicSidecar, nativeSidecar, restart } from './objects/rollout.ts';
import type { Scenario, Stage } from './scenario.ts';

const catalog = (lifecycle: object, flags: readonly string[] = []): ReturnType<typeof server> =>
  server('catalog', ['--answer-delay', '300ms', ...flags], { replicas: 2, annotations: classicSidecar, more: { lifecycle } });

async function rollOut(stage: Stage): Promise<void> {
  await restart(stage, 'catalog');
  await stage.ready(['catalog']);
}

/** The application leaves at SIGTERM while its clients' proxies still send to it. */
export const shutdownRace: Scenario = {
  id: 'shutdown-race',
  title: { en: 'a rolling restart loses requests: the application exits at once on SIGTERM', 'zh-TW': '滾動重啟時遺失請求：應用程式收到 SIGTERM 立即結束' },
  breaks: {
    en: 'catalog (two replicas, no preStop hook) is restarted twice; each old process ends the moment it gets SIGTERM, with requests of 300 ms in hand',
    'zh-TW': 'catalog（兩個副本、無 preStop）滾動重啟兩次；舊行程一收到 SIGTERM 就結束，手上還有 300 毫秒的請求',
  },
  truth: {
    cause: 'shutdown-race',
    hop: 'catalog-sidecar->catalog',
    closedBy: 'server',
    mustNot: ['oom-killed', 'keepalive-idle-mismatch', 'crash-loop', 'app-crashed', 'startup-race', 'liveness-killed', 'rollout-load-shift'],
  },
  observe: [{ workload: 'catalog', shows: '503', atLeast: 3 }],
  seconds: 60,
  run: async (stage) => {
    await stage.apply(...catalog({}));
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`, ['--rate', '10'], { annotations: nativeSidecar }));
    await stage.ready(['frontend']);
    await stage.wait(4);
    await rollOut(stage);
    await rollOut(stage);
    await stage.wait(5);
  },
  fix: {
    title: {
      en: 'preStop sleep of 5 s, and the application answers what it has before it ends',
      'zh-TW': 'preStop 等待 5 秒，且應用程式先答完手上的請求再結束',
    },
    own: 'stop-delay',
    afterOwn: async (stage) => {
      await stage.wait(2);
      await stage.ready(['catalog']);
      // The last of the unmended pods is gone.
      await stage.wait(8);
      await restart(stage, 'catalog');
    },
    measuredAt: 'frontend',
    seconds: 40,
    apply: async (stage) => {
      await stage.apply(...catalog({ preStop: { sleep: { seconds: 5 } } }, ['--on-sigterm', 'drain']));
      await stage.ready(['catalog']);
      // The last of the unmended pods is gone.
      await stage.wait(8);
      await restart(stage, 'catalog');
    },
  },
};
