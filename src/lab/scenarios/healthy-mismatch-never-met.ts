import { vmalert, vminsert, vmselect } from './objects/write-path.ts';
import type { Scenario } from './scenario.ts';

/** The limits are the wrong way round, but no connection ever idles that long. */
export const healthyMismatchNeverMet: Scenario = {
  id: 'healthy-mismatch-never-met',
  title: { en: 'healthy: reversed idle limits that the traffic never meets', 'zh-TW': '健康：閒置上限相反，但流量從未碰到' },
  breaks: {
    en: 'nothing that a request meets: vminsert closes idle connections after 30 s, its proxy keeps them for 1 h, vmalert writes every 2 s',
    'zh-TW': '請求都未受影響：vminsert 閒置 30 秒關閉連線，proxy 保留 1 小時，但 vmalert 每 2 秒寫入',
  },
  truth: { cause: 'healthy', mustNot: ['keepalive-idle-mismatch', 'connection-lifetime-limit', 'middlebox-idle-drop', 'unannounced-close'] },
  observe: [
    { workload: 'vmalert', shows: '204', atLeast: 15 },
    { workload: 'vmalert', shows: '503', atLeast: 0, atMost: 0 },
    { workload: 'vminsert', shows: '503', atLeast: 0, atMost: 0 },
  ],
  seconds: 55,
  run: async (stage) => {
    await stage.apply(...vmselect(), ...vminsert(['-http.idleConnTimeout=30s']));
    await stage.ready(['vmselect', 'vminsert']);
    await stage.apply(...vmalert(stage.namespace, { interval: '2s', flags: ['-remoteWrite.flushInterval=1s'] }));
    await stage.ready(['vmalert']);
    await stage.until('writes taken', () => stage.rows('vmalert', '204') >= 18, 90);
  },
};
