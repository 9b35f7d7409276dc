import { peerAuthentication } from './objects/istio.ts';
import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

/** One client was left out of the mesh when the server became strict; another client, inside, is well. */
export const strictMtlsNoSidecar: Scenario = {
  id: 'strict-mtls-no-sidecar',
  title: { en: 'strict mutual TLS at catalog, a client without sidecar', 'zh-TW': 'catalog 要求 STRICT mTLS，有一個用戶端沒有 sidecar' },
  breaks: {
    en: 'PeerAuthentication STRICT for catalog; report (no sidecar) is reset at every request, frontend (with sidecar) is served',
    'zh-TW': 'catalog 的 PeerAuthentication 為 STRICT；沒有 sidecar 的 report 每次請求都被重設，有 sidecar 的 frontend 正常',
  },
  truth: {
    cause: 'mtls-mode-mismatch',
    hop: 'report->catalog-sidecar',
    mustNot: ['keepalive-idle-mismatch', 'certificate-expired', 'no-route', 'app-crashed', 'network-policy-blocked', 'shutdown-race'],
  },
  observe: [
    { workload: 'catalog', shows: 'NR', atLeast: 5 },
    { workload: 'frontend', shows: '200', atLeast: 5 },
    { workload: 'frontend', shows: '503', atLeast: 0, atMost: 0 },
  ],
  seconds: 40,
  run: async (stage) => {
    const url = `http://catalog.${stage.namespace}.svc:8080/items`;
    await stage.apply(peerAuthentication('catalog', { selector: { matchLabels: { app: 'catalog' } }, mtls: { mode: 'STRICT' } }), ...server('catalog'));
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', url), ...client('report', url, [], { sidecar: false }));
    await stage.ready(['frontend', 'report']);
    await stage.until('plaintext refused', () => stage.rows('catalog', 'NR') >= 10 && stage.rows('frontend', '200') >= 10);
  },
};
