import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The server of a hop gives up an idle connection at the moment the client sends the next request on it. */
export const keepaliveIdleMismatch: Cause = defineCause({
  id: 'keepalive-idle-mismatch',
  title: 'The receiving side closes idle connections no later than the sending side reuses them',
  explanation:
    "HTTP/1.1 lets either side close an idle connection without asking. Here the server of the hop closes it (FIN) after its idle limit, while the client, usually the server's own sidecar, would still reuse it for up to 1 h. A request that leaves in that moment meets a closed socket and is answered with RST, so the proxy has no response: 503 UC within milliseconds and with 0 bytes. Most often the broken hop is sidecar to application (cluster inbound|<port>||); a keep-alive setting of the calling application ends at its own sidecar and does not reach this hop. Callers with a fixed period close to the limit meet it again and again, others now and then, and proxies above only see 503 with flag - and via_upstream.",
  closedBy: 'server',
  priorDb: 0,
  references: [
    { title: 'RFC 9112, section 9: connection management', url: 'https://www.rfc-editor.org/rfc/rfc9112#section-9', version: 'June 2022' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    { title: 'Istio: pilot/pkg/networking/core/cluster_builder.go buildInboundCluster', version: 'Istio 1.18 to 1.31' },
    {
      title: 'Istio DestinationRule: connectionPool',
      url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings',
      version: 'Istio 1.18 to 1.31',
    },
    {
      title: 'Istio Sidecar: inboundConnectionPool and egress',
      url: 'https://istio.io/latest/docs/reference/config/networking/sidecar/',
      version: 'Istio 1.18 to 1.31',
    },
    { title: 'VictoriaMetrics: lib/httpserver/httpserver.go', version: 'VictoriaMetrics v1.150.0' },
  ],
  remedies: [
    {
      id: 'raise-server-idle',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Let {server} keep idle connections longer than the proxy in front of it does (1 h unless configured): 65 minutes, in VictoriaMetrics -http.idleConnTimeout=65m, in other servers their keep-alive or idle time-out.\nWith an operator or a chart set it in the custom resource (extraArgs) or in the values, not in the Deployment. TCP keepalive and a longer idle time-out in Envoy do not help: the first does not count as activity for the server, the second widens the gap.',
      verifyWith: [
        'kubectl -n {namespace} rollout status deployment/{server}',
        "kubectl -n {namespace} get pods -o yaml | grep -i -E 'idle|keep-?alive'",
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'lower-inbound-idle',
      purpose: 'repair',
      risk: 'config-reload',
      istio: '>=1.21',
      text: "Create a Sidecar named {server}-inbound in {namespace} that selects the pods of {server} and sets spec.inboundConnectionPool.http.idleTimeout to C = S - max(1 s, 10 % of S), where S is the server's idle limit (60 s gives 50s, 5 s gives 4s).\nOnly one Sidecar applies to a workload and one without egress means */*: if a Sidecar already selects these pods or the whole namespace, add the field there, or copy its egress hosts. With S of 2 s or less raise S instead.",
      verifyWith: [
        'istioctl proxy-config clusters {pod} -n {namespace} --direction inbound -o json | grep -i idleTimeout',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} delete sidecars.networking.istio.io {server}-inbound'],
    },
    {
      id: 'lower-idle-by-destination-rule',
      purpose: 'repair',
      risk: 'config-reload',
      text: "In the DestinationRule for {service}, in the namespace {namespace} of the service, set spec.trafficPolicy.connectionPool.http.idleTimeout to C = S - max(1 s, 10 % of S), where S is the server's idle limit; istiod applies this pool to the callers' outbound clusters and to the inbound cluster of {server}, where no Sidecar has a pool of its own.\nExtend the rule that exists: of two rules for a host only the first trafficPolicy is kept, and a rule in the client's namespace hides this one from that client.",
      verifyWith: [
        'istioctl proxy-config clusters {pod} -n {namespace} --direction inbound -o json | grep -i idleTimeout',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
    {
      id: 'retry-at-client',
      purpose: 'mitigate',
      risk: 'traffic-change',
      istio: '>=1.24',
      text: "Until then let the callers' sidecars retry: in the VirtualService for {service} set http.retries.attempts: 2 and retryOn: gateway-error,connect-failure,refused-stream.\nOnly for requests that may arrive twice (GET, or writes that are idempotent such as remote write): Envoy repeats POST as well. retryOn reset at the caller does not see this failure, connect-failure alone and reset-before-request do not cover it, and since Istio 1.24 a 503 is no longer retried by default.",
      verifyWith: ['istioctl proxy-config routes deploy/{client} -n {namespace} -o json | grep -A3 retryOn'],
      undoWith: ['kubectl -n {namespace} edit virtualservices.networking.istio.io'],
    },
    {
      id: 'keep-default-retry',
      purpose: 'mitigate',
      risk: 'traffic-change',
      istio: '<1.24',
      text: "Until then let the callers' sidecars retry: this Istio tries a 503 again twice by default, so take away what switches that off for {service} (attempts: 0, or a retryOn without 503 or gateway-error, in a VirtualService).\nEnvoy repeats POST as well: where a request must not arrive twice, keep it off. An upgrade to Istio 1.24 ends this default.",
      verifyWith: ['istioctl proxy-config routes deploy/{client} -n {namespace} -o json | grep -A3 retryOn'],
      undoWith: ['kubectl -n {namespace} edit virtualservices.networking.istio.io'],
    },
    {
      id: 'baseline-in-mesh',
      purpose: 'prevent',
      risk: 'config-reload',
      istio: '>=1.31',
      text: 'For the whole mesh set meshConfig.defaultTrafficPolicy.connectionPool.http.idleTimeout below the shortest idle limit of its servers (50s for 60 s): it holds for every cluster, inbound too, that no DestinationRule or Sidecar gives a pool.',
      verifyWith: ['istioctl proxy-config clusters {pod} -n {namespace} -o json | grep -i idleTimeout'],
      undoWith: ['kubectl -n istio-system edit configmap istio'],
    },
  ],
  guide: {
    onTheWire:
      "Response, silence for the server's idle limit, then the server's FIN; the proxy's next request crosses it and is answered with RST. The sender's proxy logs 503 UC after a few milliseconds, without a byte of an answer from the server, with the same upstream local address as the request before; the application logs nothing. A FIN that the proxy reads before its next request costs nothing: it opens another connection.",
    confusedWith: [
      {
        cause: 'unannounced-close',
        tellApart:
          "There the close follows the response at once and needs no quiet time; here the quiet time before each failure stands at the server's limit.",
      },
      {
        cause: 'middlebox-idle-drop',
        tellApart: 'There neither end sends FIN, the first request hangs or is reset, and the quiet time is the same for every application behind the box.',
      },
      { cause: 'shutdown-race', tellApart: 'There the failures lie in the seconds in which a pod ends; here the pods live on.' },
      {
        cause: 'mtls-mode-mismatch',
        tellApart: 'There every request of one class of callers fails, also on a new connection; here a fresh connection never fails.',
      },
    ],
    seeWith: [
      {
        command: 'istioctl proxy-config clusters {pod} -n {namespace} --direction inbound -o json | grep -i idleTimeout',
        shows: "Nothing (so 1 h), or a time that is not below the server's own limit.",
      },
      { command: 'why503 logs ISTIO_PROXY_LOG', shows: "Quiet times before the resets that pile up just at the server's idle limit, while shorter ones pass." },
    ],
    provenBy:
      "Access-log rows of the hop in which the failing requests come after a quiet time that equals the server's idle limit while others pass, together with both limits (the server's from its flags, its documentation or why503 probe; the pool's from the proxy's configuration). A capture decides it at once: FIN from the server, then the request, then RST.",
  },
});

export const zhTW: CauseTranslation = {
  title: '接收端關閉閒置連線的時間，不晚於傳送端重複使用該連線的時間',
  explanation:
    'HTTP/1.1 允許任一端不經詢問就關閉閒置連線。這裡是該段的伺服器在達到閒置上限後關閉連線（FIN），而用戶端（通常是伺服器自己的 sidecar）最長會重複使用到 1 小時。恰在此刻送出的請求碰到已關閉的 socket，得到的是 RST，代理收不到回應：數毫秒內、0 位元組的 503 UC。最常出問題的是 sidecar 到應用程式這一段（叢集 inbound|<port>||）；呼叫端應用程式的 keep-alive 設定只到它自己的 sidecar 為止，影響不到這一段。固定週期接近該上限的呼叫端會一再遇到，其他呼叫端則偶爾遇到；更上游的代理只會看到旗標為 -、via_upstream 的 503。',
  remedies: {
    'raise-server-idle':
      '讓 {server} 保留閒置連線的時間比它前方的代理（未設定時為 1 小時）更久：設為 65 分鐘，VictoriaMetrics 用 -http.idleConnTimeout=65m，其他伺服器則調整各自的 keep-alive 或閒置逾時。\n若由 operator 或 chart 管理，請改自訂資源（extraArgs）或 values，不要直接改 Deployment。啟用 TCP keepalive 或調高 Envoy 的閒置逾時都沒有用：前者對伺服器不算活動，後者只會讓差距更大。',
    'lower-inbound-idle':
      '在 {namespace} 建立名為 {server}-inbound 的 Sidecar，選取 {server} 的 Pod，並將 spec.inboundConnectionPool.http.idleTimeout 設為 C = S - max(1 秒, S 的 10 %)，S 是伺服器的閒置上限（60 秒設 50s，5 秒設 4s）。\n一個工作負載只會套用一個 Sidecar，而沒有 egress 的 Sidecar 等於 */*：若已有 Sidecar 選到這些 Pod 或整個命名空間，請把欄位加在那裡，或照抄它的 egress hosts。S 在 2 秒以下時請改為調高 S。',
    'lower-idle-by-destination-rule':
      '在服務所在的命名空間 {namespace} 中，於 {service} 的 DestinationRule 將 spec.trafficPolicy.connectionPool.http.idleTimeout 設為 C = S - max(1 秒, S 的 10 %)，S 是伺服器的閒置上限；istiod 會把它同時套用到呼叫端的 outbound cluster，以及沒有 Sidecar 自訂連線池的 {server} 的 inbound cluster。\n請修改既有的規則：同一主機有兩份規則時只保留第一份 trafficPolicy，而用戶端命名空間中的規則會讓該用戶端看不到這一份。',
    'retry-at-client':
      '在修好之前，讓呼叫端的 sidecar 重試：在 {service} 的 VirtualService 設定 http.retries.attempts: 2 與 retryOn: gateway-error,connect-failure,refused-stream。\n僅適用於重複送達也無妨的請求（GET，或像 remote write 這類具冪等性的寫入），因為 Envoy 連 POST 也會重送。呼叫端的 retryOn reset 看不到這種失敗，單用 connect-failure 或 reset-before-request 也涵蓋不到，而 Istio 1.24 起預設不再重試 503。',
    'keep-default-retry':
      '在修好之前，讓呼叫端的 sidecar 重試：此版本的 Istio 預設會重試 503 兩次，因此請移除使 {service} 不重試的設定（VirtualService 中的 attempts: 0，或不含 503、gateway-error 的 retryOn）。\nEnvoy 連 POST 也會重送：不可重複送達的請求請維持關閉。升級到 Istio 1.24 後就沒有這個預設了。',
    'baseline-in-mesh':
      '為整個網格將 meshConfig.defaultTrafficPolicy.connectionPool.http.idleTimeout 設為低於各伺服器最短的閒置上限（60 秒設 50s）：凡未由 DestinationRule 或 Sidecar 指定連線池的叢集都會套用，inbound 亦然。',
  },
  guide: {
    onTheWire:
      '先是回應，接著安靜到伺服器的閒置上限，伺服器送出 FIN；代理的下一個請求與它在途中交會，得到 RST。傳送端的代理在數毫秒後記錄 503 UC，沒有收到伺服器的任何回應位元組，上游本地位址與前一個請求相同；應用程式沒有任何記錄。若代理在下一個請求之前就讀到 FIN，便會另開連線，毫無損失。',
    confusedWith: {
      'unannounced-close': '該原因在回應後立即關閉，不需要閒置；這裡每次失敗之前的閒置時間都落在伺服器的上限。',
      'middlebox-idle-drop': '該原因兩端都不送 FIN，第一個請求卡住或遭重設，而且該設備後方所有應用程式的閒置時間都相同。',
      'shutdown-race': '該原因的失敗落在 Pod 結束的那幾秒；這裡的 Pod 一直存活。',
      'mtls-mode-mismatch': '該原因中某一類呼叫端的每個請求都失敗，新連線也一樣；這裡全新的連線從不失敗。',
    },
    seeWith: ['沒有輸出（即 1 小時），或時間並未低於伺服器自身的上限。', '重設之前的閒置時間集中在伺服器的閒置上限，較短的則正常通過。'],
    provenBy:
      '該段的存取記錄中，失敗請求都發生在等於伺服器閒置上限的安靜時間之後，其他請求則通過；再加上兩端的上限（伺服器的來自旗標、文件或 why503 probe，連線池的來自代理組態）。封包擷取可立即定論：伺服器的 FIN、接著請求、接著 RST。',
  },
};
