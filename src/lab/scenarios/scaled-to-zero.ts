import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'catalog' } };

/** Somebody, or an autoscaler, asks for no replica of a service that is still called. */
export const scaledToZero: Scenario = {
  id: 'scaled-to-zero',
  title: { en: 'catalog is scaled to zero while frontend calls it', 'zh-TW': 'frontend 仍在呼叫時，catalog 的副本數被縮減為零' },
  breaks: {
    en: 'the replicas of catalog are set from two to zero; its Service stays, and frontend goes on asking',
    'zh-TW': 'catalog 的副本數由二改為零；其 Service 仍在，frontend 持續發出請求',
  },
  truth: {
    cause: 'readiness-failing',
    // of a workload without pods nobody knows whether it has sidecars
    hop: 'frontend-sidecar->catalog',
    mustNot: ['service-selector-mismatch', 'outlier-ejection', 'crash-loop', 'oom-killed', 'stale-endpoints', 'target-port-mismatch'],
  },
  observe: [
    { workload: 'frontend', shows: '200', atLeast: 5 },
    { workload: 'frontend', shows: 'UH', atLeast: 10 },
  ],
  seconds: 45,
  run: async (stage) => {
    await stage.apply(...server('catalog', ['--on-sigterm', 'drain'], { replicas: 2, more: { lifecycle: { preStop: { sleep: { seconds: 3 } } } } }));
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`));
    await stage.ready(['frontend']);
    await stage.until('requests are served', () => stage.rows('frontend', '200') >= 5);
    await stage.patch(deployment, { spec: { replicas: 0 } });
    await stage.until('no host is left', () => stage.rows('frontend', 'UH') >= 15);
  },
  fix: {
    title: { en: 'two replicas again', 'zh-TW': '恢復兩個副本' },
    own: 'replicas',
    afterOwn: async (stage) => {
      await stage.wait(2);
      await stage.ready(['catalog']);
    },
    measuredAt: 'frontend',
    seconds: 20,
    apply: async (stage) => {
      await stage.patch(deployment, { spec: { replicas: 2 } });
      await stage.ready(['catalog']);
    },
  },
};
