import { virtualService } from './objects/istio.ts';
import { client, server } from './objects/lab-apps.ts';
import { nativeSidecar } from './objects/rollout.ts';
import type { Scenario } from './scenario.ts';

const catalog = (cpu: string): ReturnType<typeof server> =>
  server('catalog', ['--burn', '40ms'], {
    more: { resources: { limits: { cpu } }, readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 2, timeoutSeconds: 10 } },
  });

/** The CPU limit stops the application most of the time; what is left is too little for a burst of requests. */
export const cpuStarvation: Scenario = {
  id: 'cpu-starvation',
  title: { en: 'the CPU limit starves the application until requests time out', 'zh-TW': 'CPU 上限使應用程式無法及時回應，請求逾時' },
  breaks: {
    en: 'catalog needs 40 ms of CPU per request and may use 0.075 CPU; bursts of six requests each 4 s; the VirtualService gives them 2 s',
    'zh-TW': 'catalog 每個請求需要 40 毫秒 CPU，上限為 0.075 CPU；每 4 秒湧入六個請求；VirtualService 逾時 2 秒',
  },
  truth: {
    cause: 'cpu-saturated',
    // The limit of the route is what ended the requests; the CPU is why they were slow. Both are true of them.
    acceptableAlso: ['request-timeout'],
    hop: 'frontend-sidecar->catalog-sidecar',
    mustNot: ['oom-killed', 'keepalive-idle-mismatch', 'liveness-killed', 'crash-loop', 'readiness-failing', 'middlebox-idle-drop'],
  },
  observe: [
    { workload: 'frontend', shows: 'UT', atLeast: 4 },
    { workload: 'frontend', shows: '200', atLeast: 4 },
  ],
  needs: ['limits'],
  seconds: 60,
  run: async (stage) => {
    const host = `catalog.${stage.namespace}.svc.cluster.local`;
    await stage.apply(...catalog('75m'), virtualService('catalog', { hosts: [host], http: [{ route: [{ destination: { host } }], timeout: '2s' }] }));
    await stage.ready(['catalog']);
    await stage.apply(
      ...client('frontend', `http://catalog.${stage.namespace}.svc:8080/report`, ['--burst', '6', '--period', '4s'], { annotations: nativeSidecar }),
    );
    await stage.until('requests time out', () => stage.rows('frontend', 'UT') >= 12, 60);
  },
  fix: {
    title: { en: 'a CPU limit of one CPU', 'zh-TW': 'CPU 上限改為 1' },
    measuredAt: 'frontend',
    seconds: 20,
    apply: async (stage) => {
      await stage.apply(...catalog('1'));
      await stage.ready(['catalog']);
      await stage.wait(4);
    },
  },
};
