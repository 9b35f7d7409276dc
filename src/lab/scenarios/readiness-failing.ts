import { classicSidecar } from './objects/rollout.ts';
import { vmalert, vminsert, vmselect } from './objects/write-path.ts';
import type { Scenario } from './scenario.ts';

const annotations = classicSidecar;

/** The probe asks what vminsert does not serve: it runs, and nobody may send to it. */
export const readinessFailing: Scenario = {
  id: 'readiness-failing',
  title: { en: 'vminsert never becomes ready: its readiness probe asks a path that it does not serve', 'zh-TW': 'vminsert 一直未就緒：就緒探測的路徑並不存在' },
  breaks: {
    en: 'the readiness probe of vminsert asks /readyz, which vminsert answers with 400',
    'zh-TW': 'vminsert 的就緒探測查詢 /readyz，而 vminsert 回應 400',
  },
  truth: {
    cause: 'readiness-failing',
    hop: 'vmalert-sidecar->vminsert-sidecar',
    mustNot: ['service-selector-mismatch', 'oom-killed', 'crash-loop', 'outlier-ejection', 'startup-race', 'liveness-killed', 'mtls-mode-mismatch'],
  },
  observe: [{ workload: 'vmalert', shows: 'UH', atLeast: 5 }],
  seconds: 35,
  run: async (stage) => {
    await stage.apply(...vmselect(), ...vminsert([], { annotations, readyPath: '/readyz' }));
    await stage.ready(['vmselect']);
    await stage.apply(...vmalert(stage.namespace, { interval: '2s', flags: ['-remoteWrite.flushInterval=1s'], changes: { annotations } }));
    await stage.ready(['vmalert']);
    await stage.until('writes fail', () => stage.rows('vmalert', 'UH') >= 8, 60);
  },
  fix: {
    title: { en: 'the readiness probe asks /health', 'zh-TW': '就緒探測改查 /health' },
    own: 'readiness-path',
    afterOwn: async (stage) => {
      await stage.wait(2);
      await stage.ready(['vminsert']);
    },
    measuredAt: 'vmalert',
    seconds: 20,
    apply: async (stage) => {
      await stage.apply(...vminsert([], { annotations }));
      await stage.ready(['vminsert']);
    },
  },
};
