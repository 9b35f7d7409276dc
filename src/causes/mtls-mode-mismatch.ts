import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The two ends of a hop disagree on mutual TLS, so no connection between them can carry a request. */
export const mtlsModeMismatch: Cause = defineCause({
  id: 'mtls-mode-mismatch',
  title: 'One side speaks mutual TLS, the other plaintext',
  explanation:
    "Plaintext to a server whose PeerAuthentication is STRICT: the connection opens, the server's proxy finds no filter chain for it (its log: code 0, NR filter_chain_not_found) and closes it, and the caller's proxy writes 503 UC within milliseconds. Mutual TLS to a server that speaks plaintext: the handshake fails and the caller's proxy writes 503 UF with WRONG_VERSION_NUMBER, Connection_reset_by_peer or a connection time-out. It fails for every request of one class of callers: those without a sidecar, those that address pods by IP, or those whose DestinationRule has a tls block, which replaces automatic mTLS.",
  priorDb: 0,
  references: [
    { title: 'Istio PeerAuthentication', url: 'https://istio.io/latest/docs/reference/config/security/peer_authentication/', version: 'Istio 1.18 to 1.31' },
    {
      title: 'Istio DestinationRule: ClientTLSSettings',
      url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings',
      version: 'Istio 1.18 to 1.31',
    },
    { title: 'Istio: pilot/pkg/networking/core/filterchain_options.go, cluster_tls.go', version: 'Istio 1.18 to 1.31' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'align-client-tls',
      purpose: 'repair',
      risk: 'config-reload',
      text: "Remove the tls block from the DestinationRule for {service} so that automatic mTLS decides, or set trafficPolicy.tls.mode: ISTIO_MUTUAL for a server in the mesh and DISABLE for one without a sidecar.\nLook for rules in the client's, the service's and the root namespace: the first found replaces the others.",
      verifyWith: [
        'kubectl get peerauthentications.security.istio.io,destinationrules.networking.istio.io -A',
        'istioctl proxy-config clusters deploy/{client} -n {namespace} -o json | grep -A2 transportSocket',
        "kubectl -n {namespace} logs deploy/{server} -c istio-proxy --since=10m | grep -c ' 0 NR '",
      ],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
    {
      id: 'bring-client-into-mesh',
      purpose: 'repair',
      risk: 'pod-restart',
      text: "If {client} has no sidecar, inject one (namespace label istio-injection=enabled or istio.io/rev, then restart), and let it call the Service's name instead of pod IPs.\nScrapers that must address pods can use the mesh certificates (OUTPUT_CERTS) with a tlsConfig.",
      verifyWith: ['kubectl get pods -A -o wide', "kubectl -n {namespace} logs deploy/{server} -c istio-proxy --since=10m | grep -c ' 0 NR '"],
      undoWith: [],
    },
    {
      id: 'permissive-meanwhile',
      purpose: 'mitigate',
      risk: 'traffic-change',
      text: 'Until all callers speak mutual TLS set the PeerAuthentication of {server} to mode PERMISSIVE, for the one port with portLevelMtls where possible (it needs a selector).\nThis accepts unencrypted, unauthenticated callers: agree on it with the owner of the policy. Changes from DISABLE to STRICT go through PERMISSIVE.',
      verifyWith: [
        'kubectl get peerauthentications.security.istio.io -A',
        "kubectl -n {namespace} logs deploy/{server} -c istio-proxy --since=10m | grep -c ' 0 NR '",
      ],
      undoWith: ['kubectl -n {namespace} edit peerauthentications.security.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      "Plaintext to STRICT: the TCP connection opens, the server's proxy closes it without reading a request (its listener row: 0, NR, filter_chain_not_found), the caller's proxy writes 503 UC. TLS to plaintext: a ClientHello is answered with HTTP or a close: 503 UF, WRONG_VERSION_NUMBER, reset or connection_timeout.",
    confusedWith: [
      { cause: 'keepalive-idle-mismatch', tellApart: 'There most requests pass and new connections never fail; here all of one class of callers fail.' },
      { cause: 'certificate-expired', tellApart: 'There the modes agree and the certificate is refused.' },
      { cause: 'protocol-mismatch', tellApart: 'There the bytes inside are of another protocol; mTLS itself is well.' },
      { cause: 'authorization-denied', tellApart: 'There the handshake is done and a policy refuses.' },
    ],
    seeWith: [
      {
        command: 'istioctl experimental describe pod {pod}.{namespace}',
        shows: 'The PeerAuthentication and the DestinationRule in force, and whether they conflict.',
      },
      { command: 'kubectl -n {namespace} logs {pod} -c istio-proxy | grep filter_chain_not_found', shows: "Listener rows at the times of the caller's UC." },
    ],
    provenBy:
      "The effective mode of both ends (PeerAuthentication against DestinationRule or automatic mTLS, or the proxies' own configuration), and failures of every request of the class that differs.",
  },
});

export const zhTW: CauseTranslation = {
  title: '一端使用雙向 TLS，另一端使用明文',
  explanation:
    '以明文連到 PeerAuthentication 為 STRICT 的伺服器：連線建立後，伺服器的代理找不到對應的 filter chain（其日誌：代碼 0，NR filter_chain_not_found）而將其關閉，呼叫端的代理在數毫秒內寫下 503 UC。以雙向 TLS 連到使用明文的伺服器：交握失敗，呼叫端的代理寫下 503 UF，並帶有 WRONG_VERSION_NUMBER、Connection_reset_by_peer 或連線逾時。某一類呼叫端的請求會全部失敗：沒有 sidecar 的、直接以 IP 連到 Pod 的，或其 DestinationRule 帶有 tls 區塊（會取代自動 mTLS）的。',
  remedies: {
    'align-client-tls':
      '從 {service} 的 DestinationRule 移除 tls 區塊，讓自動 mTLS 決定；或對網格內的伺服器設 trafficPolicy.tls.mode: ISTIO_MUTUAL，對沒有 sidecar 的伺服器設 DISABLE。\n請檢查用戶端、服務與根命名空間的規則：找到的第一份會取代其他的。',
    'bring-client-into-mesh':
      '若 {client} 沒有 sidecar，請注入一個（命名空間標籤 istio-injection=enabled 或 istio.io/rev，然後重新啟動），並讓它呼叫 Service 名稱而非 Pod IP。\n必須直接連 Pod 的抓取器可搭配 tlsConfig 使用網格憑證（OUTPUT_CERTS）。',
    'permissive-meanwhile':
      '在所有呼叫端都使用雙向 TLS 之前，將 {server} 的 PeerAuthentication 設為 PERMISSIVE，可行時以 portLevelMtls 只放寬該連接埠（需要 selector）。\n這會接受未加密、未驗證的呼叫端，請先徵得政策負責人同意。從 DISABLE 改為 STRICT 時應先經過 PERMISSIVE。',
  },
  guide: {
    onTheWire:
      '明文連到 STRICT：TCP 連線建立，伺服器的代理不讀請求就關閉（其監聽器列：0、NR、filter_chain_not_found），呼叫端代理寫 503 UC。TLS 連到明文：ClientHello 得到 HTTP 或被關閉：503 UF、WRONG_VERSION_NUMBER、重設或 connection_timeout。',
    confusedWith: {
      'keepalive-idle-mismatch': '該原因大多數請求通過，新連線從不失敗；這裡某一類呼叫端全部失敗。',
      'certificate-expired': '該原因兩端模式一致，是憑證遭拒。',
      'protocol-mismatch': '該原因是內部位元組屬於其他協定；mTLS 本身正常。',
      'authorization-denied': '該原因的交握已完成，是政策拒絕。',
    },
    seeWith: ['生效中的 PeerAuthentication 與 DestinationRule，以及是否衝突。', '與呼叫端 UC 同時的監聽器列。'],
    provenBy: '兩端實際的模式（PeerAuthentication 對照 DestinationRule 或自動 mTLS，或代理自身的組態），且不一致的那一類呼叫端每個請求都失敗。',
  },
};
