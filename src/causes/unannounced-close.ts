import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The application closes each connection after its response and does not say so in the response. */
export const unannouncedClose: Cause = defineCause({
  id: 'unannounced-close',
  title: 'The application closes after a response without saying so (HTTP/1.0, missing Connection: close)',
  explanation:
    'In HTTP/1.1 a response without Connection: close promises that the connection stays. An application that answers so and then closes (a hand-written server, HTTP/1.0 manners, a worker model that ends with the request) leaves the proxy with a connection it may already have given to the next request: 503 UC within milliseconds. No idle gap is needed; the rate rises with concurrency, because then the next request follows at once.',
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
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'say-close',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Let {server} send Connection: close with a response after which it closes, or keep the connection open as HTTP/1.1 means it.',
      verifyWith: [
        'kubectl -n {namespace} rollout status deployment/{server}',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'no-reuse',
      purpose: 'mitigate',
      risk: 'config-reload',
      text: "In the DestinationRule for {service} set connectionPool.http.maxRequestsPerConnection: 1, so that no connection is used twice; it costs one connect per request, on the callers' hop as well as on the one to the application.",
      verifyWith: [
        'istioctl proxy-config clusters {pod} -n {namespace} --direction inbound -o json | grep -i maxRequestsPerConnection',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
    {
      id: 'no-reuse-at-server',
      purpose: 'mitigate',
      risk: 'config-reload',
      istio: '>=1.21',
      text: "Or only on the hop to the application: spec.inboundConnectionPool.http.maxRequestsPerConnection: 1 in the Sidecar that selects the pods of {server}, which leaves the callers' connections alone.",
      verifyWith: [
        'istioctl proxy-config clusters {pod} -n {namespace} --direction inbound -o json | grep -i maxRequestsPerConnection',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} edit sidecars.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      'Response without Connection: close, then FIN at once. A request that the proxy put on the connection in between meets it: RST, 503 UC within milliseconds. With HTTP/1.0 servers every response ends so.',
    confusedWith: [
      {
        cause: 'keepalive-idle-mismatch',
        tellApart: 'There failures need a quiet time near the limit; here they come right behind another response and grow with concurrency.',
      },
      { cause: 'connection-lifetime-limit', tellApart: 'There the close comes at one age or count; here after any response.' },
      { cause: 'app-closed-mid-request', tellApart: 'There it is the request itself that is given up; here the request before was answered well.' },
    ],
    seeWith: [
      {
        command: 'kubectl -n {namespace} exec {pod} -c istio-proxy -- curl -sv http://localhost:{port}/ http://localhost:{port}/',
        shows: 'No "Connection: close" in the first response, and a second connect although one was open.',
      },
    ],
    provenBy:
      'Two requests sent on one connection straight at the application: a response without Connection: close (or HTTP/1.0 without keep-alive), then FIN within milliseconds. why503 probe reports it.',
  },
});

export const zhTW: CauseTranslation = {
  title: '應用程式在回應後逕自關閉連線（HTTP/1.0，或缺少 Connection: close）',
  explanation:
    '在 HTTP/1.1 中，沒有 Connection: close 的回應代表連線會繼續保留。如此回應卻隨即關閉連線的應用程式（自行撰寫的伺服器、HTTP/1.0 的習慣、隨請求結束的工作模型），會讓代理手上的連線可能已交給下一個請求：數毫秒內的 503 UC。不需要閒置間隔；失敗率隨並行度上升，因為下一個請求會緊接而來。',
  remedies: {
    'say-close': '讓 {server} 在即將關閉連線的回應中送出 Connection: close，或依 HTTP/1.1 的約定保持連線。',
    'no-reuse':
      '在 {service} 的 DestinationRule 設定 connectionPool.http.maxRequestsPerConnection: 1，使連線不被重複使用；代價是每個請求都要建立一次連線，呼叫端那一段與通往應用程式那一段皆然。',
    'no-reuse-at-server':
      '或只限通往應用程式的那一段：在選取 {server} 之 Pod 的 Sidecar 設定 spec.inboundConnectionPool.http.maxRequestsPerConnection: 1，呼叫端的連線不受影響。',
  },
  guide: {
    onTheWire: '回應未帶 Connection: close，接著立即 FIN。代理在這之間放上該連線的請求就撞上它：RST，數毫秒內 503 UC。HTTP/1.0 伺服器的每個回應都如此結束。',
    confusedWith: {
      'keepalive-idle-mismatch': '該原因的失敗需要接近上限的閒置時間；這裡緊跟在另一個回應之後，並隨並行數增加。',
      'connection-lifetime-limit': '該原因在同一存活時間或請求數時關閉；這裡在任何回應之後。',
      'app-closed-mid-request': '該原因放棄的是這個請求本身；這裡的前一個請求已正常回應。',
    },
    seeWith: ['第一個回應沒有「Connection: close」，卻在連線仍開著時第二次連線。'],
    provenBy: '直接對應用程式在同一連線送兩個請求：回應沒有 Connection: close（或 HTTP/1.0 且未 keep-alive），數毫秒內就 FIN。why503 probe 會回報。',
  },
};
