import { both } from '../bilingual.ts';
import { clientLeft } from './cause-families.ts';
import type { Detail } from './meaning.ts';
import { connectionManager, detailsDocument, istioPassthrough, router } from './references.ts';

/** Details of requests that a filter or the connection manager ended by itself: refused, limited, answered directly, malformed. */
export const refusalDetails: Readonly<Record<string, Detail>> = {
  request_headers_failed_strict_check: {
    flag: 'IH',
    causes: ['proxy-or-client-defect'],
    references: router,
    says: both('A strictly checked x-envoy-* header has a wrong value.', '受嚴格檢查的 x-envoy-* 標頭值有誤。'),
  },
  request_rate_limited: {
    flag: 'RL',
    causes: ['rate-limited'],
    references: detailsDocument,
    says: both('The global rate limit refused the request.', '全域速率限制拒絕了請求。'),
  },
  local_rate_limited: {
    flag: 'RL',
    causes: ['rate-limited'],
    references: detailsDocument,
    says: both('The local rate limit of this proxy refused the request.', '此代理的本地速率限制拒絕了請求。'),
  },
  rate_limiter_error: {
    flag: 'RLSE',
    causes: ['rate-limited', 'network-policy-blocked', 'readiness-failing'],
    references: detailsDocument,
    says: both('The rate-limit service could not be asked.', '無法詢問速率限制服務。'),
  },
  ext_authz_denied: {
    flag: 'UAEX',
    causes: ['authorization-denied'],
    references: detailsDocument,
    says: both('The external authorizer refused.', '外部授權服務拒絕了請求。'),
  },
  ext_authz_error: {
    flag: 'UAEX',
    causes: ['authorization-denied', 'network-policy-blocked', 'readiness-failing', 'request-timeout'],
    references: detailsDocument,
    says: both('The external authorizer could not be asked.', '無法詢問外部授權服務。'),
  },
  rbac_access_denied_matched_policy: {
    causes: ['authorization-denied'],
    references: detailsDocument,
    says: both(
      'An AuthorizationPolicy refused; its name stands in the brackets (`none` = no ALLOW policy matched).',
      'AuthorizationPolicy 拒絕了請求；名稱寫在括號內（`none` 表示沒有符合的 ALLOW 政策）。',
    ),
  },
  jwt_authn_access_denied: {
    causes: ['authorization-denied'],
    references: detailsDocument,
    says: both('The token was missing or not valid; what failed stands in the braces.', '權杖遺失或無效；失敗之處寫在大括號內。'),
  },
  upgrade_failed: {
    causes: ['upgrade-broken', 'protocol-mismatch'],
    references: detailsDocument,
    says: both('The request asked for an upgrade that this proxy does not pass.', '請求要求的協定升級，此代理不予通過。'),
  },
  direct_response: {
    causes: ['sidecar-scope', 'no-route'],
    references: istioPassthrough,
    says: both(
      "A route of this proxy answered by itself, for example Istio's `block_all` (502) under REGISTRY_ONLY.",
      '此代理的某條路由直接回應，例如 Istio 在 REGISTRY_ONLY 下的 `block_all`（502）。',
    ),
  },
  fault_filter_abort: {
    flag: 'FI',
    causes: [],
    references: detailsDocument,
    says: both('A configured fault aborted the request on purpose.', '設定好的故障注入刻意中止了請求。'),
  },
  filter_removed_required_request_headers: {
    flag: 'DPE',
    causes: ['config-rejected', 'proxy-or-client-defect'],
    references: connectionManager,
    says: both('A filter removed a header that every request needs.', '某個過濾器移除了請求必要的標頭。'),
  },
  missing_host_header: {
    flag: 'DPE',
    causes: ['proxy-or-client-defect', 'protocol-mismatch'],
    references: connectionManager,
    says: both('The request has no Host header.', '請求沒有 Host 標頭。'),
  },
  request_headers_too_large: {
    flag: 'DPE',
    causes: ['header-limit'],
    references: connectionManager,
    says: both('The request headers are larger than the listener allows (431).', '請求標頭超過監聽器允許的大小（431）。'),
  },
  response_headers_too_large: {
    causes: ['header-limit'],
    references: router,
    says: both('The response headers are larger than the proxy allows.', '回應標頭超過代理允許的大小。'),
  },
  request_payload_too_large: {
    causes: ['header-limit', 'app-closed-mid-request'],
    references: connectionManager,
    says: both('The request body is larger than the proxy buffers (413).', '請求本文超過代理的緩衝上限（413）。'),
  },
  response_payload_too_large: {
    causes: ['malformed-response', 'header-limit'],
    references: connectionManager,
    says: both('The response body is larger than the proxy buffers.', '回應本文超過代理的緩衝上限。'),
  },
  low_version: {
    flag: 'DPE',
    causes: ['protocol-mismatch'],
    references: connectionManager,
    says: both('The caller speaks HTTP/1.0, which this listener does not accept (426).', '呼叫端使用 HTTP/1.0，而此監聽器不接受（426）。'),
  },
  'http1.codec_error': {
    flag: 'DPE',
    causes: ['protocol-mismatch', 'header-limit', 'mtls-mode-mismatch'],
    references: connectionManager,
    says: both("The caller's bytes are not valid HTTP/1.", '呼叫端的位元組不是有效的 HTTP/1。'),
  },
  codec_error: {
    flag: 'DPE',
    causes: ['protocol-mismatch', 'header-limit', 'mtls-mode-mismatch'],
    references: connectionManager,
    says: both("The caller's bytes are not valid HTTP; what is wrong stands behind the colon.", '呼叫端的位元組不是有效的 HTTP；錯誤之處寫在冒號之後。'),
  },
  'http1.headers_too_large': {
    flag: 'DPE',
    causes: ['header-limit'],
    references: connectionManager,
    says: both('The request headers are larger than the listener takes (431).', '請求標頭超過監聽器接受的大小（431）。'),
  },
  'http1.too_many_headers': {
    flag: 'DPE',
    causes: ['header-limit'],
    references: connectionManager,
    says: both('The request has more headers than the listener takes (431).', '請求的標頭數量超過監聽器接受的上限（431）。'),
  },
  'http2.too_many_headers': {
    flag: 'DR',
    causes: ['header-limit'],
    references: connectionManager,
    says: both(
      'The HTTP/2 request has more headers than the listener takes; this proxy reset the stream, not the caller.',
      'HTTP/2 請求的標頭數量超過監聽器接受的上限；重設串流的是此代理，而非呼叫端。',
    ),
  },
  'http2.header_list_size_too_large': {
    flag: 'DR',
    causes: ['header-limit'],
    references: connectionManager,
    says: both(
      'The headers of the HTTP/2 request are larger than the listener takes; this proxy reset the stream, not the caller.',
      'HTTP/2 請求的標頭超過監聽器接受的大小；重設串流的是此代理，而非呼叫端。',
    ),
  },
  'http2.violation.of.messaging.rule': {
    flag: 'DPE',
    causes: ['protocol-mismatch', 'header-limit', 'proxy-or-client-defect'],
    references: connectionManager,
    says: both('The caller broke an HTTP/2 rule.', '呼叫端違反了 HTTP/2 規則。'),
  },
  'http2.remote_reset': {
    flag: 'DR',
    causes: clientLeft,
    references: connectionManager,
    says: both('The HTTP/2 caller reset its stream.', 'HTTP/2 呼叫端重設了串流。'),
  },
  'http2.remote_refuse': {
    flag: 'DR',
    causes: clientLeft,
    references: connectionManager,
    says: both('The HTTP/2 caller refused its stream.', 'HTTP/2 呼叫端拒絕了串流。'),
  },
  'http3.remote_reset': {
    flag: 'DR',
    causes: clientLeft,
    references: connectionManager,
    says: both('The HTTP/3 caller reset its stream.', 'HTTP/3 呼叫端重設了串流。'),
  },
};
