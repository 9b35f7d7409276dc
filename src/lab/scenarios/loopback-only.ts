import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

/** The probe asks inside the pod, so that the pod is ready; the sidecar forwards to the pod's own address (Istio ≥ 1.10), where nobody listens. */
const localProbe = { readinessProbe: { exec: { command: ['node', 'get.mjs', 'http://127.0.0.1:8080/ready'] }, periodSeconds: 2, timeoutSeconds: 5 } };

export const loopbackOnly: Scenario = {
  id: 'loopback-only',
  title: { en: 'an application that listens on loopback only', 'zh-TW': '應用程式只監聽 loopback' },
  breaks: {
    en: 'catalog is started with --host 127.0.0.1; its readiness probe asks inside the pod and passes',
    'zh-TW': 'catalog 以 --host 127.0.0.1 啟動；其 readiness probe 在 Pod 內查詢而通過',
  },
  truth: {
    cause: 'app-not-listening',
    hop: 'catalog-sidecar->catalog',
    mustNot: ['target-port-mismatch', 'startup-race', 'network-policy-blocked', 'oom-killed', 'crash-loop'],
  },
  observe: [{ workload: 'catalog', shows: 'UF', atLeast: 5 }],
  seconds: 40,
  run: async (stage) => {
    await stage.apply(...server('catalog', ['--host', '127.0.0.1'], { more: localProbe }));
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`));
    await stage.ready(['frontend']);
    await stage.until('refused connections', () => stage.rows('catalog', 'UF') >= 8);
  },
  fix: {
    title: { en: 'catalog listens on all addresses', 'zh-TW': 'catalog 監聽所有位址' },
    measuredAt: 'frontend',
    seconds: 15,
    apply: async (stage) => {
      await stage.apply(...server('catalog', ['--host', '0.0.0.0'], { more: localProbe }));
      await stage.ready(['catalog']);
    },
  },
};
