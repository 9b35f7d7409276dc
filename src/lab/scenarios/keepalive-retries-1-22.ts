import { virtualService } from './objects/istio.ts';
import { pusher } from './objects/pusher.ts';
import { vminsert } from './objects/write-path.ts';
import type { Scenario } from './scenario.ts';

/** The client's proxy repeats answers of 503, as it did by default up to Istio 1.23: writers see nothing, the race is in the server's proxy only. */
export const keepaliveRetries122: Scenario = {
  id: 'keepalive-retries-1-22',
  title: {
    en: 'keep-alive race hidden by the retries that were Istio’s default up to 1.23',
    'zh-TW': '被 Istio 1.23 及更早版本預設重試掩蓋的 keep-alive 競賽',
  },
  breaks: {
    en: 'vminsert closes idle connections after 5 s and is written to every 5 s; a VirtualService repeats failed writes twice, also those answered with 503',
    'zh-TW': 'vminsert 閒置 5 秒即關閉連線，每 5 秒被寫入一次；VirtualService 會重試失敗的寫入兩次，包括 503 回應',
  },
  // The race is real, but no request of a writer fails: a risk, not an incident.
  truth: { cause: 'healthy', mustNot: ['oom-killed', 'app-crashed', 'app-answered-503', 'connection-lifetime-limit', 'app-closed-mid-request'] },
  observe: [
    { workload: 'vminsert', shows: 'UC', atLeast: 3 },
    { workload: 'metrics-pusher', shows: '503', atLeast: 0, atMost: 0 },
  ],
  seconds: 70,
  run: async (stage) => {
    const { namespace } = stage;
    const host = `vminsert.${namespace}.svc.cluster.local`;
    const retries = { attempts: 2, retryOn: 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes,503' };
    await stage.apply(
      ...vminsert(['-http.idleConnTimeout=5s']),
      virtualService('vminsert', { hosts: [host], http: [{ route: [{ destination: { host } }], retries }] }),
    );
    await stage.ready(['vminsert']);
    await stage.apply(...pusher(namespace));
    await stage.ready(['metrics-pusher']);
    await stage.until('race lost three times', () => stage.rows('vminsert', 'UC') >= 3, 150);
  },
};
