import { client, server } from './objects/lab-apps.ts';
import { nativeSidecar } from './objects/rollout.ts';
import type { Scenario } from './scenario.ts';

const flags = ['--startup-delay', '8s'];

/** Without a readiness probe a new pod gets requests before its application listens. */
export const startupRace: Scenario = {
  id: 'startup-race',
  title: { en: 'new pods get requests before the application listens', 'zh-TW': '應用程式尚未監聽，新的 pod 就收到請求' },
  breaks: {
    en: 'catalog has no readiness probe and listens 8 s after its start; it is scaled from one replica to three under load',
    'zh-TW': 'catalog 沒有就緒探測，啟動 8 秒後才監聽；在負載下由一個副本擴充為三個',
  },
  truth: {
    cause: 'startup-race',
    hop: 'catalog-sidecar->catalog',
    mustNot: ['shutdown-race', 'target-port-mismatch', 'app-not-listening', 'app-crashed', 'oom-killed', 'keepalive-idle-mismatch'],
  },
  observe: [
    { workload: 'catalog', shows: 'UF', atLeast: 5 },
    { workload: 'catalog', shows: '200', atLeast: 20 },
  ],
  seconds: 60,
  run: async (stage) => {
    // A container without a readiness probe counts as ready as soon as it runs.
    await stage.apply(...server('catalog', flags, { annotations: nativeSidecar, more: { readinessProbe: undefined } }));
    await stage.ready(['catalog']);
    await stage.wait(9);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`, ['--rate', '4'], { annotations: nativeSidecar }));
    await stage.ready(['frontend']);
    await stage.wait(6);
    await stage.patch({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'catalog' } }, { spec: { replicas: 3 } });
    await stage.until('requests refused', () => stage.rows('catalog', 'UF') >= 5, 40);
    await stage.wait(14);
  },
  fix: {
    title: { en: 'a readiness probe', 'zh-TW': '加上就緒探測' },
    own: 'start-order',
    afterOwn: async (stage) => {
      await stage.wait(2);
      await stage.ready(['catalog']);
      await stage.wait(5);
      await stage.patch({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'catalog' } }, { spec: { replicas: 5 } });
    },
    measuredAt: 'frontend',
    seconds: 30,
    apply: async (stage) => {
      await stage.apply(
        ...server('catalog', flags, {
          replicas: 3,
          annotations: nativeSidecar,
          spec: { strategy: { rollingUpdate: { maxUnavailable: 0 } } },
          more: { lifecycle: { preStop: { sleep: { seconds: 3 } } } },
        }),
      );
      await stage.ready(['catalog']);
      await stage.wait(5);
      await stage.patch({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'catalog' } }, { spec: { replicas: 5 } });
    },
  },
};
