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
};
