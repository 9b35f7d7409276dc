import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The upstream answered with bytes that are not HTTP as the proxy demands it. */
export const malformedResponse: Cause = defineCause({
  id: 'malformed-response',
  title: "The upstream's answer violates HTTP",
  explanation:
    'Envoy is strict: a wrong status line, forbidden characters in a header, both Content-Length and Transfer-Encoding, a body for 204, two lengths, or a connection that ends in the middle of a response is a protocol error. The proxy drops the answer and writes 502 UPE protocol_error (503 UC before Envoy 1.18). It is deterministic: always the same URL or status, while others are well, and clients that are lenient accept the answer when they go around the proxy.',
  closedBy: 'proxy',
  priorDb: 0,
  references: [
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    { title: 'Envoy: source/common/http/codec_client.cc onEvent, source/common/router/router.cc onUpstreamReset', version: 'Envoy 1.37.0-dev' },
    {
      title: 'Envoy response code details',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/response_code_details',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'correct-response',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Correct the response of {server} for the URLs that fail: one length, valid header names and values, no body where none is allowed, a complete chunked body.\nTo see what is wrong, fetch the URL from inside the pod around the proxy, or set the sidecar to --level http:debug for a minute (istioctl proxy-config log): the codec names the error.',
      verifyWith: ['kubectl -n {namespace} logs deploy/{server} -c istio-proxy --since=10m | grep -c protocol_error'],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'treat-as-tcp',
      purpose: 'mitigate',
      risk: 'traffic-change',
      text: 'Until it is corrected declare the port tcp (appProtocol: tcp on Service {service}), so that Envoy passes the bytes unchanged; HTTP routing, retries and metrics are lost meanwhile.',
      verifyWith: ["kubectl -n {namespace} get service {service} -o jsonpath='{.spec.ports}'"],
      undoWith: ['kubectl -n {namespace} edit service {service}'],
    },
  ],
  guide: {
    onTheWire:
      'Request and response pass, and the response breaks a rule of HTTP: the proxy drops it and the connection, 502 UPE protocol_error (503 UC before Envoy 1.18). The application believes it answered.',
    confusedWith: [
      { cause: 'header-limit', tellApart: 'There the answer is right and too large.' },
      { cause: 'protocol-mismatch', tellApart: 'There nothing of that port is HTTP.' },
      { cause: 'app-crashed', tellApart: 'There the response breaks off because the process ended.' },
    ],
    seeWith: [
      {
        command: 'istioctl proxy-config log {pod} -n {namespace} --level http:debug',
        shows: "Then in the proxy's log the codec's error for that request, for example http/1.1 protocol error.",
      },
      {
        command: 'kubectl -n {namespace} exec {pod} -c istio-proxy -- curl -sv --raw http://localhost:{port}/PATH',
        shows: 'The header or length that is wrong.',
      },
    ],
    provenBy: "The codec's error beside the failing request, or the raw response, and that the same URL fails each time.",
  },
});

export const zhTW: CauseTranslation = {
  title: '上游的回應違反 HTTP',
  explanation:
    'Envoy 很嚴格：狀態列錯誤、標頭含禁用字元、同時有 Content-Length 與 Transfer-Encoding、204 卻帶有本文、重複的長度，或連線在回應中途結束，都是協定錯誤。代理丟棄該回應並寫下 502 UPE protocol_error（Envoy 1.18 之前為 503 UC）。這是確定性的：總是同一個 URL 或狀態，其他則正常；而繞過代理時，寬鬆的用戶端會接受該回應。',
  remedies: {
    'correct-response':
      '修正 {server} 對失敗 URL 的回應：只給一個長度、合法的標頭名稱與值、不允許本文時不要送出本文、chunked 本文須完整。\n要看出錯在哪裡，可在 Pod 內繞過代理取得該 URL，或暫時將 sidecar 的日誌等級設為 --level http:debug（istioctl proxy-config log）：codec 會指出錯誤。',
    'treat-as-tcp':
      '在修正之前，將該連接埠宣告為 tcp（Service {service} 的 appProtocol: tcp），讓 Envoy 原封不動地傳遞資料；期間會失去 HTTP 路由、重試與指標。',
  },
  guide: {
    onTheWire: '請求與回應都有傳遞，但回應違反 HTTP 規則：代理丟棄回應與連線，502 UPE protocol_error（Envoy 1.18 之前為 503 UC）。應用程式以為已經回應。',
    confusedWith: {
      'header-limit': '該原因的回應正確但過大。',
      'protocol-mismatch': '該原因中該連接埠完全不是 HTTP。',
      'app-crashed': '該原因是行程結束導致回應中斷。',
    },
    seeWith: ['之後代理記錄中該請求的編解碼器錯誤，例如 http/1.1 protocol error。', '有問題的標頭或長度。'],
    provenBy: '失敗請求旁的編解碼器錯誤或原始回應，且同一網址每次都失敗。',
  },
};
