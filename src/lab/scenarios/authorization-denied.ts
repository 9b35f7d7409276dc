import { authorizationPolicy } from './objects/istio.ts';
import { vmalert, vminsert, vmselect } from './objects/write-path.ts';
import type { Scenario } from './scenario.ts';

/** A policy written for vmagent, forgetting that vmalert writes too. The hop is that of the proxy which wrote the answer: the receiver's. */
export const authorizationDenied: Scenario = {
  id: 'authorization-denied',
  title: { en: 'an AuthorizationPolicy that does not know vmalert', 'zh-TW': '未納入 vmalert 的 AuthorizationPolicy' },
  breaks: {
    en: 'while writes are well, an AuthorizationPolicy lets only the service account vmagent write to vminsert; vmalert runs as default',
    'zh-TW': '寫入正常時，AuthorizationPolicy 只允許 service account vmagent 寫入 vminsert；vmalert 以 default 身分執行',
  },
  truth: {
    cause: 'authorization-denied',
    hop: 'vminsert-sidecar->vminsert',
    mustNot: ['mtls-mode-mismatch', 'certificate-expired', 'no-route', 'oom-killed', 'network-policy-blocked'],
  },
  observe: [{ workload: 'vminsert', shows: '403', atLeast: 3 }],
  seconds: 45,
  run: async (stage) => {
    await stage.apply(...vmselect(), ...vminsert());
    await stage.ready(['vmselect', 'vminsert']);
    await stage.apply(...vmalert(stage.namespace, { interval: '2s', flags: ['-remoteWrite.flushInterval=1s'] }));
    await stage.ready(['vmalert']);
    await stage.until('a write that arrives', () => stage.rows('vmalert', '204') >= 2);
    await stage.apply(writers(stage.namespace, ['vmagent']));
    await stage.until('refused writes', () => stage.rows('vminsert', '403') >= 4);
  },
  fix: {
    title: { en: 'the policy names vmalert’s service account too', 'zh-TW': '政策也納入 vmalert 的 service account' },
    own: 'allowed-principal',
    measuredAt: 'vmalert',
    seconds: 25,
    apply: (stage) => stage.apply(writers(stage.namespace, ['vmagent', 'default'])),
  },
};

function writers(namespace: string, accounts: readonly string[]): ReturnType<typeof authorizationPolicy> {
  const principals = accounts.map((account) => `cluster.local/ns/${namespace}/sa/${account}`);
  return authorizationPolicy('vminsert-writers', {
    selector: { matchLabels: { app: 'vminsert' } },
    action: 'ALLOW',
    rules: [{ from: [{ source: { principals } }] }],
  });
}
