import { stringAt } from '../../formats/json.ts';
import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

/** One pod, one hop, one flag: the losses of the race come all the time, those of the crash in one moment. */
export const twoCausesRaceAndCrash: Scenario = {
  id: 'two-causes-race-and-crash',
  title: { en: 'a keep-alive race, and one crash in between: only timing tells them apart', 'zh-TW': 'keep-alive 競賽，中間發生一次當機：只有時間點能分辨' },
  breaks: {
    en: 'catalog closes idle connections after 5 s and is asked every 5 s; in between one request crashes it, and it is restarted',
    'zh-TW': 'catalog 閒置 5 秒即關閉連線，每 5 秒被請求一次；其間有一個請求使其當機並重新啟動',
  },
  truth: {
    cause: 'keepalive-idle-mismatch',
    // Which of the two explains more is chance; both must be named.
    acceptableAlso: ['app-crashed'],
    allNamed: ['keepalive-idle-mismatch', 'app-crashed'],
    hop: 'catalog-sidecar->catalog',
    closedBy: 'server',
    mustNot: ['oom-killed', 'crash-loop', 'liveness-killed', 'connection-lifetime-limit', 'unannounced-close'],
  },
  observe: [{ workload: 'catalog', shows: 'UC', atLeast: 7 }],
  seconds: 100,
  run: async (stage) => {
    const url = `http://catalog.${stage.namespace}:8080`;
    await stage.apply(...server('catalog', ['--keep-alive-timeout', '5s', '--keep-alive-buffer', '0s', '--crash-path', '/import']));
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `${url}/items`, ['--period', '5s', '--jitter', '10ms', '--burst', '8']));
    await stage.ready(['frontend']);
    await stage.until('race lost three times', () => stage.rows('catalog', 'UC') >= 3, 120);
    const [pod] = stage.pods('frontend');
    if (pod === undefined) throw new Error('frontend has no pod');
    // Programs run from outside know no names of Services.
    const address = stringAt(await stage.api.get(`/api/v1/namespaces/${stage.namespace}/services/catalog`), 'spec', 'clusterIP') ?? '';
    await stage.inPod(pod, [process.execPath, '-e', 'fetch(process.argv[1]).catch(() => undefined)', `http://${address}:8080/import`]);
    await stage.until('catalog crashed', () => stage.pods('catalog').some(({ containers }) => containers.some(({ restarts }) => restarts > 0)), 20);
    await stage.ready(['catalog']);
    const after = stage.rows('catalog', 'UC');
    await stage.until('race lost three times more', () => stage.rows('catalog', 'UC') >= after + 3, 120);
  },
};
