import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The proxy refused the request because a limit of its connection pool was reached. */
export const circuitBreakerOverflow: Cause = defineCause({
  id: 'circuit-breaker-overflow',
  title: 'A connection-pool limit is reached',
  explanation:
    "A DestinationRule sets limits (maxConnections, http1MaxPendingRequests, http2MaxRequests, maxRetries) and the caller's proxy had as many as allowed at that moment. It answers 503 UO overflow itself in under a millisecond, with the header x-envoy-overloaded; nothing was sent and no connection broke. Istio sets all limits to the maximum unless configured, so such a rule exists. The limits count per proxy, and the same connectionPool is also applied to the server's own sidecar.",
  closedBy: 'proxy',
  priorDb: 0,
  references: [
    {
      title: 'Envoy circuit breaking',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/circuit_breaking',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    {
      title: 'Istio DestinationRule: connectionPool',
      url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings',
      version: 'Istio 1.18 to 1.31',
    },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    { title: 'Istio: pilot/pkg/networking/core/cluster_builder.go buildInboundCluster', version: 'Istio 1.18 to 1.31' },
  ],
  remedies: [
    {
      id: 'size-limits',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'In the DestinationRule for {service} raise the limit that overflowed: http1MaxPendingRequests and tcp.maxConnections to at least the largest burst of one caller for HTTP/1, http2MaxRequests for HTTP/2.\nRaise it only as far as {server} can serve; otherwise the overload moves to the application.',
      verifyWith: [
        'istioctl proxy-config clusters deploy/{client} -n {namespace} -o json | grep -A8 circuitBreakers',
        "kubectl -n {namespace} logs deploy/{client} -c istio-proxy --since=10m | grep -c ' 503 UO '",
      ],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
    {
      id: 'smooth-burst',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Let {client} send fewer requests at a time (lower concurrency, spread timers), so that the limit is not reached.',
      verifyWith: ["kubectl -n {namespace} logs deploy/{client} -c istio-proxy --since=10m | grep -c ' 503 UO '"],
      undoWith: [],
    },
    {
      id: 'speed-up-server',
      purpose: 'prevent',
      risk: 'traffic-change',
      text: 'If requests pile up because {server} is slow, add replicas or capacity: pending requests are the product of rate and response time.',
      verifyWith: ['kubectl -n {namespace} top pod --containers'],
      undoWith: [],
    },
  ],
  guide: {
    onTheWire: "Nothing leaves: the caller's proxy answers 503 UO overflow in under a millisecond with x-envoy-overloaded; the server sees fewer requests.",
    confusedWith: [
      { cause: 'vminsert-overloaded', tellApart: 'There the application refuses, after a wait, with a sentence of its own.' },
      { cause: 'proxy-overloaded', tellApart: "There the proxy's own resources are at their end, whatever the destination." },
      { cause: 'rate-limited', tellApart: 'There a rate counts (429 RL), not what is open at the same time.' },
    ],
    seeWith: [
      {
        command:
          'istioctl proxy-config clusters deploy/{client} -n {namespace} --fqdn {service}.{namespace}.svc.cluster.local -o json | grep -A12 circuitBreakers',
        shows: 'Thresholds below 4294967295.',
      },
      {
        command: 'kubectl -n {namespace} exec deploy/{client} -c istio-proxy -- pilot-agent request GET "stats?filter=overflow"',
        shows: 'Overflow counters that rise (where these statistics are kept).',
      },
    ],
    provenBy: 'UO rows of a proxy and the limit in its own cluster (or the rule that sets it) that its requests at that second reach.',
  },
});

export const zhTW: CauseTranslation = {
  title: '已達連線池上限',
  explanation:
    'DestinationRule 設定了上限（maxConnections、http1MaxPendingRequests、http2MaxRequests、maxRetries），而呼叫端的代理當時已達允許的數量。它在不到一毫秒內自行回應 503 UO overflow，並帶有標頭 x-envoy-overloaded；沒有送出任何內容，也沒有連線中斷。除非有設定，否則 Istio 會把所有上限設為最大值，因此必有這樣的規則存在。上限以每個代理計算，而同一份 connectionPool 也會套用到伺服器自己的 sidecar。',
  remedies: {
    'size-limits':
      '在 {service} 的 DestinationRule 調高溢出的上限：HTTP/1 將 http1MaxPendingRequests 與 tcp.maxConnections 調到至少等於單一呼叫端的最大突發量，HTTP/2 則調 http2MaxRequests。\n只調到 {server} 能承受的程度，否則過載會轉移到應用程式。',
    'smooth-burst': '讓 {client} 同時送出的請求減少（降低並行度、錯開定時），避免達到上限。',
    'speed-up-server': '若因 {server} 緩慢而堆積請求，請增加副本或容量：等待中的請求數是速率與回應時間的乘積。',
  },
  guide: {
    onTheWire: '沒有任何封包離開：呼叫端代理在不到一毫秒內回 503 UO overflow 並帶 x-envoy-overloaded；伺服器看到的請求變少。',
    confusedWith: {
      'vminsert-overloaded': '該原因由應用程式在等待後以自身的文字拒絕。',
      'proxy-overloaded': '該原因是代理自身資源耗盡，與目的地無關。',
      'rate-limited': '該原因計算速率（429 RL），而非同時開啟的數量。',
    },
    seeWith: ['門檻低於 4294967295。', '溢位計數器上升（若有保留這些統計）。'],
    provenBy: '代理的 UO 記錄列，以及其自身叢集中（或設定它的規則中）當秒請求所達到的上限。',
  },
};
