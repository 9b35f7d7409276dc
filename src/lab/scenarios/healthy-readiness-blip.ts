import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

/** One of two replicas is not ready for some seconds; the other takes the requests. */
export const healthyReadinessBlip: Scenario = {
  id: 'healthy-readiness-blip',
  title: { en: 'healthy: one of two replicas is not ready for a few seconds', 'zh-TW': '健康：兩個副本之一短暫未就緒' },
  breaks: {
    en: 'nothing that a request meets: one replica of catalog fails its readiness probe for 6 s and goes on answering, the other stays ready',
    'zh-TW': '請求都未受影響：catalog 的一個副本就緒探測失敗 6 秒但仍可回應，另一個一直就緒',
  },
  truth: { cause: 'healthy', mustNot: ['readiness-failing', 'liveness-killed', 'shutdown-race', 'stale-endpoints', 'outlier-ejection'] },
  observe: [
    { workload: 'frontend', shows: '200', atLeast: 20 },
    { workload: 'frontend', shows: '503', atLeast: 0, atMost: 0 },
  ],
  seconds: 40,
  run: async (stage) => {
    await stage.apply(...server('catalog', ['--keep-alive-timeout', '75s'], { replicas: 2 }));
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`, ['--rate', '3']));
    await stage.ready(['frontend']);
    await stage.wait(3);
    const program = stage.pods('catalog')[0]?.containers.find(({ name }) => name === 'catalog')?.pid;
    if (program === undefined) throw new Error('catalog does not run');
    process.kill(program, 'SIGUSR2');
    await stage.wait(6);
    process.kill(program, 'SIGUSR2');
    await stage.ready(['catalog']);
    await stage.wait(5);
  },
};
