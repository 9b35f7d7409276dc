import { virtualService } from './objects/istio.ts';
import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

/** A route's time limit below the time that some answers honestly take. */
export const requestTimeout: Scenario = {
  id: 'request-timeout',
  title: { en: 'a VirtualService timeout that cuts slow answers', 'zh-TW': 'VirtualService 的逾時截斷了較慢的回應' },
  breaks: {
    en: 'the VirtualService of reports has timeout 1s; every third answer takes 2.5 s',
    'zh-TW': 'reports 的 VirtualService 逾時為 1 秒；每三次回應有一次需 2.5 秒',
  },
  truth: {
    cause: 'request-timeout',
    hop: 'dashboard-sidecar->reports-sidecar',
    mustNot: ['keepalive-idle-mismatch', 'middlebox-idle-drop', 'network-policy-blocked', 'cpu-saturated', 'oom-killed'],
  },
  observe: [{ workload: 'dashboard', shows: 'UT', atLeast: 4 }],
  seconds: 45,
  run: async (stage) => {
    await stage.apply(...server('reports', ['--answer-delay', '2500ms', '--slow-every', '3']), limited(stage.namespace, '1s'));
    await stage.ready(['reports']);
    await stage.apply(
      ...client('dashboard', `http://reports.${stage.namespace}.svc:8080/daily`, ['--period', '700ms'], {
        annotations: { 'sidecar.istio.io/nativeSidecar': 'false' },
      }),
    );
    await stage.ready(['dashboard']);
    await stage.until('requests over the time', () => stage.rows('dashboard', 'UT') >= 6);
  },
  fix: {
    title: { en: 'a timeout above the slowest honest answer', 'zh-TW': '逾時高於最慢的正常回應時間' },
    measuredAt: 'dashboard',
    seconds: 20,
    apply: (stage) => stage.apply(limited(stage.namespace, '10s')),
  },
};

function limited(namespace: string, timeout: string): ReturnType<typeof virtualService> {
  const host = `reports.${namespace}.svc.cluster.local`;
  return virtualService('reports', { hosts: [host], http: [{ route: [{ destination: { host } }], timeout }] });
}
