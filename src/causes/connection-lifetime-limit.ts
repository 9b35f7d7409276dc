import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The server ends connections at a fixed age or after a fixed number of requests, without a word. */
export const connectionLifetimeLimit: Cause = defineCause({
  id: 'connection-lifetime-limit',
  title: 'The receiver ends connections by age or request count without announcing it',
  explanation:
    "Some servers, and load balancers in front of them, end a connection after so many minutes or requests. When the last response announces it (Connection: close, or GOAWAY in HTTP/2), the proxy opens a new connection and nothing is lost. When it is not announced, the next request meets the close: 503 UC within milliseconds; a GOAWAY that names an older stream leaves UR, which Istio's default retry covers. The age or the request count is the same at each failure, the idle gap is not. VictoriaMetrics' -http.connTimeout is announced and harmless.",
  closedBy: 'server',
  priorDb: 0,
  references: [
    { title: 'RFC 9112, section 9: connection management', url: 'https://www.rfc-editor.org/rfc/rfc9112#section-9', version: 'June 2022' },
    {
      title: 'Istio DestinationRule: connectionPool',
      url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings',
      version: 'Istio 1.18 to 1.31',
    },
    {
      title: 'Envoy connection pooling',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/connection_pooling',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'announce-close',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Let {server} announce the end (Connection: close on the last response, GOAWAY in HTTP/2), or raise or remove its limit on age or requests per connection.',
      verifyWith: [
        'kubectl -n {namespace} rollout status deployment/{server}',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'close-first',
      purpose: 'repair',
      risk: 'config-reload',
      text: "Let the proxy close first: in the DestinationRule for {service} set connectionPool.tcp.maxConnectionDuration, or connectionPool.http.maxRequestsPerConnection, to nine tenths of the server's limit.\nistiod applies the pool to the server's inbound cluster as well.",
      verifyWith: [
        "istioctl proxy-config clusters {pod} -n {namespace} --direction inbound -o json | grep -i -E 'maxConnectionDuration|maxRequestsPerConnection'",
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
    {
      id: 'close-first-at-server',
      purpose: 'repair',
      risk: 'config-reload',
      istio: '>=1.21',
      text: "Where only the hop to the application loses requests, set the same fields in spec.inboundConnectionPool of the Sidecar that selects the pods of {server}; there it takes the place of the rule's pool.\nOnly one Sidecar applies to a workload and one without egress means */*: extend the one that exists.",
      verifyWith: [
        "istioctl proxy-config clusters {pod} -n {namespace} --direction inbound -o json | grep -i -E 'maxConnectionDuration|maxRequestsPerConnection'",
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} edit sidecars.networking.istio.io'],
    },
    {
      id: 'retry-at-client',
      purpose: 'mitigate',
      risk: 'traffic-change',
      text: 'Until then retry gateway-error at the callers, only for requests that may arrive twice.',
      verifyWith: ['istioctl proxy-config routes deploy/{client} -n {namespace} -o json | grep -A3 retryOn'],
      undoWith: ['kubectl -n {namespace} edit virtualservices.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      "The server ends the connection at an age or after a number of requests. Announced (Connection: close, GOAWAY) the proxy opens another and nothing is seen. Unannounced, the FIN crosses a request: 503 UC at the sender's proxy. A GOAWAY that does not cover a stream shows as UR.",
    confusedWith: [
      {
        cause: 'keepalive-idle-mismatch',
        tellApart:
          'There the quiet time before the failure is constant; here the age of the connection or the number of its requests is, on busy connections too.',
      },
      { cause: 'unannounced-close', tellApart: 'There it may be any response; here it is always the same age or count.' },
      {
        cause: 'listener-drain',
        tellApart: "There a push of configuration lies in that second; here none does, and failures spread over time with the connections' ages.",
      },
    ],
    seeWith: [
      { command: 'why503 probe 127.0.0.1:{port} --requests --age 10m', shows: 'A close after the same age or count each time, and whether it was announced.' },
    ],
    provenBy:
      'Rows of whole connections (from their first request on) in which the failing request comes at one age or one ordinal number while the quiet time before it varies; or a probe that measures the limit and the missing announcement.',
  },
});

export const zhTW: CauseTranslation = {
  title: '接收端依連線存活時間或請求數結束連線，卻未事先告知',
  explanation:
    '有些伺服器及其前方的負載平衡器，會在連線達到一定時間或請求數後結束它。若最後一個回應事先告知（Connection: close，或 HTTP/2 的 GOAWAY），代理會另開新連線，不會有損失。若沒有告知，下一個請求就會碰上關閉：數毫秒內的 503 UC；指向較舊串流的 GOAWAY 則留下 UR，Istio 的預設重試可以涵蓋。每次失敗時的連線存活時間或請求數都相同，閒置間隔則不然。VictoriaMetrics 的 -http.connTimeout 會事先告知，沒有害處。',
  remedies: {
    'announce-close': '讓 {server} 事先告知連線結束（在最後一個回應加上 Connection: close，HTTP/2 則送 GOAWAY），或調高、移除其連線時間或請求數的限制。',
    'close-first':
      '讓代理先關閉：在 {service} 的 DestinationRule 將 connectionPool.tcp.maxConnectionDuration 或 connectionPool.http.maxRequestsPerConnection 設為伺服器限制的九成。\nistiod 也會將此設定套用到伺服器的 inbound cluster。',
    'close-first-at-server':
      '若只有通往應用程式的那一段遺失請求，請在選取 {server} 之 Pod 的 Sidecar 的 spec.inboundConnectionPool 設定相同欄位；在該處它會取代規則的設定。\n一個工作負載只會套用一個 Sidecar，而沒有 egress 的 Sidecar 等於 */*：請修改既有的那一個。',
    'retry-at-client': '在修好之前，於呼叫端重試 gateway-error，但僅限重複送達也無妨的請求。',
  },
  guide: {
    onTheWire:
      '伺服器在一定存活時間或請求數後結束連線。若有告知（Connection: close、GOAWAY），代理會另開連線，看不到任何問題。未告知時，FIN 與請求在途中交會：傳送端代理記錄 503 UC。GOAWAY 未涵蓋的串流顯示為 UR。',
    confusedWith: {
      'keepalive-idle-mismatch': '該原因中固定的是失敗前的閒置時間；這裡固定的是連線存活時間或請求數，忙碌的連線也會發生。',
      'unannounced-close': '該原因可能發生在任何回應之後；這裡總是相同的存活時間或請求數。',
      'listener-drain': '該原因在那一秒有組態推送；這裡沒有，失敗隨連線的存活時間分散。',
    },
    seeWith: ['每次都在相同的存活時間或請求數後關閉，以及是否事先告知。'],
    provenBy: '涵蓋整條連線（自第一個請求起）的記錄列：失敗請求總在同一存活時間或同一序號，而其前的閒置時間各不相同；或以 probe 量到該上限且未告知。',
  },
};
