import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** A rate limit refused the request, or the service that decides could not be asked. */
export const rateLimited: Cause = defineCause({
  id: 'rate-limited',
  title: 'A rate limit, or the failure of the rate-limit service',
  explanation:
    'A local or global rate-limit filter answers 429 RL request_rate_limited or local_rate_limited; nothing is sent upstream. When the rate-limit service itself fails and failure is set to deny, the answer is 500 RLSE rate_limiter_error. Some applications and gateways answer 503 instead of 429. It depends on the rate of one caller or path, not on the state of the server.',
  closedBy: 'proxy',
  priorDb: 0,
  references: [
    {
      title: 'Envoy rate limit and local rate limit filters',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/rate_limit_filter',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
    {
      title: 'Envoy response code details',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/response_code_details',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'fit-rate',
      purpose: 'repair',
      risk: 'config-reload',
      text: "Let {client} send within the limit (spread, batch, honour Retry-After), or raise the limit in the EnvoyFilter, in the rate-limit service's configuration or in nginx (limit_req, limit_conn) if {server} can carry it.",
      verifyWith: ["kubectl -n {namespace} logs deploy/{server} -c istio-proxy --since=10m | grep -c ' 429 RL '"],
      undoWith: ['kubectl -n {namespace} edit envoyfilters.networking.istio.io'],
    },
    {
      id: 'repair-limiter',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'If the rate-limit service fails (RLSE), repair it, and decide with failure_mode_deny: false whether requests may pass meanwhile.',
      verifyWith: ["kubectl -n {namespace} logs deploy/{server} -c istio-proxy --since=10m | grep -c ' 500 RLSE '"],
      undoWith: ['kubectl -n {namespace} edit envoyfilters.networking.istio.io'],
    },
  ],
  guide: {
    onTheWire: 'The proxy answers by itself before anything is sent: 429 RL, or 500 RLSE when the rate-limit service fails and failures are denied.',
    confusedWith: [
      { cause: 'circuit-breaker-overflow', tellApart: 'There requests at the same time count, and the answer is 503 UO.' },
      { cause: 'vminsert-overloaded', tellApart: 'There the application itself refuses, after a wait.' },
      { cause: 'authorization-denied', tellApart: 'There the rate does not matter.' },
    ],
    seeWith: [{ command: 'kubectl get envoyfilters.networking.istio.io -A -o yaml | grep -n -B2 -A6 ratelimit', shows: 'The filter and its limit.' }],
    provenBy: 'request_rate_limited, local_rate_limited or rate_limiter_error in the rows, and the configured limit.',
  },
});

export const zhTW: CauseTranslation = {
  title: '速率限制，或速率限制服務本身失效',
  explanation:
    '本地或全域的速率限制過濾器回應 429 RL request_rate_limited 或 local_rate_limited；沒有任何內容送往上游。若速率限制服務本身失效且設定為拒絕，則回應 500 RLSE rate_limiter_error。有些應用程式與閘道會以 503 代替 429。這取決於單一呼叫端或路徑的速率，與伺服器的狀態無關。',
  remedies: {
    'fit-rate':
      '讓 {client} 在限制內送出（分散、批次、遵守 Retry-After），或在 {server} 能承受時調高 EnvoyFilter、速率限制服務或 nginx（limit_req、limit_conn）中的限制。',
    'repair-limiter': '若是速率限制服務失效（RLSE），請修復它，並以 failure_mode_deny: false 決定期間是否放行請求。',
  },
  guide: {
    onTheWire: '代理在送出之前自行回應：429 RL；若速率限制服務失敗且設為拒絕，則為 500 RLSE。',
    confusedWith: {
      'circuit-breaker-overflow': '該原因計算同時進行的請求，回應為 503 UO。',
      'vminsert-overloaded': '該原因由應用程式在等待後自行拒絕。',
      'authorization-denied': '該原因與速率無關。',
    },
    seeWith: ['該過濾器與其上限。'],
    provenBy: '記錄列中的 request_rate_limited、local_rate_limited 或 rate_limiter_error，以及設定的上限。',
  },
};
