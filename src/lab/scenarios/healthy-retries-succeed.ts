import { virtualService } from './objects/istio.ts';
import { client } from './objects/lab-apps.ts';
import { vminsert } from './objects/write-path.ts';
import type { Scenario } from './scenario.ts';

/**
 * The race of keepalive-app-hop is lost now and then, but the client's proxy makes the request again (Istio's own retry policy until 1.23, here in a VirtualService)
 * and pusher sees 204 only. The truth is `healthy`: the contract is about requests, and none failed for who made it; the saved attempts are counted in the reason.
 */
export const healthyRetriesSucceed: Scenario = {
  id: 'healthy-retries-succeed',
  title: { en: 'healthy: a race at vminsert that retries always save', 'zh-TW': '健康：vminsert 的競賽都被重試救回' },
  breaks: {
    en: 'vminsert closes idle connections after 5 s, pusher writes on sixteen connections every 5 s; a VirtualService retries 503 twice, so that no write fails',
    'zh-TW': 'vminsert 閒置 5 秒關閉連線，pusher 每 5 秒以十六條連線寫入；VirtualService 對 503 重試兩次，沒有寫入失敗',
  },
  truth: { cause: 'healthy', mustNot: ['keepalive-idle-mismatch', 'oom-killed', 'app-crashed', 'connection-lifetime-limit', 'shutdown-race'] },
  observe: [
    { workload: 'vminsert', shows: 'UC', atLeast: 1 },
    { workload: 'pusher', shows: '503', atLeast: 0, atMost: 0 },
  ],
  seconds: 90,
  run: async (stage) => {
    const host = `vminsert.${stage.namespace}.svc.cluster.local`;
    const retries = { attempts: 2, retryOn: 'connect-failure,refused-stream,unavailable,cancelled,503' };
    await stage.apply(virtualService('vminsert', { hosts: [host], http: [{ route: [{ destination: { host } }], retries }] }));
    await stage.apply(...vminsert(['-http.idleConnTimeout=5s']));
    await stage.ready(['vminsert']);
    // Some milliseconds of jitter lay the sixteen around the moment at which vminsert closes.
    const rhythm = ['--burst', '16', '--period', '5s', '--jitter', '16ms'];
    const write = ['--method', 'POST', '--body-bytes', '64B', '--body-line', 'lab_push{series="{n}"} 1'];
    await stage.apply(...client('pusher', `http://vminsert.${stage.namespace}.svc:8480/api/v1/import/prometheus`, [...write, ...rhythm]));
    await stage.ready(['pusher']);
    await stage.until('race lost and saved', () => stage.rows('vminsert', 'UC') >= 2, 200);
    // The retry of the last one has been logged by then.
    await stage.wait(2);
  },
};
