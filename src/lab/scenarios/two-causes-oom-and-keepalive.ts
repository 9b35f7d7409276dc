import { client, server } from './objects/lab-apps.ts';
import { nativeSidecar, restarts } from './objects/rollout.ts';
import type { Scenario } from './scenario.ts';

/** First single requests lose the keep-alive race, then a burst runs into the end of the memory: only the times tell them apart. */
export const twoCausesOomAndKeepalive: Scenario = {
  id: 'two-causes-oom-and-keepalive',
  title: {
    en: 'a keep-alive race, and an OOM kill of the same server: two causes, told apart by time',
    'zh-TW': '同一伺服器的 keep-alive 競賽與 OOM 終止：兩個原因，以時間區分',
  },
  breaks: {
    en: 'catalog closes idle connections after 2 s and frontend asks every 2 s; later importer’s requests fill its memory limit of 96 MiB',
    'zh-TW': 'catalog 閒置 2 秒即關閉連線，frontend 每 2 秒請求一次；之後 importer 的請求占滿 96 MiB 的記憶體上限',
  },
  truth: {
    cause: 'oom-killed',
    acceptableAlso: ['keepalive-idle-mismatch'],
    // Each round of the race costs four requests at most, the kill sixteen a second until the restart.
    hop: 'catalog-sidecar->catalog',
    closedBy: 'server',
    mustNot: ['crash-loop', 'liveness-killed', 'shutdown-race', 'app-crashed', 'unannounced-close'],
  },
  observe: [{ workload: 'catalog', shows: 'UC', atLeast: 4 }],
  needs: ['limits'],
  seconds: 100,
  run: async (stage) => {
    const flags = ['--keep-alive-timeout', '2s', '--keep-alive-buffer', '0', '--grow', '128KiB'];
    await stage.apply(...server('catalog', flags, { more: { resources: { limits: { memory: '96Mi' } } } }));
    await stage.ready(['catalog']);
    const url = `http://catalog.${stage.namespace}.svc:8080`;
    await stage.apply(...client('frontend', `${url}/items`, ['--burst', '4', '--period', '2s', '--jitter', '8ms'], { annotations: nativeSidecar }));
    await stage.until('race lost three times', () => stage.rows('catalog', 'UC') >= 3, 120);
    await stage.apply(
      ...client('importer', `${url}/import`, ['--burst', '8', '--period', '500ms', '--method', 'POST', '--body-bytes', '64KiB'], {
        annotations: nativeSidecar,
      }),
    );
    await stage.until('catalog killed', () => restarts(stage, 'catalog') >= 1, 60);
    await stage.ready(['catalog']);
    await stage.wait(4);
  },
};
