import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** A time limit on the path ended a request that was still being worked on. */
export const requestTimeout: Cause = defineCause({
  id: 'request-timeout',
  title: 'A proxy or server time limit cuts a slow request',
  explanation:
    "A route time-out, a per-try time-out or a server's own limit was shorter than the work. The proxy that holds the limit answers 504 UT (response_timeout or upstream_per_try_timeout) and cuts the request; the proxy behind it sees its client go away and writes code 0 DC. When the application itself ends requests at a limit it closes the connection and its sidecar writes 503 UC with a long, round duration. The durations of the failures stand at a wall, just at the limit, while shorter requests pass. Istio sets no route time-out by itself.",
  priorDb: 1, // slow servers are met more often than connections that are lost unheard
  references: [
    {
      title: 'Envoy: how do I configure timeouts?',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/faq/configuration/timeouts',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    { title: 'Istio VirtualService', url: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/', version: 'Istio 1.18 to 1.31' },
    {
      title: 'Envoy response code details',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/response_code_details',
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
      id: 'speed-up-or-extend',
      purpose: 'repair',
      risk: 'config-reload',
      text: "Make the request faster (smaller queries or batches, more capacity), or raise the limit that cuts it: http.timeout or retries.perTryTimeout in the VirtualService for {service}, proxy_read_timeout in nginx, timeout server in HAProxy, the idle time-out of a load balancer, or the server's own request limit.\nLimits must grow outwards: server below proxy below caller, and a caller's own time-out above all tries together.",
      verifyWith: [
        'istioctl proxy-config routes deploy/{client} -n {namespace} -o json | grep -i timeout',
        "kubectl -n {namespace} logs deploy/{client} -c istio-proxy --since=10m | grep -c ' 504 UT '",
      ],
      undoWith: ['kubectl -n {namespace} edit virtualservices.networking.istio.io'],
    },
    {
      id: 'stop-retrying-slow',
      purpose: 'mitigate',
      risk: 'config-reload',
      text: 'Do not retry requests that ran into the limit: each try starts the same work again; keep retryOn to connect-failure,refused-stream.',
      verifyWith: ['istioctl proxy-config routes deploy/{client} -n {namespace} -o json | grep -A3 retryOn'],
      undoWith: ['kubectl -n {namespace} edit virtualservices.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      "The request is at work when a limit passes: the proxy that holds the limit resets it and answers 504 UT; the proxy behind sees its client leave (0 DC); the server may finish later, for nobody. A server's own limit: it closes, 503 UC with a long round duration.",
    confusedWith: [
      { cause: 'cpu-saturated', tellApart: 'There the durations grow without a wall, for all requests.' },
      { cause: 'keepalive-idle-mismatch', tellApart: 'There the failing request lasts milliseconds.' },
      { cause: 'middlebox-idle-drop', tellApart: 'There the server never received the request.' },
    ],
    seeWith: [
      {
        command: 'istioctl proxy-config routes deploy/{client} -n {namespace} -o json | grep -E \'"(timeout|perTryTimeout|idleTimeout)"\'',
        shows: 'A limit that equals the duration of the failures.',
      },
    ],
    provenBy: 'Durations of the failures that stand at one value, the limit of that value on the path, and shorter requests that pass.',
  },
});

export const zhTW: CauseTranslation = {
  title: '代理或伺服器的時間限制中斷了緩慢的請求',
  explanation:
    '路由逾時、單次嘗試逾時或伺服器自己的限制，比實際工作所需的時間短。持有限制的代理回應 504 UT（response_timeout 或 upstream_per_try_timeout）並切斷請求；其後的代理看到用戶端離開，寫下代碼 0 DC。若是應用程式自己在到達限制時結束請求，它會關閉連線，其 sidecar 寫下持續時間很長且為整數的 503 UC。失敗的持續時間都停在限制值處，較短的請求則能通過。Istio 本身不設定路由逾時。',
  remedies: {
    'speed-up-or-extend':
      '讓請求更快（縮小查詢或批次、增加容量），或調高切斷它的限制：{service} 的 VirtualService 中的 http.timeout 或 retries.perTryTimeout、nginx 的 proxy_read_timeout、HAProxy 的 timeout server、負載平衡器的閒置逾時，或伺服器自己的請求限制。\n限制必須由內向外遞增：伺服器小於代理、代理小於呼叫端，且呼叫端自己的逾時須大於所有嘗試的總和。',
    'stop-retrying-slow': '不要重試已達時間限制的請求，因為每次嘗試都會從頭開始同樣的工作；retryOn 只保留 connect-failure,refused-stream。',
  },
  guide: {
    onTheWire:
      '請求處理中時限到期：持有時限的代理重設並回 504 UT；後面的代理看到用戶端離開（0 DC）；伺服器可能稍後完成，但已無人等待。若是伺服器自身的時限：它關閉連線，503 UC 且耗時長而整齊。',
    confusedWith: {
      'cpu-saturated': '該原因的耗時普遍變長而沒有牆，所有請求皆然。',
      'keepalive-idle-mismatch': '該原因的失敗請求只有數毫秒。',
      'middlebox-idle-drop': '該原因中伺服器從未收到請求。',
    },
    seeWith: ['等於失敗耗時的時限。'],
    provenBy: '失敗的耗時都落在同一個值、路徑上有該值的時限，且較短的請求通過。',
  },
};
