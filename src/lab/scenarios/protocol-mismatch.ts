import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

/** An application that was switched to HTTPS while its Service still calls the port `http`: the proxy speaks plain HTTP to it. */
export const protocolMismatch: Scenario = {
  id: 'protocol-mismatch',
  title: { en: 'a port named http behind which the application speaks TLS', 'zh-TW': '名為 http 的連接埠，應用程式實際上使用 TLS' },
  breaks: {
    en: 'billing is started with a certificate and serves HTTPS only; its Service port is still named http',
    'zh-TW': 'billing 以憑證啟動，只提供 HTTPS；其 Service 連接埠仍名為 http',
  },
  truth: {
    cause: 'protocol-mismatch',
    acceptableAlso: ['tls-origination-mismatch'],
    hop: 'billing-sidecar->billing',
    mustNot: ['mtls-mode-mismatch', 'certificate-expired', 'keepalive-idle-mismatch', 'app-crashed', 'oom-killed'],
  },
  observe: [{ workload: 'billing', shows: '503', atLeast: 5 }],
  seconds: 40,
  run: async (stage) => {
    const key = await stage.onNode(['openssl', 'genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']);
    const pair = await stage.onNode(['sh', '-c', `echo "$0" | openssl req -x509 -key /dev/stdin -days 30 -subj /CN=billing; echo "$0"`, key]);
    await stage.apply(
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'billing-tls' }, type: 'Opaque', stringData: { 'pair.pem': pair } },
      ...server('billing', ['--tls-cert', '$(POD_ROOT)/etc/billing/pair.pem', '--tls-key', '$(POD_ROOT)/etc/billing/pair.pem'], {
        pod: { volumes: [{ name: 'tls', secret: { secretName: 'billing-tls' } }] },
        more: {
          volumeMounts: [{ name: 'tls', mountPath: '/etc/billing' }],
          readinessProbe: { httpGet: { path: '/ready', port: 8080, scheme: 'HTTPS' }, periodSeconds: 1, timeoutSeconds: 2 },
        },
      }),
    );
    await stage.ready(['billing']);
    await stage.apply(...client('checkout', `http://billing.${stage.namespace}.svc:8080/invoices`));
    await stage.ready(['checkout']);
    await stage.until('plain requests to a TLS server', () => stage.rows('billing', '503') >= 8);
  },
  fix: {
    // The client speaks plain HTTP: a port declared https would carry its plaintext to the TLS server unchanged.
    title: { en: 'billing speaks plain HTTP, as its port says; the mesh encrypts', 'zh-TW': 'billing 依連接埠名稱改用明文 HTTP，由 mesh 加密' },
    measuredAt: 'checkout',
    seconds: 15,
    apply: async (stage) => {
      await stage.apply(...server('billing'));
      await stage.ready(['billing']);
    },
  },
};
