import { logInJson } from './objects/json-access-log.ts';
import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

/** The application's own 503, in an access log of JSON with keys of the team's own. */
export const overloadJsonLog: Scenario = {
  id: 'overload-json-log',
  title: { en: 'catalog answers 503 at its own limit; access log in JSON', 'zh-TW': 'catalog 達到自身上限而回應 503；存取日誌為 JSON' },
  breaks: {
    en: 'catalog serves one request at a time, queues others for 50 ms and takes 300 ms for each; frontend sends four at once; a Telemetry makes the log JSON',
    'zh-TW': 'catalog 一次只處理一個請求，其餘排隊 50 毫秒，每個請求需 300 毫秒；frontend 一次送四個；Telemetry 將存取日誌設為 JSON',
  },
  truth: {
    cause: 'app-answered-503',
    hop: 'catalog',
    mustNot: ['circuit-breaker-overflow', 'rate-limited', 'keepalive-idle-mismatch', 'app-crashed', 'cpu-saturated', 'readiness-failing', 'request-timeout'],
  },
  observe: [
    { workload: 'catalog', shows: '503', atLeast: 5 },
    { workload: 'catalog', shows: '200', atLeast: 3 },
    { workload: 'frontend', shows: '503', atLeast: 5 },
  ],
  seconds: 40,
  run: async (stage) => {
    await logInJson(stage);
    await stage.apply(...server('catalog', ['--max-concurrent', '1', '--queue-for', '50ms', '--answer-delay', '300ms', '--keep-alive-timeout', '75s']));
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`, ['--burst', '4', '--period', '2s']));
    await stage.ready(['frontend']);
    await stage.until('requests refused', () => stage.rows('catalog', '503') >= 15);
  },
};
