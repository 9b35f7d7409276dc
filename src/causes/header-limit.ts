import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** A request or response had more header bytes, or more headers, than one side takes. */
export const headerLimit: Cause = defineCause({
  id: 'header-limit',
  title: 'Headers are too large or too many',
  explanation:
    "Envoy takes 60 KiB of request headers and 100 headers by default, applications often 8 to 16 KiB. A request above Envoy's limit gets 431 at once; one above the application's limit gets 431 or 400 from it, or it closes without an answer (503 UC). Response headers above the limit make a 502 UPE or 503. Only users with large cookies, tokens or trace baggage are concerned, and always.",
  priorDb: 0,
  references: [
    {
      title: 'Envoy HttpConnectionManager: max_request_headers_kb, common_http_protocol_options.max_headers_count',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/network/http_connection_manager/v3/http_connection_manager.proto',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    { title: 'RFC 6585, section 5: 431', url: 'https://www.rfc-editor.org/rfc/rfc6585#section-5', version: 'April 2012' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'shrink-headers',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Make the headers smaller at their source: fewer and shorter cookies, a reference instead of a whole token, no growing baggage.',
      verifyWith: ["kubectl -n {namespace} logs deploy/{server} -c istio-proxy --since=10m | grep -c ' 431 DPE '"],
      undoWith: [],
    },
    {
      id: 'raise-app-limit',
      purpose: 'repair',
      risk: 'pod-restart',
      text: "Raise the limit of {server} where it is below Envoy's (for example --max-http-header-size in Node, server.max-http-request-header-size in Spring Boot, large_client_header_buffers in nginx).",
      verifyWith: [
        'kubectl -n {namespace} rollout status deployment/{server}',
        "kubectl -n {writerNamespace} logs deploy/{writer} -c istio-proxy --since=10m | grep -cE ' ({flags}) '",
      ],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'raise-proxy-limit',
      purpose: 'mitigate',
      risk: 'config-reload',
      text: "If Envoy's limit is the one, raise max_request_headers_kb (at most 8192) or max_headers_count with an EnvoyFilter on the connection manager of {server}, and check it with every upgrade.",
      verifyWith: ["istioctl proxy-config listeners {pod} -n {namespace} -o json | grep -i -E 'maxRequestHeadersKb|maxHeadersCount'"],
      undoWith: ['kubectl -n {namespace} edit envoyfilters.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire:
      "Request headers above Envoy's limit: 431 at once, nothing sent. Above the application's: its 431 or 400, or a close (503 UC). Response headers above Envoy's: 502 UPE or 503.",
    confusedWith: [
      { cause: 'malformed-response', tellApart: 'There size does not matter.' },
      { cause: 'app-closed-mid-request', tellApart: 'There the body or the handler decides, not the headers.' },
      { cause: 'authorization-denied', tellApart: 'A token that is refused is no token that is too long: 403 or 401, not 431.' },
    ],
    seeWith: [
      {
        command:
          "kubectl -n {namespace} exec {pod} -c istio-proxy -- curl -s -o /dev/null -w '%{http_code}\\n' -H \"x-long: $(head -c 20000 /dev/zero | tr '\\0' a)\" http://localhost:{port}/",
        shows: '431, 400 or an empty reply where a short header passes.',
      },
    ],
    provenBy:
      'A threshold: requests of the same kind that pass below a size or count and fail above it; or the words that name it (headers_too_large, too many headers).',
  },
});

export const zhTW: CauseTranslation = {
  title: '標頭過大或過多',
  explanation:
    'Envoy 預設接受 60 KiB 的請求標頭與 100 個標頭，應用程式往往只接受 8 到 16 KiB。超過 Envoy 限制的請求立刻得到 431；超過應用程式限制的則由它回應 431 或 400，或不回應就關閉連線（503 UC）。回應標頭超過限制則為 502 UPE 或 503。只有帶有大型 cookie、權杖或追蹤資訊的使用者受影響，而且總是如此。',
  remedies: {
    'shrink-headers': '從來源縮小標頭：減少並縮短 cookie、以參照代替完整權杖、避免不斷增長的追蹤資訊。',
    'raise-app-limit':
      '若 {server} 的限制低於 Envoy，請調高它（例如 Node 的 --max-http-header-size、Spring Boot 的 server.max-http-request-header-size、nginx 的 large_client_header_buffers）。',
    'raise-proxy-limit':
      '若受限於 Envoy，請以 EnvoyFilter 在 {server} 的連線管理員上調高 max_request_headers_kb（最多 8192）或 max_headers_count，並在每次升級時檢查。',
  },
  guide: {
    onTheWire: '請求標頭超過 Envoy 上限：立即 431，沒有送出。超過應用程式上限：其 431 或 400，或關閉（503 UC）。回應標頭超過 Envoy 上限：502 UPE 或 503。',
    confusedWith: {
      'malformed-response': '該原因與大小無關。',
      'app-closed-mid-request': '該原因取決於本文或處理常式，而非標頭。',
      'authorization-denied': '遭拒的權杖不等於過長的權杖：是 403 或 401，不是 431。',
    },
    seeWith: ['短標頭通過之處得到 431、400 或空回應。'],
    provenBy: '一個門檻：同類請求在某大小或數量以下通過、以上失敗；或指名它的文字（headers_too_large、too many headers）。',
  },
};
