import { client } from './objects/lab-apps.ts';
import { nativeSidecar, restarts } from './objects/rollout.ts';
import { vmalert, vminsert, vmselect } from './objects/write-path.ts';
import type { Scenario } from './scenario.ts';

const limited = (memory: string): ReturnType<typeof vminsert> => vminsert([], { annotations: nativeSidecar, more: { resources: { limits: { memory } } } });

/** vminsert gets less memory than a batch of big writes takes; the kernel kills it. */
export const oomKill: Scenario = {
  id: 'oom-kill',
  title: { en: 'the kernel kills vminsert for memory under a burst of big writes', 'zh-TW': '大量寫入時核心因記憶體不足而終止 vminsert' },
  breaks: {
    en: 'vminsert has a memory limit of 64 MiB; after a while importer sends batches of 8 MiB with new series, four at a time',
    'zh-TW': 'vminsert 記憶體上限 64 MiB；一段時間後 importer 每次並行送出四批 8 MiB 的新時間序列',
  },
  truth: {
    cause: 'oom-killed',
    hop: 'vminsert-sidecar->vminsert',
    closedBy: 'server',
    mustNot: ['keepalive-idle-mismatch', 'crash-loop', 'liveness-killed', 'app-crashed', 'shutdown-race', 'readiness-failing'],
  },
  observe: [
    { workload: 'vminsert', shows: 'UC' },
    { workload: 'vminsert', shows: '204', atLeast: 3 },
  ],
  needs: ['limits'],
  seconds: 45,
  run: async (stage) => {
    await stage.apply(...vmselect(), ...limited('64Mi'));
    await stage.ready(['vmselect', 'vminsert']);
    await stage.apply(...vmalert(stage.namespace, { interval: '2s', flags: ['-remoteWrite.flushInterval=1s'] }));
    const big = [
      '--method',
      'POST',
      '--body-bytes',
      '8MiB',
      '--body-line',
      'import_{n}{instance="a{t}b{n}",path="/var/lib/{n}"} {n}',
      '--burst',
      '4',
      '--period',
      '2s',
      '--start-delay',
      '5s',
    ];
    await stage.apply(...client('importer', `http://vminsert.${stage.namespace}.svc:8480/api/v1/import/prometheus`, big, { annotations: nativeSidecar }));
    await stage.ready(['vmalert', 'importer']);
    await stage.until('vminsert killed', () => restarts(stage, 'vminsert') >= 1 && stage.rows('vminsert', 'UC') >= 1, 60);
    await stage.wait(5);
  },
  fix: {
    title: { en: 'a memory limit of 2 GiB', 'zh-TW': '記憶體上限改為 2 GiB' },
    own: 'memory-limit',
    measuredAt: 'importer',
    seconds: 20,
    afterOwn: async (stage) => {
      await stage.wait(2);
      await stage.ready(['vminsert']);
    },
    apply: async (stage) => {
      await stage.apply(...limited('2Gi'));
      await stage.ready(['vminsert']);
    },
  },
};
