import { client } from './objects/lab-apps.ts';
import { destinationRule } from './objects/istio.ts';
import { lostAtMoments } from './objects/lost-at-moments.ts';
import { nginxServer } from './objects/other-servers.ts';
import type { Scenario } from './scenario.ts';

/** The limit stands in nginx's own file, which is in its image: the evidence shows it by nothing but the quiet times. */
export const keepaliveNginx: Scenario = {
  id: 'keepalive-nginx',
  title: { en: 'keep-alive race against nginx as the application', 'zh-TW': '以 nginx 為應用程式時的 keep-alive 競賽' },
  breaks: {
    en: 'nginx in the pod has keepalive_timeout 5s; frontend asks every 5 s, a monitor about every second; the proxy keeps connections for 1 h',
    'zh-TW': 'pod 內的 nginx 設 keepalive_timeout 5s；frontend 每 5 秒請求一次，monitor 約每秒一次；proxy 保留連線 1 小時',
  },
  truth: {
    cause: 'keepalive-idle-mismatch',
    hop: 'static-site-sidecar->static-site',
    mustNot: ['app-crashed', 'connection-lifetime-limit', 'unannounced-close', 'app-closed-mid-request'],
  },
  observe: [{ workload: 'static-site', shows: 'UC', atLeast: 4 }],
  needs: ['nginx'],
  seconds: 100,
  run: async (stage) => {
    await stage.apply(...nginxServer('static-site'));
    await stage.ready(['static-site']);
    await stage.apply(...client('frontend', `http://static-site.${stage.namespace}:8080/`, ['--period', '5s', '--jitter', '10ms', '--burst', '8']));
    await stage.apply(...client('monitor', `http://static-site.${stage.namespace}:8080/`, ['--period', '900ms', '--jitter', '300ms']));
    await stage.ready(['frontend', 'monitor']);
    // One round of parallel requests is one observation.
    await lostAtMoments(stage, 'static-site', 4, 240);
  },
  fix: {
    title: { en: 'the proxy gives up idle connections after 3 s, before nginx does', 'zh-TW': 'proxy 閒置 3 秒即放棄連線，早於 nginx' },
    own: 'inbound-idle-limit',
    measuredAt: 'frontend',
    seconds: 45,
    apply: (stage) =>
      stage.apply(
        destinationRule('static-site', {
          host: `static-site.${stage.namespace}.svc.cluster.local`,
          trafficPolicy: { connectionPool: { http: { idleTimeout: '3s' } } },
        }),
      ),
  },
};
