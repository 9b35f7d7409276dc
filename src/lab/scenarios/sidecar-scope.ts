import { sidecar } from './objects/istio.ts';
import { vmalert, vminsert, vmselect } from './objects/write-path.ts';
import type { Scenario } from './scenario.ts';

/** A Sidecar written to save memory in the proxies, which forgets a destination. */
export const sidecarScope: Scenario = {
  id: 'sidecar-scope',
  title: { en: 'a Sidecar whose egress hosts leave out vminsert, with REGISTRY_ONLY', 'zh-TW': 'Sidecar 的 egress hosts 遺漏 vminsert，且為 REGISTRY_ONLY' },
  breaks: {
    en: 'while writes are well, a Sidecar for vmalert is applied: egress to vmselect and istio-system only, outboundTrafficPolicy REGISTRY_ONLY',
    'zh-TW': '寫入正常時，為 vmalert 套用 Sidecar：egress 只允許 vmselect 與 istio-system，outboundTrafficPolicy 為 REGISTRY_ONLY',
  },
  truth: {
    cause: 'sidecar-scope',
    hop: 'vmalert-sidecar',
    mustNot: ['no-route', 'readiness-failing', 'service-selector-mismatch', 'network-policy-blocked', 'oom-killed'],
  },
  observe: [{ workload: 'vmalert', shows: 'UH', atLeast: 3 }],
  seconds: 50,
  run: async (stage) => {
    await stage.apply(...vmselect(), ...vminsert());
    await stage.ready(['vmselect', 'vminsert']);
    await stage.apply(...vmalert(stage.namespace, { interval: '2s', flags: ['-remoteWrite.flushInterval=1s'] }));
    await stage.ready(['vmalert']);
    await stage.until('a write that arrives', () => stage.rows('vmalert', '204') >= 2);
    await stage.apply(scope(stage.namespace, ['vmselect']));
    await stage.until('writes that go nowhere', () => stage.rows('vmalert', 'UH') >= 4);
  },
  fix: {
    title: { en: 'the Sidecar names vminsert too', 'zh-TW': 'Sidecar 也納入 vminsert' },
    own: 'egress-host',
    measuredAt: 'vmalert',
    seconds: 15,
    apply: (stage) => stage.apply(scope(stage.namespace, ['vmselect', 'vminsert'])),
  },
};

function scope(namespace: string, services: readonly string[]): ReturnType<typeof sidecar> {
  const hosts = ['istio-system/*', ...services.map((name) => `./${name}.${namespace}.svc.cluster.local`)];
  return sidecar('vmalert', { workloadSelector: { labels: { app: 'vmalert' } }, egress: [{ hosts }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } });
}
