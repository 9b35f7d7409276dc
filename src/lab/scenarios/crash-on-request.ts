import { client, server } from './objects/lab-apps.ts';
import { nativeSidecar, restarts } from './objects/rollout.ts';
import type { Scenario } from './scenario.ts';

/** A mistake that only some requests meet ends the whole process. */
export const crashOnRequest: Scenario = {
  id: 'crash-on-request',
  title: { en: 'a request makes the application crash', 'zh-TW': '某個請求使應用程式當掉' },
  breaks: {
    en: 'catalog, a Node server, throws an uncaught TypeError at one request of backoffice, while frontend’s are under way',
    'zh-TW': 'Node 伺服器 catalog 因 backoffice 的一個請求拋出未捕捉的 TypeError，frontend 的請求正在處理中',
  },
  truth: {
    cause: 'app-crashed',
    hop: 'catalog-sidecar->catalog',
    closedBy: 'server',
    mustNot: ['oom-killed', 'keepalive-idle-mismatch', 'liveness-killed', 'crash-loop', 'readiness-failing', 'shutdown-race'],
  },
  observe: [{ workload: 'catalog', shows: 'UC' }],
  seconds: 45,
  run: async (stage) => {
    await stage.apply(
      ...server('catalog', ['--crash-path', '/orders/broken', '--answer-delay', '200ms'], { annotations: { ...nativeSidecar, 'why503.lab/back-off': '3' } }),
    );
    await stage.ready(['catalog']);
    await stage.apply(
      ...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`, ['--rate', '2', '--burst', '2'], { annotations: nativeSidecar }),
    );
    // One request; the next would come in ten minutes.
    await stage.apply(
      ...client('backoffice', `http://catalog.${stage.namespace}.svc:8080/orders/broken`, ['--period', '10m', '--start-delay', '8s'], {
        annotations: nativeSidecar,
      }),
    );
    await stage.until('catalog crashed', () => restarts(stage, 'catalog') >= 1 && stage.rows('catalog', 'UC') >= 1, 60);
    await stage.ready(['catalog']);
    await stage.wait(5);
  },
};
