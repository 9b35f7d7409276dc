import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** Each end has a valid certificate, but one does not trust the other's issuer. */
export const caTrustMismatch: Cause = defineCause({
  id: 'ca-trust-mismatch',
  title: 'The two sides trust different roots',
  explanation:
    "The certificates of the two ends come from different roots (two clusters or control planes with their own CA, a half-finished root rotation, a private CA the proxy was not told of), or the name in the certificate is not the one expected. When the caller's proxy rejects the server: 503 UF CERTIFICATE_VERIFY_FAILED (ssl.fail_verify_error, or fail_verify_san for the name). When the server rejects the caller's certificate under TLS 1.3: 503 UC without TLS text. It fails for every new connection between these two groups, not within one.",
  priorDb: 0,
  references: [
    {
      title: 'Istio: plug in CA certificates',
      url: 'https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/',
      version: 'Istio 1.18 to 1.31',
    },
    {
      title: 'Istio DestinationRule: ClientTLSSettings',
      url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings',
      version: 'Istio 1.18 to 1.31',
    },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'share-root',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'Give both sides the same trust: intermediate CAs under one root in the Secret cacerts of every istiod, or both roots in meshConfig.caCertificates while rotating; then let workloads renew.',
      verifyWith: ['istioctl proxy-config secret deploy/{client} -n {namespace}', 'istioctl proxy-config secret {pod} -n {namespace}'],
      undoWith: [],
    },
    {
      id: 'name-ca',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'For a server with a certificate of its own, name its CA in the DestinationRule for {service} (tls.caCertificates or credentialName) and its names in subjectAltNames.',
      verifyWith: [
        'istioctl proxy-config clusters deploy/{client} -n {namespace} -o json | grep -A8 validationContext',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      'The verifier does not know the issuer, or the name is not the expected one: 503 UF CERTIFICATE_VERIFY_FAILED at the caller (from Envoy 1.37 with the reason), or 503 UC without TLS text where the server refuses the caller under TLS 1.3.',
    confusedWith: [
      { cause: 'certificate-expired', tellApart: 'There a date is past; here the dates are good and the roots differ.' },
      { cause: 'clock-skew', tellApart: 'There the certificate is fresh and "not yet valid".' },
      { cause: 'mtls-mode-mismatch', tellApart: 'There one side speaks no TLS at all.' },
    ],
    seeWith: [
      { command: 'istioctl proxy-config secret {pod} -n {namespace} -o json', shows: "Another root (ROOTCA) than the peer's, by its fingerprint or serial." },
    ],
    provenBy: 'The roots that each side trusts and the chain that the other presents, by fingerprint, from both ends.',
  },
});

export const zhTW: CauseTranslation = {
  title: '兩端信任不同的根憑證',
  explanation:
    '兩端的憑證來自不同的根憑證（兩個叢集或控制平面各有自己的 CA、進行到一半的根憑證輪替、代理不知道的私有 CA），或憑證中的名稱與預期不符。呼叫端代理拒絕伺服器時：503 UF CERTIFICATE_VERIFY_FAILED（ssl.fail_verify_error；名稱不符為 fail_verify_san）。TLS 1.3 下伺服器拒絕呼叫端憑證時：沒有 TLS 文字的 503 UC。這兩群之間的新連線全都失敗，各群內部則正常。',
  remedies: {
    'share-root':
      '讓兩端具有相同的信任：在每個 istiod 的 Secret cacerts 中使用同一根憑證下的中繼 CA，或在輪替期間於 meshConfig.caCertificates 同時列出兩個根憑證；然後讓工作負載更新憑證。',
    'name-ca': '對使用自有憑證的伺服器，請在 {service} 的 DestinationRule 指明其 CA（tls.caCertificates 或 credentialName），並在 subjectAltNames 列出其名稱。',
  },
  guide: {
    onTheWire:
      '驗證端不認得簽發者，或名稱不符：呼叫端 503 UF CERTIFICATE_VERIFY_FAILED（Envoy 1.37 起附原因）；若是伺服器在 TLS 1.3 下拒絕呼叫端，則為 503 UC 且沒有 TLS 文字。',
    confusedWith: {
      'certificate-expired': '該原因是日期已過；這裡日期有效但根憑證不同。',
      'clock-skew': '該原因的憑證剛簽發且「尚未生效」。',
      'mtls-mode-mismatch': '該原因有一端完全不使用 TLS。',
    },
    seeWith: ['根憑證（ROOTCA）的指紋或序號與對端不同。'],
    provenBy: '兩端各自信任的根憑證，以及對方出示的憑證鏈，以指紋比對。',
  },
};
