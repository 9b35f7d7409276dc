import { pusher } from './objects/pusher.ts';
import { vminsert } from './objects/write-path.ts';
import type { Scenario } from './scenario.ts';

/** The same without a policy of one's own: what Istio retries by default since 1.24 does not cover the race, so every loss reaches the writer. */
export const keepaliveRetries124: Scenario = {
  id: 'keepalive-retries-1-24',
  title: {
    en: 'keep-alive race with Istio’s default retries since 1.24: writers see the 503',
    'zh-TW': 'Istio 1.24 起的預設重試下的 keep-alive 競賽：寫入端會看到 503',
  },
  breaks: {
    en: 'vminsert closes idle connections after 5 s and is written to every 5 s; retries are left at their defaults',
    'zh-TW': 'vminsert 閒置 5 秒即關閉連線，每 5 秒被寫入一次；重試維持預設值',
  },
  truth: {
    cause: 'keepalive-idle-mismatch',
    hop: 'vminsert-sidecar->vminsert',
    mustNot: ['oom-killed', 'app-crashed', 'app-answered-503', 'connection-lifetime-limit', 'app-closed-mid-request'],
  },
  observe: [
    { workload: 'vminsert', shows: 'UC', atLeast: 3 },
    { workload: 'metrics-pusher', shows: '503', atLeast: 3 },
  ],
  seconds: 70,
  run: async (stage) => {
    await stage.apply(...vminsert(['-http.idleConnTimeout=5s'], { annotations: { 'sidecar.istio.io/nativeSidecar': 'false' } }));
    await stage.ready(['vminsert']);
    await stage.apply(...pusher(stage.namespace, { annotations: { 'sidecar.istio.io/nativeSidecar': 'false' } }));
    await stage.ready(['metrics-pusher']);
    await stage.until('race lost three times', () => stage.rows('vminsert', 'UC') >= 3, 150);
  },
  fix: {
    title: { en: 'vminsert keeps idle connections for 65 m, longer than any proxy', 'zh-TW': 'vminsert 保留閒置連線 65 分鐘，比任何 proxy 都久' },
    measuredAt: 'metrics-pusher',
    seconds: 45,
    apply: async (stage) => {
      await stage.apply(...vminsert(['-http.idleConnTimeout=65m'], { annotations: { 'sidecar.istio.io/nativeSidecar': 'false' } }));
      await stage.ready(['vminsert']);
      // The pod of before is still ending; what it loses is not the race.
      await stage.until('only the new pod is left', () => stage.pods('vminsert').length === 1);
    },
  },
};
