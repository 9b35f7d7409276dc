import { client, server } from './objects/lab-apps.ts';
import { classicSidecar, nativeSidecar, restarts } from './objects/rollout.ts';
import type { Scenario } from './scenario.ts';

const liveness = { httpGet: { path: '/live', port: 8080 }, periodSeconds: 2, timeoutSeconds: 1, terminationGracePeriodSeconds: 2 };

const catalog = (probes: Readonly<Record<string, unknown>>): ReturnType<typeof server> =>
  server('catalog', ['--hang', '25s-40s'], { annotations: classicSidecar, more: probes });

/** The application stands still for longer than its liveness probe bears; the kubelet kills it with requests in hand. */
export const livenessKill: Scenario = {
  id: 'liveness-kill',
  title: { en: 'the liveness probe fails while the application hangs, and the kubelet kills it', 'zh-TW': '應用程式停頓時存活探測失敗，kubelet 將其終止' },
  breaks: {
    en: 'catalog stands still for 15 s, 25 s after its start, as in a long garbage collection; its liveness probe gives it three times 2 s, then SIGTERM and SIGKILL',
    'zh-TW': 'catalog 啟動 25 秒後停頓 15 秒，如同長時間垃圾回收；存活探測容許三次各 2 秒，之後 SIGTERM 與 SIGKILL',
  },
  truth: {
    cause: 'liveness-killed',
    hop: 'catalog-sidecar->catalog',
    closedBy: 'server',
    mustNot: ['oom-killed', 'keepalive-idle-mismatch', 'app-crashed', 'crash-loop', 'shutdown-race'],
  },
  observe: [{ workload: 'catalog', shows: 'UC', atLeast: 3 }],
  seconds: 50,
  run: async (stage) => {
    await stage.apply(...catalog({ livenessProbe: { ...liveness, failureThreshold: 3 } }));
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`, ['--rate', '3'], { annotations: nativeSidecar }));
    await stage.until('catalog killed', () => restarts(stage, 'catalog') >= 1 && stage.rows('catalog', 'UC') >= 3, 60);
    await stage.ready(['catalog']);
    await stage.wait(5);
  },
  fix: {
    title: { en: 'both probes bear a pause of 30 s', 'zh-TW': '兩種探測都容許 30 秒的停頓' },
    own: 'liveness-probe',
    afterOwn: async (stage) => {
      await stage.wait(2);
      await stage.ready(['catalog']);
      await stage.wait(10);
    },
    measuredAt: 'frontend',
    seconds: 30,
    apply: async (stage) => {
      const readinessProbe = { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 15 };
      await stage.apply(...catalog({ livenessProbe: { ...liveness, failureThreshold: 15 }, readinessProbe }));
      await stage.ready(['catalog']);
      // So that the whole pause of the new pod is within what is counted.
      await stage.wait(10);
    },
  },
};
