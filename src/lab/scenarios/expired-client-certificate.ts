import { destinationRule } from './objects/istio.ts';
import { client, server } from './objects/lab-apps.ts';
import { cutFromIstiod, shortCertificates } from './objects/short-certificates.ts';
import type { Scenario } from './scenario.ts';

/**
 * The client's proxy shows an expired certificate: under TLS 1.3 it learns of the refusal only by the end of the connection. A server that knows the client
 * resumes its TLS session without looking at the certificate again, until it gets a new certificate itself and with it new keys for its session tickets.
 */
export const expiredClientCertificate: Scenario = {
  id: 'expired-client-certificate',
  title: { en: 'frontend’s workload certificate expires because istiod is out of reach', 'zh-TW': 'frontend 連不到 istiod，工作負載憑證因而過期' },
  breaks: {
    en: 'frontend’s certificates live 40 s; then its pod’s way to istiod is cut; catalog, which renews its own each 20 s, refuses frontend and serves checkout',
    'zh-TW': 'frontend 的憑證效期 40 秒；其 pod 到 istiod 的路被切斷；catalog 自己的憑證每 20 秒更新，拒絕 frontend，checkout 則正常',
  },
  truth: {
    cause: 'certificate-expired',
    hop: 'frontend-sidecar->catalog-sidecar',
    mustNot: ['mtls-mode-mismatch', 'ca-trust-mismatch', 'keepalive-idle-mismatch', 'app-crashed', 'oom-killed', 'shutdown-race'],
  },
  observe: [
    { workload: 'frontend', shows: '200', atLeast: 2 },
    { workload: 'frontend', shows: 'UC', atLeast: 3 },
    { workload: 'checkout', shows: 'UC', atLeast: 0, atMost: 0 },
  ],
  seconds: 85,
  run: async (stage) => {
    const url = `http://catalog.${stage.namespace}.svc:8080/items`;
    const host = `catalog.${stage.namespace}.svc.cluster.local`;
    await stage.apply(destinationRule('catalog', { host, trafficPolicy: { connectionPool: { http: { idleTimeout: '1s' } } } }));
    await stage.apply(...server('catalog', [], { annotations: shortCertificates(40) }));
    await stage.ready(['catalog']);
    const old = { 'sidecar.istio.io/nativeSidecar': 'false' };
    await stage.apply(
      ...client('frontend', url, ['--period', '2s'], { annotations: { ...shortCertificates(40), ...old } }),
      ...client('checkout', url, ['--period', '2s']),
    );
    await stage.ready(['frontend', 'checkout']);
    for (const pod of stage.pods('frontend')) await cutFromIstiod(stage, pod);
    await stage.until('certificate refused', () => stage.rows('frontend', 'UC') >= 4, 120);
  },
};
