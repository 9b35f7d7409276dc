import { destinationRule, peerAuthentication } from './objects/istio.ts';
import { vmalert, vminsert, vmselect } from './objects/write-path.ts';
import type { Scenario } from './scenario.ts';

const ruleFor = (namespace: string, mode: string): Parameters<typeof destinationRule>[1] => ({
  host: `vminsert.${namespace}.svc.cluster.local`,
  trafficPolicy: { tls: { mode } },
});

/** A leftover DestinationRule from the time before mutual TLS meets a namespace that became strict. */
export const strictMtlsPlaintext: Scenario = {
  id: 'strict-mtls-plaintext',
  title: { en: 'strict mutual TLS at vminsert, a DestinationRule that turns TLS off', 'zh-TW': 'vminsert 要求 STRICT mTLS，DestinationRule 卻關閉 TLS' },
  breaks: {
    en: 'PeerAuthentication STRICT in the namespace; a DestinationRule for vminsert with tls DISABLE makes vmalert’s proxy speak plaintext',
    'zh-TW': '命名空間的 PeerAuthentication 為 STRICT；vminsert 的 DestinationRule tls DISABLE 讓 vmalert 的 proxy 使用明文',
  },
  truth: {
    cause: 'mtls-mode-mismatch',
    hop: 'vmalert-sidecar->vminsert-sidecar',
    mustNot: ['keepalive-idle-mismatch', 'certificate-expired', 'ca-trust-mismatch', 'tls-origination-mismatch', 'oom-killed', 'app-crashed', 'shutdown-race'],
  },
  observe: [
    { workload: 'vmalert', shows: 'UC', atLeast: 3 },
    { workload: 'vminsert', shows: 'NR', atLeast: 3 },
  ],
  seconds: 45,
  run: async (stage) => {
    await stage.apply(peerAuthentication('default', { mtls: { mode: 'STRICT' } }), destinationRule('vminsert', ruleFor(stage.namespace, 'DISABLE')));
    await stage.apply(...vmselect(), ...vminsert([], { annotations: { 'sidecar.istio.io/nativeSidecar': 'false' } }));
    await stage.apply(...vmalert(stage.namespace, { interval: '2s', flags: ['-remoteWrite.flushInterval=1s'] }));
    await stage.ready(['vmselect', 'vminsert', 'vmalert']);
    await stage.until('plaintext refused', () => stage.rows('vmalert', 'UC') >= 6);
  },
  fix: {
    title: { en: 'the DestinationRule uses the mesh’s mutual TLS', 'zh-TW': 'DestinationRule 改用 mesh 的 mTLS' },
    own: 'mutual-tls-mode',
    measuredAt: 'vmalert',
    seconds: 20,
    apply: (stage) => stage.apply(destinationRule('vminsert', ruleFor(stage.namespace, 'ISTIO_MUTUAL'))),
  },
};
