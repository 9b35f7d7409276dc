import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

/** Runs once with far too much memory, then never again: the file in the emptyDir outlives the container. */
const firstStart =
  'if [ ! -e "$POD_ROOT/var/cache/warm" ]; then touch "$POD_ROOT/var/cache/warm"; exec node -e "const kept = []; setInterval(() => kept.push(Buffer.alloc(8 << 20, 1)), 5)"; fi; exec node server.mjs --port 8080 --keep-alive-timeout 75s';

/** catalog was killed for memory while it filled its cache, before anyone asked it; since then it serves without an error. */
export const healthyOldOom: Scenario = {
  id: 'healthy-old-oom',
  title: { en: 'healthy: an OOM kill before the traffic', 'zh-TW': '健康：流量開始之前發生過 OOM' },
  breaks: {
    en: 'nothing that a request meets: catalog’s first start goes beyond its memory limit; frontend begins when it is ready',
    'zh-TW': '請求都未受影響：catalog 第一次啟動超過記憶體上限而被終止；frontend 在它就緒後才開始發送',
  },
  truth: { cause: 'healthy', mustNot: ['oom-killed', 'app-crashed', 'crash-loop', 'startup-race', 'readiness-failing'] },
  observe: [
    { workload: 'frontend', shows: '200', atLeast: 20 },
    { workload: 'frontend', shows: '503', atLeast: 0, atMost: 0 },
    { workload: 'catalog', shows: '503', atLeast: 0, atMost: 0 },
  ],
  needs: ['limits'],
  seconds: 50,
  run: async (stage) => {
    const cache = { volumes: [{ name: 'cache', emptyDir: {} }] };
    const more = { resources: { limits: { memory: '160Mi' } }, volumeMounts: [{ name: 'cache', mountPath: '/var/cache' }] };
    const annotations = { 'why503.lab/back-off': '3' };
    await stage.apply(...server('catalog', [], { command: ['sh', '-c', firstStart], args: [], more, pod: cache, annotations }));
    await stage.until('killed for memory once', () =>
      stage.pods('catalog').some(({ containers }) => containers.some(({ name, restarts }) => name === 'catalog' && restarts > 0)),
    );
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`, ['--rate', '2']));
    await stage.ready(['frontend']);
    await stage.until('requests served', () => stage.rows('frontend', '200') >= 30);
  },
};
