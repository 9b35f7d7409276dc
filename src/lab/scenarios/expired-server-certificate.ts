import { destinationRule } from './objects/istio.ts';
import { cutFromIstiod, shortCertificates } from './objects/short-certificates.ts';
import { vmalert, vminsert, vmselect } from './objects/write-path.ts';
import type { Scenario } from './scenario.ts';

/** The server's proxy cannot renew its certificate: whoever makes a new connection finds it expired. */
export const expiredServerCertificate: Scenario = {
  id: 'expired-server-certificate',
  title: { en: 'vminsert’s workload certificate expires because istiod is out of reach', 'zh-TW': 'vminsert 連不到 istiod，工作負載憑證因而過期' },
  breaks: {
    en: 'vminsert’s certificates live 40 s; then its pod’s way to istiod is cut, so that renewal fails; vmalert’s proxy makes new connections',
    'zh-TW': 'vminsert 的憑證效期 40 秒；其 pod 到 istiod 的路被切斷，無法更新；vmalert 的 proxy 建立新連線',
  },
  truth: {
    cause: 'certificate-expired',
    hop: 'vmalert-sidecar->vminsert-sidecar',
    mustNot: ['mtls-mode-mismatch', 'ca-trust-mismatch', 'keepalive-idle-mismatch', 'clock-skew', 'oom-killed', 'shutdown-race'],
  },
  observe: [
    { workload: 'vmalert', shows: '204', atLeast: 2 },
    { workload: 'vmalert', shows: 'UF', atLeast: 3 },
  ],
  seconds: 75,
  run: async (stage) => {
    const host = `vminsert.${stage.namespace}.svc.cluster.local`;
    // Idle connections are given up before the next write, as with a long interval: each write shakes hands anew.
    await stage.apply(destinationRule('vminsert', { host, trafficPolicy: { connectionPool: { http: { idleTimeout: '1s' } } } }));
    await stage.apply(...vmselect(), ...vminsert([], { annotations: shortCertificates(40) }));
    await stage.apply(...vmalert(stage.namespace, { interval: '3s', flags: ['-remoteWrite.flushInterval=1s'] }));
    await stage.ready(['vmselect', 'vminsert', 'vmalert']);
    for (const pod of stage.pods('vminsert')) await cutFromIstiod(stage, pod);
    await stage.until('certificate expired', () => stage.rows('vmalert', 'UF') >= 4, 100);
  },
};
