import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The application itself wrote the 503; the proxies only passed it on. */
export const appAnswered503: Cause = defineCause({
  id: 'app-answered-503',
  title: "The 503 is the application's own answer",
  explanation:
    'The row has flag - and via_upstream: the next one on the path made the answer. When that holds for the last sidecar too (cluster inbound|<port>||), the application wrote the 503 and the connection is whole. Its body is not Envoy\'s "upstream connect error", the duration is that of a handled request, and often a header or the wording names the author (VictoriaMetrics adds X-Server-Hostname). The reason stands in the application\'s log or body: overload, maintenance, a dependency that is down.',
  priorDb: 0,
  references: [
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
    { title: 'VictoriaMetrics: lib/httpserver/httpserver.go', version: 'VictoriaMetrics v1.150.0' },
  ],
  remedies: [
    {
      id: 'ask-application',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Repair what {server} says in its answer and in the log of container {container} at that second; nothing in the mesh causes it.',
      verifyWith: [
        'kubectl -n {namespace} logs {pod} -c {container} --since=10m',
        "kubectl -n {namespace} logs deploy/{server} -c istio-proxy --since=10m | grep -c ' 503 - '",
      ],
      undoWith: [],
    },
    {
      id: 'look-one-further',
      purpose: 'repair',
      risk: 'none',
      text: 'If {server} itself passes requests on (vmauth, a gateway, an API front), its 503 may come from its own upstream: read the log of that hop next.',
      verifyWith: ['kubectl -n {namespace} logs {pod} -c istio-proxy --since=10m'],
      undoWith: [],
    },
    {
      id: 'retry-with-care',
      purpose: 'mitigate',
      risk: 'traffic-change',
      text: 'A retry on 503 at the caller (retryOn: 503) helps only if another replica would answer better; towards an overloaded application it adds load.',
      verifyWith: ['istioctl proxy-config routes deploy/{client} -n {namespace} -o json | grep -A3 retryOn'],
      undoWith: ['kubectl -n {namespace} edit virtualservices.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      "Request and response pass whole: every proxy's row has flag - and via_upstream, the innermost one names inbound|<port>||, the body is the application's.",
    confusedWith: [
      { cause: 'keepalive-idle-mismatch', tellApart: 'One hop further in a proxy may have written its own flag (UC): look at the innermost row.' },
      { cause: 'vminsert-overloaded', tellApart: "There the sentence in the body is vminsert's own about its slots." },
      { cause: 'rate-limited', tellApart: "There a proxy's filter answers, with RL." },
    ],
    seeWith: [
      { command: "kubectl -n {namespace} logs {pod} -c istio-proxy | grep ' 503 - via_upstream'", shows: 'Rows with inbound| in them.' },
      { command: 'kubectl -n {namespace} exec {pod} -c istio-proxy -- curl -si http://localhost:{port}/PATH', shows: 'The 503 without any proxy between.' },
    ],
    provenBy:
      "The innermost proxy's row (inbound cluster, via_upstream, no flag), or the body and headers of the answer (X-Server-Hostname, a sentence of the application).",
  },
});

export const zhTW: CauseTranslation = {
  title: '503 是應用程式自己的回應',
  explanation:
    '該筆紀錄的旗標為 - 且為 via_upstream：回應是路徑上的下一個成員做的。若最後一個 sidecar（叢集 inbound|<port>||）也是如此，那麼 503 就是應用程式寫的，連線完好無缺。其本文不是 Envoy 的 "upstream connect error"，耗時是正常處理請求的時間，且往往有標頭或用語可看出作者（VictoriaMetrics 會加上 X-Server-Hostname）。原因寫在應用程式的日誌或本文中：過載、維護、相依服務停擺。',
  remedies: {
    'ask-application': '依 {server} 的回應內容與容器 {container} 當時日誌所述的原因修正；這不是網格造成的。',
    'look-one-further': '若 {server} 本身也會轉送請求（vmauth、閘道、API 前端），其 503 可能來自它的上游：接著查看那一段的日誌。',
    'retry-with-care': '只有在其他副本能給出較好的回應時，呼叫端對 503 重試（retryOn: 503）才有幫助；對過載的應用程式只會增加負載。',
  },
  guide: {
    onTheWire: '請求與回應完整傳遞：每個代理的記錄列旗標為 - 且 via_upstream，最內側的列為 inbound|<port>||，本文是應用程式的。',
    confusedWith: {
      'keepalive-idle-mismatch': '再往內一段的代理可能寫了自己的旗標（UC）：請看最內側的記錄列。',
      'vminsert-overloaded': '該原因的本文是 vminsert 關於其名額的文字。',
      'rate-limited': '該原因由代理的過濾器回應，帶有 RL。',
    },
    seeWith: ['含有 inbound| 的記錄列。', '中間沒有任何代理的 503。'],
    provenBy: '最內側代理的記錄列（inbound 叢集、via_upstream、無旗標），或回應的本文與標頭（X-Server-Hostname、應用程式的文字）。',
  },
};
