import { client } from './objects/lab-apps.ts';
import { destinationRule } from './objects/istio.ts';
import { lostAtMoments } from './objects/lost-at-moments.ts';
import { pythonServer } from './objects/other-servers.ts';
import type { Scenario } from './scenario.ts';

/** A server whose limit nothing tells; quiet times differ by some tens of milliseconds, so that most pass and only those at the limit fail. */
export const keepalivePython: Scenario = {
  id: 'keepalive-python',
  title: { en: 'keep-alive race against a Python server', 'zh-TW': '與 Python 伺服器之間的 keep-alive 競賽' },
  breaks: {
    en: 'reports, a Python server, closes connections that idle for 5 s; dashboard asks about every 5 s, a monitor about every second; the proxy keeps connections for 1 h',
    'zh-TW': 'reports 是 Python 伺服器，閒置 5 秒即關閉連線；dashboard 約每 5 秒請求一次，monitor 約每秒一次；proxy 保留連線 1 小時',
  },
  truth: {
    cause: 'keepalive-idle-mismatch',
    hop: 'reports-sidecar->reports',
    mustNot: ['app-crashed', 'connection-lifetime-limit', 'unannounced-close', 'app-closed-mid-request'],
  },
  observe: [{ workload: 'reports', shows: 'UC', atLeast: 4 }],
  seconds: 240,
  run: async (stage) => {
    await stage.apply(...pythonServer('reports'));
    await stage.ready(['reports']);
    await stage.apply(...client('dashboard', `http://reports.${stage.namespace}:8080/`, ['--period', '5s', '--jitter', '8ms', '--burst', '8']));
    await stage.apply(...client('monitor', `http://reports.${stage.namespace}:8080/`, ['--period', '900ms', '--jitter', '300ms']));
    await stage.ready(['dashboard', 'monitor']);
    // One round of parallel requests is one observation.
    await lostAtMoments(stage, 'reports', 5, 420);
  },
  fix: {
    title: { en: 'the proxy gives up idle connections after 3 s, before the server does', 'zh-TW': 'proxy 閒置 3 秒即放棄連線，早於伺服器' },
    own: 'inbound-idle-limit',
    measuredAt: 'dashboard',
    seconds: 45,
    apply: (stage) =>
      stage.apply(
        destinationRule('reports', {
          host: `reports.${stage.namespace}.svc.cluster.local`,
          trafficPolicy: { connectionPool: { http: { idleTimeout: '3s' } } },
        }),
      ),
  },
};
