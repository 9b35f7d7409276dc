import { classicSidecar } from './objects/rollout.ts';
import { vmalert, vminsert, vmselect } from './objects/write-path.ts';
import type { Scenario } from './scenario.ts';

const changes = { annotations: { ...classicSidecar, 'why503.lab/back-off': '3' }, spec: { strategy: { type: 'Recreate' } } };

/** A release with a flag that vminsert does not understand: it ends at once, again and again. */
export const crashLoop: Scenario = {
  id: 'crash-loop',
  title: { en: 'a release with a bad flag crashes in a loop', 'zh-TW': '新版本帶有錯誤的參數，不斷當掉重啟' },
  breaks: {
    en: 'vminsert (strategy Recreate) is given -maxConcurrentInserts=many, no number; it exits with an error at every start',
    'zh-TW': 'vminsert（Recreate 策略）被給予 -maxConcurrentInserts=many，不是數字；每次啟動都因錯誤結束',
  },
  truth: {
    cause: 'crash-loop',
    hop: 'vmalert-sidecar->vminsert-sidecar',
    mustNot: ['oom-killed', 'keepalive-idle-mismatch', 'readiness-failing', 'service-selector-mismatch', 'shutdown-race', 'liveness-killed'],
  },
  observe: [{ workload: 'vmalert', shows: 'UH', atLeast: 3 }],
  seconds: 55,
  run: async (stage) => {
    await stage.apply(...vmselect(), ...vminsert([], changes));
    await stage.ready(['vmselect', 'vminsert']);
    await stage.apply(...vmalert(stage.namespace, { interval: '2s', flags: ['-remoteWrite.flushInterval=1s'], changes: { annotations: classicSidecar } }));
    await stage.ready(['vmalert']);
    await stage.wait(5);
    await stage.apply(...vminsert(['-maxConcurrentInserts=many'], changes));
    await stage.until('writes fail', () => stage.rows('vmalert', 'UH') >= 6, 60);
    await stage.wait(10);
  },
  fix: {
    title: { en: 'the release before the flag', 'zh-TW': '退回沒有該參數的版本' },
    measuredAt: 'vmalert',
    seconds: 20,
    apply: async (stage) => {
      await stage.apply(...vminsert([], changes));
      await stage.ready(['vminsert']);
    },
  },
};
