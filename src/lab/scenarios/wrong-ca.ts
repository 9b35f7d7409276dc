import type { KubeObject } from '../cluster/kube-api.ts';
import { issuedBy } from './objects/certificate-authority.ts';
import { destinationRule } from './objects/istio.ts';
import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

const volume = (name: string, mountPath: string): Readonly<Record<string, string>> => ({
  'sidecar.istio.io/userVolume': JSON.stringify([{ name, secret: { secretName: name } }]),
  'sidecar.istio.io/userVolumeMount': JSON.stringify([{ name, mountPath, readOnly: true }]),
});

const originate = (namespace: string, file: string): Parameters<typeof destinationRule>[1] => ({
  host: `billing.${namespace}.svc.cluster.local`,
  // Else every proxy of the mesh looks for the file.
  exportTo: ['.'],
  // A relative path is one below the working directory of the proxy's agent, which is where the lab mounts volumes.
  trafficPolicy: {
    tls: { mode: 'SIMPLE', caCertificates: `./etc/billing-ca/${file}`, sni: `billing.${namespace}.svc`, subjectAltNames: [`billing.${namespace}.svc`] },
  },
});

/** billing, outside the mesh, got its certificate from a new authority; the proxies that originate TLS to it still trust the old one only. */
export const wrongCa: Scenario = {
  id: 'wrong-ca',
  title: { en: 'billing’s certificate comes from an authority that its client does not trust', 'zh-TW': 'billing 的憑證由用戶端不信任的 CA 簽發' },
  breaks: {
    en: 'billing serves HTTPS with a certificate of a new authority; frontend’s proxy originates TLS by a DestinationRule whose caCertificates is the old authority',
    'zh-TW': 'billing 以新 CA 簽發的憑證提供 HTTPS；frontend 的 proxy 依 DestinationRule 發起 TLS，但 caCertificates 仍是舊 CA',
  },
  truth: {
    cause: 'ca-trust-mismatch',
    hop: 'frontend-sidecar->billing',
    mustNot: [
      'certificate-expired',
      'mtls-mode-mismatch',
      'tls-origination-mismatch',
      'clock-skew',
      'certificate-unavailable',
      'keepalive-idle-mismatch',
      'app-not-listening',
    ],
  },
  observe: [{ workload: 'frontend', shows: 'UF', atLeast: 3 }],
  seconds: 35,
  run: async (stage) => {
    const host = `billing.${stage.namespace}.svc`;
    const old = await issuedBy(stage, 'Example Internal CA 2024', host);
    const current = await issuedBy(stage, 'Example Internal CA 2026', host);
    const secret = (name: string, stringData: Readonly<Record<string, string>>): KubeObject => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name },
      stringData,
    });
    await stage.apply(
      secret('billing-tls', { 'tls.crt': current.certificate, 'tls.key': current.key }),
      secret('billing-ca', { '2024.pem': old.root, '2026.pem': current.root }),
    );
    const probe = { httpGet: { path: '/ready', port: 8080, scheme: 'HTTPS' }, periodSeconds: 1, timeoutSeconds: 2 };
    const more = { readinessProbe: probe, volumeMounts: [{ name: 'tls', mountPath: '/etc/tls' }] };
    const files = ['--tls-cert', '$(POD_ROOT)/etc/tls/tls.crt', '--tls-key', '$(POD_ROOT)/etc/tls/tls.key'];
    await stage.apply(...server('billing', files, { sidecar: false, more, pod: { volumes: [{ name: 'tls', secret: { secretName: 'billing-tls' } }] } }));
    await stage.apply(destinationRule('billing', originate(stage.namespace, '2024.pem')));
    await stage.ready(['billing']);
    await stage.apply(...client('frontend', `http://${host}:8080/invoices`, [], { annotations: volume('billing-ca', '/etc/billing-ca') }));
    await stage.ready(['frontend']);
    await stage.until('certificate refused', () => stage.rows('frontend', 'UF') >= 6);
  },
  fix: {
    title: { en: 'the DestinationRule names the new authority', 'zh-TW': 'DestinationRule 改用新的 CA' },
    measuredAt: 'frontend',
    seconds: 20,
    apply: (stage) => stage.apply(destinationRule('billing', originate(stage.namespace, '2026.pem'))),
  },
};
