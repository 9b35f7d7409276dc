import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** Something between the two ends forgot the flow while it was quiet; both ends still think it is open. */
export const middleboxIdleDrop: Cause = defineCause({
  id: 'middlebox-idle-drop',
  title: 'A load balancer, NAT or conntrack entry forgets an idle flow; neither end closed it',
  explanation:
    'Load balancers, NAT gateways, firewalls and connection tracking keep a table of flows and drop entries that are idle for a fixed time (for example 240 s, 350 s or 30 min). Neither end gets a FIN. The next request vanishes: it hangs until a time-out (504 UT, or code 0 DC when the client gives up first), or the box answers with RST, which shows as 503 UC. The gap before the failures is the same for all applications behind that box, whatever their own settings are.',
  closedBy: 'network',
  priorDb: 0,
  references: [
    {
      title: 'Istio DestinationRule: connectionPool',
      url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings',
      version: 'Istio 1.18 to 1.31',
    },
    { title: 'Istio MeshConfig and ProxyConfig', url: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/', version: 'Istio 1.18 to 1.31' },
    {
      title: 'Envoy: how do I configure timeouts?',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/faq/configuration/timeouts',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'close-before-middlebox',
      purpose: 'repair',
      risk: 'config-reload',
      text: "Close idle connections before the box forgets them: connectionPool.http.idleTimeout in the DestinationRule for {service}, below the box's limit by at least 10 %.",
      verifyWith: [
        'istioctl proxy-config clusters deploy/{client} -n {namespace} -o json | grep -i idleTimeout',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
    {
      id: 'close-tcp-before-middlebox',
      purpose: 'repair',
      risk: 'config-reload',
      istio: '>=1.21',
      text: 'For a port that is proxied as TCP set connectionPool.tcp.idleTimeout in the DestinationRule for {service} instead; the HTTP field does not count there.',
      verifyWith: [
        'istioctl proxy-config listeners deploy/{client} -n {namespace} -o json | grep -i idleTimeout',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
    {
      id: 'close-tcp-by-variable',
      purpose: 'repair',
      risk: 'pod-restart',
      istio: '<1.21',
      text: "For a port that is proxied as TCP set ISTIO_META_IDLE_TIMEOUT in proxyMetadata of {client} (for example 200s), below the box's limit: this Istio has no field for it in a DestinationRule. It holds for all listeners of that pod.",
      verifyWith: [
        'istioctl proxy-config listeners deploy/{client} -n {namespace} -o json | grep -i idleTimeout',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{client}'],
    },
    {
      id: 'keep-flow-alive',
      purpose: 'repair',
      risk: 'config-reload',
      text: "Or keep the flow alive: connectionPool.tcp.tcpKeepalive with time below the box's limit (for example 60s) in the DestinationRule for {service}. Here, unlike for an application's idle limit, TCP keepalive does help.",
      verifyWith: ['istioctl proxy-config clusters deploy/{client} -n {namespace} -o json | grep -i -A3 tcpKeepalive'],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
    {
      id: 'raise-box-limit',
      purpose: 'repair',
      risk: 'none',
      text: "Or raise the idle time-out of the load balancer or NAT above the proxies' 1 h, where the provider allows it, and let it send RST when it drops a flow.",
      verifyWith: ["kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '"],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire:
      "Nothing passes while the flow is idle, and the box forgets it without a packet to either end. The next request is dropped (retransmissions, then 504 UT at the route's time limit, or 0 DC when the caller leaves first) or the box answers RST (503 UC). Neither end's capture has a FIN.",
    confusedWith: [
      {
        cause: 'keepalive-idle-mismatch',
        tellApart:
          'There the server itself sends FIN at its own limit; here the limit belongs to none of the two programs and is the same for all behind the box.',
      },
      { cause: 'conntrack-exhausted', tellApart: 'There it happens under load and hits new connections; here it happens after quiet and hits old ones.' },
      { cause: 'request-timeout', tellApart: 'There the server was at work until the limit; here it never received the request.' },
    ],
    seeWith: [
      {
        command: 'conntrack -L -p tcp --dport {port}',
        shows: "On the node: entries whose remaining time counts down while the flow is idle, gone before the proxy's pool gives the connection up.",
      },
    ],
    provenBy:
      "Captures at both ends that show the request leaving and never arriving (or a RST that neither end sent), on a flow idle for longer than the box's documented limit; from logs alone only the fixed quiet time is seen, and that the server's own limit is longer.",
  },
});

export const zhTW: CauseTranslation = {
  title: '負載平衡器、NAT 或 conntrack 遺忘了閒置的連線；兩端都沒有關閉它',
  explanation:
    '負載平衡器、NAT 閘道、防火牆與連線追蹤都維護一張連線表，並會丟棄閒置達固定時間（例如 240 秒、350 秒或 30 分鐘）的項目。兩端都不會收到 FIN。下一個請求就此消失：停住直到逾時（504 UT；若用戶端先放棄則為代碼 0 DC），或該設備回以 RST，呈現為 503 UC。失敗前的間隔對該設備後方的所有應用程式都相同，與它們自己的設定無關。',
  remedies: {
    'close-before-middlebox':
      '在該設備遺忘之前關閉閒置連線：將 {service} 的 DestinationRule 的 connectionPool.http.idleTimeout 設為至少比該設備的限制低 10 %。',
    'close-tcp-before-middlebox': '若連接埠以 TCP 代理，請改在 {service} 的 DestinationRule 設定 connectionPool.tcp.idleTimeout；HTTP 的欄位在該處不起作用。',
    'close-tcp-by-variable':
      '若連接埠以 TCP 代理，請在 {client} 的 proxyMetadata 將 ISTIO_META_IDLE_TIMEOUT 設為低於該設備的限制（例如 200s）：此版本 Istio 的 DestinationRule 沒有對應欄位。它對該 Pod 的所有監聽器生效。',
    'keep-flow-alive':
      '或讓連線保持活動：在 {service} 的 DestinationRule 設定 connectionPool.tcp.tcpKeepalive，其 time 低於該設備的限制（例如 60s）。與應用程式的閒置上限不同，TCP keepalive 在這裡確實有效。',
    'raise-box-limit': '或在供應商允許時，將負載平衡器或 NAT 的閒置逾時調高到超過代理的 1 小時，並讓它在丟棄連線時送出 RST。',
  },
  guide: {
    onTheWire:
      '連線閒置時沒有封包，設備不通知任何一端就遺忘它。下一個請求被丟棄（重傳，之後在路由時限得到 504 UT，或呼叫端先離開則為 0 DC），或設備回 RST（503 UC）。兩端的封包擷取都沒有 FIN。',
    confusedWith: {
      'keepalive-idle-mismatch': '該原因由伺服器在自身上限送出 FIN；這裡的上限不屬於任何一端的程式，且設備後方全部相同。',
      'conntrack-exhausted': '該原因發生在高負載時，影響新連線；這裡發生在安靜之後，影響舊連線。',
      'request-timeout': '該原因中伺服器一直在處理直到時限；這裡它從未收到請求。',
    },
    seeWith: ['在節點上：閒置連線的剩餘時間倒數，並在代理的連線池放棄該連線之前消失。'],
    provenBy:
      '兩端的封包擷取顯示請求送出卻從未抵達（或有兩端都沒送出的 RST），而該連線閒置時間超過設備文件記載的上限；只憑記錄只能看到固定的閒置時間，以及伺服器自身的上限更長。',
  },
};
