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
      text: 'Set connectionPool.http.maxRequestsPerConnection: 1 for {service} (Sidecar.spec.inboundConnectionPool from Istio 1.21, or the DestinationRule), so that no connection is used twice; it costs one connect per request.',
      verifyWith: [
        'istioctl proxy-config clusters {pod} -n {namespace} --direction inbound -o json | grep -i maxRequestsPerConnection',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} edit destinationrules.networking.istio.io'],
    },
  ],
});

export const zhTW: CauseTranslation = {
  title: '應用程式在回應後逕自關閉連線（HTTP/1.0，或缺少 Connection: close）',
  explanation:
    '在 HTTP/1.1 中，沒有 Connection: close 的回應代表連線會繼續保留。如此回應卻隨即關閉連線的應用程式（自行撰寫的伺服器、HTTP/1.0 的習慣、隨請求結束的工作模型），會讓代理手上的連線可能已交給下一個請求：數毫秒內的 503 UC。不需要閒置間隔；失敗率隨並行度上升，因為下一個請求會緊接而來。',
  remedies: {
    'say-close': '讓 {server} 在即將關閉連線的回應中送出 Connection: close，或依 HTTP/1.1 的約定保持連線。',
    'no-reuse':
      '為 {service} 設定 connectionPool.http.maxRequestsPerConnection: 1（Istio 1.21 起用 Sidecar.spec.inboundConnectionPool，或用 DestinationRule），使連線不被重複使用；代價是每個請求都要建立一次連線。',
  },
};
