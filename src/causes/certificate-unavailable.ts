import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** A proxy has no certificate, because nobody signed one for it. */
export const certificateUnavailable: Cause = defineCause({
  id: 'certificate-unavailable',
  title: 'A proxy cannot obtain its certificate',
  explanation:
    "At start the agent in the pod asks istiod (or another CA) to sign its certificate. When that fails (istiod cannot be reached, the token is refused, the CA is down, a gateway's Secret is missing), the proxy has no secret: it does not become ready, and a cluster that needs the secret answers 503 UF \"TLS error: Secret is not supplied by SDS\". A gateway listener without its Secret closes connections. The agent's or istiod's log names the failed request.",
  priorDb: 0,
  references: [
    { title: 'Istio: pilot/cmd/pilot-agent/options/options.go, security/pkg/nodeagent/cache/secretcache.go rotateTime', version: 'Istio 1.18 to 1.31' },
    { title: 'Istio: debugging Envoy and istiod', url: 'https://istio.io/latest/docs/ops/diagnostic-tools/proxy-cmd/', version: 'Istio 1.18 to 1.31' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'restore-signing',
      purpose: 'repair',
      risk: 'config-reload',
      text: "Repair what the agent's log names: reachability of istiod on 15012 (NetworkPolicy, revision, webhook), the service-account token, or the CA behind istiod.",
      verifyWith: [
        "kubectl -n {namespace} logs {pod} -c istio-proxy | grep -i -E 'csr|sds|secret|token'",
        'istioctl proxy-config secret {pod} -n {namespace}',
        'kubectl -n istio-system logs deploy/istiod --tail=100',
      ],
      undoWith: [],
    },
    {
      id: 'create-secret',
      purpose: 'repair',
      risk: 'config-reload',
      text: "If a credentialName cannot be found, create the Secret (type kubernetes.io/tls) in the namespace of the gateway's pods, or for a DestinationRule in the namespace of the proxy that uses it.",
      verifyWith: ['istioctl proxy-config secret {pod} -n {namespace}'],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire:
      'No handshake is begun: 503 UF "TLS error: Secret is not supplied by SDS" in under a millisecond; a listener without its secret closes connections; the pod is not ready.',
    confusedWith: [
      { cause: 'ca-trust-mismatch', tellApart: 'There a certificate is presented and refused.' },
      { cause: 'config-rejected', tellApart: 'There the configuration is refused; here it is accepted and waits for a secret.' },
      { cause: 'startup-race', tellApart: 'There the secret comes seconds later.' },
    ],
    seeWith: [
      { command: 'istioctl proxy-config secret {pod} -n {namespace}', shows: 'WARMING, or no default secret.' },
      { command: "kubectl -n {namespace} logs {pod} -c istio-proxy | grep -iE 'csr|sds|failed to'", shows: 'The signing request that failed.' },
    ],
    provenBy: "The agent's or istiod's line of the failed request, or the proxy's secret list without it, at the time of the UF.",
  },
});

export const zhTW: CauseTranslation = {
  title: '代理無法取得自己的憑證',
  explanation:
    'Pod 中的 agent 啟動時會請 istiod（或其他 CA）簽署憑證。若失敗（連不到 istiod、權杖被拒、CA 停擺、缺少閘道的 Secret），代理就沒有 secret：它不會就緒，而需要該 secret 的叢集會回應 503 UF "TLS error: Secret is not supplied by SDS"。缺少 Secret 的閘道監聽器會關閉連線。agent 或 istiod 的日誌會指出失敗的請求。',
  remedies: {
    'restore-signing': '依 agent 日誌修正問題：istiod 15012 埠的可達性（NetworkPolicy、修訂版、webhook）、服務帳號權杖，或 istiod 背後的 CA。',
    'create-secret':
      '若找不到 credentialName，請在閘道 Pod 的命名空間建立該 Secret（類型 kubernetes.io/tls）；若是 DestinationRule，則在使用它的代理所在的命名空間建立。',
  },
  guide: {
    onTheWire: '交握根本沒有開始：不到一毫秒 503 UF「TLS error: Secret is not supplied by SDS」；沒有憑證的監聽器關閉連線；Pod 未就緒。',
    confusedWith: {
      'ca-trust-mismatch': '該原因有出示憑證但遭拒。',
      'config-rejected': '該原因的組態遭拒；這裡組態已被接受，只是等待憑證。',
      'startup-race': '該原因的憑證數秒後就到。',
    },
    seeWith: ['WARMING，或沒有 default 憑證。', '失敗的簽發請求。'],
    provenBy: 'UF 當時代理程式或 istiod 對失敗請求的記錄，或代理憑證清單中沒有該憑證。',
  },
};
