import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** A certificate on the path was not renewed before it ran out; new handshakes fail, old connections live on. */
export const certificateExpired: Cause = defineCause({
  id: 'certificate-expired',
  title: 'A certificate on the path is past notAfter and was not rotated',
  explanation:
    'Workload certificates live for 24 h and are renewed at half of that; here renewal did not happen (istiod or the CA could not be reached, or a certificate that people manage was forgotten). An expired server certificate fails at the caller: 503 UF CERTIFICATE_VERIFY_FAILED. An expired client certificate under TLS 1.3 fails after the caller believes the handshake done: 503 UC without any TLS text, and ssl.fail_verify_error rises at the server\'s listener. Connections made before stay up, so failures begin slowly and grow with each reconnect. days_until_expiration is "0" for healthy 24 h certificates too: read the expiration time.',
  priorDb: 0,
  references: [
    { title: 'Istio: pilot/cmd/pilot-agent/options/options.go, security/pkg/nodeagent/cache/secretcache.go rotateTime', version: 'Istio 1.18 to 1.31' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    {
      title: 'Istio: plug in CA certificates',
      url: 'https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/',
      version: 'Istio 1.18 to 1.31',
    },
  ],
  remedies: [
    {
      id: 'restore-rotation',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'Find why renewal failed (agent log of the pod: errors from the signing request; istiod: CA errors) and repair it; the agent then fetches a new certificate and no restart of Envoy is needed.',
      verifyWith: ['istioctl proxy-config secret {pod} -n {namespace}', "kubectl -n {namespace} logs {pod} -c istio-proxy | grep -i -E 'sds|secret|csr|cert'"],
      undoWith: [],
    },
    {
      id: 'renew-managed-certificate',
      purpose: 'repair',
      risk: 'config-reload',
      text: "If the certificate is one that people or cert-manager manage (gateway, root or intermediate CA, an application's own), renew it in its Secret; a plugged-in CA certificate of istiod is replaced in the Secret cacerts, with old and new root together while both are in use.",
      verifyWith: ['istioctl proxy-config secret {pod} -n {namespace} -o json', 'kubectl -n istio-system logs deploy/istiod --tail=100'],
      undoWith: [],
    },
    {
      id: 'restart-stuck-pod',
      purpose: 'mitigate',
      risk: 'pod-restart',
      text: 'Restart {server}, and callers with an expired certificate, so that the agent asks for a new one at start; it helps only if the CA answers again.',
      verifyWith: ['istioctl proxy-config secret {pod} -n {namespace}'],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'alert-on-expiry',
      purpose: 'prevent',
      risk: 'none',
      text: "Alert on the agent's cert_expiry_seconds below a quarter of the certificate's life, and on citadel_server_root_cert_expiry_timestamp and citadel_server_cert_chain_expiry_timestamp.",
      verifyWith: ['kubectl -n {namespace} exec {pod} -c istio-proxy -- pilot-agent request GET certs'],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire:
      'Server certificate past its end: the caller breaks off the handshake, 503 UF CERTIFICATE_VERIFY_FAILED. Client certificate past its end under TLS 1.3: the caller believes the handshake done, the server sends an alert and closes, 503 UC without TLS text. Open connections live on.',
    confusedWith: [
      { cause: 'clock-skew', tellApart: 'There the certificate is good by other clocks, most often "not yet valid".' },
      { cause: 'ca-trust-mismatch', tellApart: 'There the dates are good and the issuer is not trusted.' },
      {
        cause: 'keepalive-idle-mismatch',
        tellApart: "A refused client certificate is UC too, but on new connections, and the server's ssl.fail_verify_error rises.",
      },
    ],
    seeWith: [
      { command: 'istioctl proxy-config secret {pod} -n {namespace}', shows: 'NOT AFTER in the past; for both ends of the hop.' },
      { command: "kubectl -n {namespace} logs {pod} -c istio-proxy | grep -iE 'failed to (sign|generate|warm)|csr'", shows: 'Why the renewal failed.' },
    ],
    provenBy: 'notAfter of the certificate that the proxy presents or checks, before the first failure, and failures on new connections only.',
  },
});

export const zhTW: CauseTranslation = {
  title: '路徑上的某張憑證已超過 notAfter 而未輪替',
  explanation:
    '工作負載憑證的效期為 24 小時，過半時更新；這裡的更新沒有發生（連不到 istiod 或 CA，或遺漏了由人員管理的憑證）。伺服器憑證過期時，失敗出現在呼叫端：503 UF CERTIFICATE_VERIFY_FAILED。在 TLS 1.3 下，用戶端憑證過期時，呼叫端會以為交握已完成才失敗：沒有任何 TLS 文字的 503 UC，同時伺服器監聽器的 ssl.fail_verify_error 增加。先前建立的連線仍可使用，因此失敗會緩慢開始，隨著重新連線而增加。健康的 24 小時憑證其 days_until_expiration 也是 "0"，請看到期時間。',
  remedies: {
    'restore-rotation': '找出更新失敗的原因（Pod 的 agent 日誌中簽署請求的錯誤；istiod 的 CA 錯誤）並修正；agent 隨後會取得新憑證，Envoy 不需要重新啟動。',
    'renew-managed-certificate':
      '若憑證由人員或 cert-manager 管理（閘道、根或中繼 CA、應用程式自己的憑證），請在其 Secret 中更新；istiod 外掛的 CA 憑證要在 Secret cacerts 中替換，新舊根憑證並用期間須一起提供。',
    'restart-stuck-pod': '重新啟動 {server} 以及憑證過期的呼叫端，讓 agent 在啟動時索取新憑證；前提是 CA 已恢復回應。',
    'alert-on-expiry':
      '當 agent 的 cert_expiry_seconds 低於憑證壽命的四分之一時告警，並監控 citadel_server_root_cert_expiry_timestamp 與 citadel_server_cert_chain_expiry_timestamp。',
  },
  guide: {
    onTheWire:
      '伺服器憑證過期：呼叫端中斷交握，503 UF CERTIFICATE_VERIFY_FAILED。TLS 1.3 下用戶端憑證過期：呼叫端以為交握完成，伺服器送出警示並關閉，503 UC 且沒有 TLS 文字。既有連線繼續存活。',
    confusedWith: {
      'clock-skew': '該原因中憑證依其他時鐘是有效的，最常見為「尚未生效」。',
      'ca-trust-mismatch': '該原因中日期有效，但簽發者不受信任。',
      'keepalive-idle-mismatch': '遭拒的用戶端憑證也是 UC，但發生在新連線，且伺服器的 ssl.fail_verify_error 上升。',
    },
    seeWith: ['NOT AFTER 已過；請查看該段的兩端。', '更新失敗的原因。'],
    provenBy: '代理所出示或檢查之憑證的 notAfter 早於第一個失敗，且只有新連線失敗。',
  },
};
