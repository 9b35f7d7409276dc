import { server } from './objects/lab-apps.ts';
import { workload } from './objects/workload.ts';
import type { Scenario } from './scenario.ts';

/** Search as one types: every third request is given up by its maker 150 ms later, because a newer one takes its place. Nothing waits for its answer. */
const typist = (url: string): string => `
const http = require('node:http');
const agent = new http.Agent({ keepAlive: true });
let count = 0;
setInterval(() => {
  count += 1;
  const superseded = count % 3 === 0;
  const request = http.get('${url}', { agent }, (answer) => answer.resume());
  request.on('error', (error) => { if (!superseded) console.error(error.message); });
  if (superseded) setTimeout(() => request.destroy(), 150);
}, 700);`;

/** Whoever asked hung up by its own will: that is no failure of the mesh. */
export const healthyClientGone: Scenario = {
  id: 'healthy-client-gone',
  title: { en: 'healthy: a client that gives requests up', 'zh-TW': '健康：用戶端自行放棄請求' },
  breaks: {
    en: 'nothing that fails: search answers within 400 ms; its client takes back every third request after 150 ms',
    'zh-TW': '沒有任何失敗：search 在 400 毫秒內回應；用戶端每三個請求就有一個在 150 毫秒後自行取消',
  },
  truth: { cause: 'healthy', mustNot: ['request-timeout', 'middlebox-idle-drop', 'proxy-or-client-defect', 'app-closed-mid-request', 'cpu-saturated'] },
  observe: [
    { workload: 'typeahead', shows: 'DC', atLeast: 5 },
    { workload: 'typeahead', shows: '200', atLeast: 10 },
    { workload: 'typeahead', shows: '503', atLeast: 0, atMost: 0 },
  ],
  seconds: 45,
  run: async (stage) => {
    await stage.apply(...server('search', ['--answer-delay', '400ms', '--keep-alive-timeout', '75s']));
    await stage.ready(['search']);
    const url = `http://search.${stage.namespace}.svc:8080/suggest`;
    await stage.apply(
      workload({
        name: 'typeahead',
        image: 'lab/typeahead:1.0.0',
        command: ['node', '-e', typist(url)],
        annotations: { 'sidecar.istio.io/nativeSidecar': 'false' },
      }),
    );
    await stage.ready(['typeahead']);
    await stage.until('requests given up', () => stage.rows('typeahead', 'DC') >= 8);
  },
};
