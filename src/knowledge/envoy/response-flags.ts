import { both } from '../bilingual.ts';
import { badResponse, clientLeft, closedAfterConnect, neverConnected, noCluster, noEndpoint, noRoute, streamReset, tooSlow } from './cause-families.ts';
import type { Meaning } from './meaning.ts';
import { codecClient, connectionManager, flagsDocument, router } from './references.ts';

/** A response flag of an Envoy access log. */
export interface ResponseFlag extends Meaning {
  /** The name `%RESPONSE_FLAGS_LONG%` writes. */
  readonly longName: string;
  /** The HTTP status that goes with it; 0 = no response was sent. Absent: it has none of its own. */
  readonly status?: number;
}

/** Every flag by its short name, as of Envoy 1.40. */
export const responseFlags: Readonly<Record<string, ResponseFlag>> = {
  UC: {
    longName: 'UpstreamConnectionTermination',
    status: 503,
    causes: closedAfterConnect,
    references: codecClient,
    says: both(
      'The upstream connection was ready and ended (FIN, RST or a local close) before response headers arrived.',
      '上游連線已就緒，卻在收到回應標頭之前結束（FIN、RST 或本端關閉）。',
    ),
    doesNotSay: both(
      'It does not say who closed, nor that it was an RST, nor why; it is never a connect problem. A client certificate refused under TLS 1.3 also ends as UC.',
      '它沒有說明由誰關閉、是否為 RST，也沒有說明原因；它絕不是連線建立失敗。用戶端憑證在 TLS 1.3 下遭拒也會顯示為 UC。',
    ),
  },
  UF: {
    longName: 'UpstreamConnectionFailure',
    status: 503,
    causes: neverConnected,
    references: codecClient,
    says: both(
      'No upstream connection became ready: refused, unreachable, timed out, or the TLS handshake failed.',
      '沒有任何上游連線就緒：遭拒、無法抵達、逾時，或 TLS 交握失敗。',
    ),
    doesNotSay: both(
      'It does not say the application failed while handling the request: no request was sent. The transport failure reason beside it decides.',
      '它並不表示應用程式在處理請求時失敗：請求並未送出。旁邊的傳輸失敗原因才是關鍵。',
    ),
  },
  UH: {
    longName: 'NoHealthyUpstream',
    status: 503,
    causes: noEndpoint,
    references: router,
    says: both(
      'The load balancer had no host to choose: the cluster is empty, or every host is unhealthy or ejected.',
      '負載平衡器沒有可選的主機：叢集為空，或所有主機皆不健康或遭剔除。',
    ),
    doesNotSay: both(
      'It does not say that pods are down: a wrong selector or an ejection looks the same.',
      '它並不表示 Pod 已停擺：選擇器錯誤或遭剔除看起來都一樣。',
    ),
  },
  UO: {
    longName: 'UpstreamOverflow',
    status: 503,
    causes: ['circuit-breaker-overflow', 'proxy-overloaded', 'rollout-load-shift', 'cpu-saturated'],
    references: router,
    says: both(
      'A circuit breaker of the cluster is full: pending requests, requests, connections or retries.',
      '叢集的斷路器已滿：等待中的請求、請求、連線或重試。',
    ),
    doesNotSay: both(
      'It does not say that the server refused anything: the request never left this proxy.',
      '它並不表示伺服器拒絕了請求：請求從未離開這個代理。',
    ),
  },
  NR: {
    longName: 'NoRouteFound',
    status: 404,
    causes: noRoute,
    references: router,
    says: both(
      'No route matched the request; on a listener row (status 0), no filter chain matched the connection.',
      '沒有符合請求的路由；若為監聽器列（狀態 0），則是沒有符合連線的過濾鏈。',
    ),
    doesNotSay: both('It does not speak of the upstream: none was chosen.', '它與上游無關：尚未選出任何上游。'),
  },
  NC: {
    longName: 'NoClusterFound',
    status: 503,
    causes: noCluster,
    references: router,
    since: 'Envoy 1.18',
    before: both('`NR` with the details `cluster_not_found`', '`NR` 搭配詳情 `cluster_not_found`'),
    says: both(
      'The route names a cluster this proxy does not have, for example a subset without a DestinationRule.',
      '路由指向此代理沒有的叢集，例如沒有 DestinationRule 的子集。',
    ),
  },
  URX: {
    longName: 'UpstreamRetryLimitExceeded',
    causes: [],
    references: router,
    says: both(
      'The last error was retriable but the retries were used up; the flag beside it is the last reason. HTTP rows show `URX,UF` from Envoy 1.30 and `UF,URX` before; TCP rows show `UF,URX`.',
      '最後的錯誤可以重試，但重試次數已用盡；旁邊的旗標就是最後的原因。HTTP 列自 Envoy 1.30 起為 `URX,UF`，之前為 `UF,URX`；TCP 列為 `UF,URX`。',
    ),
    doesNotSay: both(
      'It is no cause of its own, and the attempts before the last may have failed otherwise.',
      '它本身不是原因，而且先前的嘗試可能以其他方式失敗。',
    ),
  },
  UT: {
    longName: 'UpstreamRequestTimeout',
    status: 504,
    causes: tooSlow,
    references: router,
    says: both('The route timeout or a per-try timeout passed without a complete answer.', '已超過路由逾時或單次嘗試逾時，仍未取得完整回應。'),
    doesNotSay: both('It does not say that the connection broke.', '它並不表示連線中斷。'),
  },
  UR: {
    longName: 'UpstreamRemoteReset',
    status: 503,
    causes: streamReset,
    references: router,
    says: both('The HTTP/2 or HTTP/3 peer reset the stream, or refused it by GOAWAY.', 'HTTP/2 或 HTTP/3 對端重設了串流，或以 GOAWAY 拒絕。'),
    doesNotSay: both('It does not happen on HTTP/1.1 upstreams.', '它不會發生在 HTTP/1.1 上游。'),
  },
  LR: {
    longName: 'LocalReset',
    status: 503,
    causes: ['malformed-response', 'protocol-mismatch', 'header-limit', 'app-closed-mid-request', 'proxy-or-client-defect'],
    references: router,
    says: both('This proxy itself reset the upstream stream, for example on a codec error.', '此代理自行重設了上游串流，例如遇到編解碼錯誤。'),
  },
  UPE: {
    longName: 'UpstreamProtocolError',
    status: 502,
    causes: badResponse,
    references: codecClient,
    since: 'Envoy 1.18',
    before: both('`503 UC`', '`503 UC`'),
    says: both(
      'The upstream sent bytes that are not valid HTTP, or closed in the middle of a response.',
      '上游送出的位元組不是有效的 HTTP，或在回應途中關閉。',
    ),
    doesNotSay: both('It is not the keep-alive race: bytes of an answer had arrived.', '這不是 keep-alive 競爭：回應的位元組已經抵達。'),
  },
  DC: {
    longName: 'DownstreamConnectionTermination',
    status: 0,
    causes: clientLeft,
    references: connectionManager,
    says: both('The caller ended its connection before the response was complete; no status was sent.', '呼叫端在回應完成之前結束連線；沒有送出狀態碼。'),
    doesNotSay: both(
      'It does not say that the upstream failed; usually it was slower than the caller would wait.',
      '它並不表示上游失敗；通常是上游慢於呼叫端願意等待的時間。',
    ),
  },
  DR: {
    longName: 'DownstreamRemoteReset',
    status: 0,
    causes: clientLeft,
    references: connectionManager,
    since: 'Envoy 1.30',
    before: both('`DC`', '`DC`'),
    says: both('The HTTP/2 or HTTP/3 caller reset its stream before the response was complete.', 'HTTP/2 或 HTTP/3 呼叫端在回應完成之前重設了串流。'),
  },
  DPE: {
    longName: 'DownstreamProtocolError',
    status: 400,
    causes: ['protocol-mismatch', 'header-limit', 'mtls-mode-mismatch', 'tls-origination-mismatch', 'proxy-or-client-defect'],
    references: connectionManager,
    since: 'Envoy 1.12',
    says: both('The caller sent bytes that are not valid HTTP for this listener.', '呼叫端送出的位元組對此監聽器而言不是有效的 HTTP。'),
  },
  SI: {
    longName: 'StreamIdleTimeout',
    status: 408,
    causes: ['request-timeout', 'cpu-saturated', 'vminsert-overloaded', 'vmstorage-unavailable', 'middlebox-idle-drop'],
    references: connectionManager,
    says: both(
      'Nothing moved on the stream for stream_idle_timeout (408 while the request is incomplete, 504 while waiting).',
      '串流在 stream_idle_timeout 期間毫無動靜（請求未完成為 408，等待回應為 504）。',
    ),
    doesNotSay: both(
      'It is not the keep-alive idle timeout of the connection. Istio turns it off by default.',
      '它不是連線的 keep-alive 閒置逾時。Istio 預設關閉它。',
    ),
  },
  DT: {
    longName: 'DurationTimeout',
    causes: ['connection-lifetime-limit', 'request-timeout'],
    references: connectionManager,
    since: 'Envoy 1.16',
    says: both('The connection reached its maximum duration.', '連線已達最長存活時間。'),
  },
  UMSDR: {
    longName: 'UpstreamMaxStreamDurationReached',
    status: 504,
    causes: ['request-timeout', 'cpu-saturated'],
    references: router,
    since: 'Envoy 1.15',
    says: both('The upstream stream reached max_stream_duration.', '上游串流已達 max_stream_duration。'),
  },
  OM: {
    longName: 'OverloadManagerTerminated',
    status: 503,
    causes: ['proxy-overloaded', 'cpu-saturated', 'oom-killed'],
    references: connectionManager,
    since: 'Envoy 1.19',
    says: both("The proxy's overload manager ended the stream to protect the proxy.", '代理的過載管理員為保護代理而結束了串流。'),
  },
  LH: {
    longName: 'FailedLocalHealthCheck',
    status: 503,
    causes: ['shutdown-race', 'listener-drain', 'readiness-failing'],
    references: flagsDocument,
    says: both('The health-check filter says that this proxy is failing.', '健康檢查過濾器表示此代理不健康。'),
  },
  DF: {
    longName: 'DnsResolutionFailed',
    status: 503,
    causes: ['dns-failure', 'sidecar-scope'],
    references: flagsDocument,
    since: 'Envoy 1.22',
    says: both("The dynamic forward proxy could not resolve the upstream's name.", '動態轉送代理無法解析上游的名稱。'),
  },
  DO: {
    longName: 'DropOverload',
    status: 503,
    causes: ['rate-limited', 'proxy-overloaded'],
    references: router,
    since: 'Envoy 1.29',
    says: both('The control plane told the proxy to drop a share of the requests (drop_overloads).', '控制平面要求代理丟棄一部分請求（drop_overloads）。'),
  },
  UDO: {
    longName: 'UnconditionalDropOverload',
    status: 503,
    causes: ['rate-limited', 'proxy-overloaded'],
    references: router,
    since: 'Envoy 1.34',
    says: both('The control plane told the proxy to drop every request (drop_overloads 100 %).', '控制平面要求代理丟棄所有請求（drop_overloads 100 %）。'),
  },
  NFCF: {
    longName: 'NoFilterConfigFound',
    status: 500,
    causes: ['config-rejected', 'startup-race'],
    references: flagsDocument,
    since: 'Envoy 1.16',
    says: both('The configuration of an HTTP filter has not arrived (ECDS).', 'HTTP 過濾器的組態尚未送達（ECDS）。'),
  },
  IH: {
    longName: 'InvalidEnvoyRequestHeaders',
    status: 400,
    causes: ['proxy-or-client-defect'],
    references: router,
    says: both('A strictly checked x-envoy-* request header has a wrong value.', '受嚴格檢查的 x-envoy-* 請求標頭值有誤。'),
  },
  RL: {
    longName: 'RateLimited',
    status: 429,
    causes: ['rate-limited'],
    references: flagsDocument,
    says: both('The rate-limit filter refused the request.', '速率限制過濾器拒絕了請求。'),
  },
  RLSE: {
    longName: 'RateLimitServiceError',
    status: 500,
    causes: ['rate-limited', 'network-policy-blocked', 'readiness-failing'],
    references: flagsDocument,
    says: both('The rate-limit service failed and the filter is set to fail closed.', '速率限制服務失效，且過濾器設定為失效即拒絕。'),
  },
  UAEX: {
    longName: 'UnauthorizedExternalService',
    status: 403,
    causes: ['authorization-denied'],
    references: flagsDocument,
    says: both(
      'The external authorizer denied the request, or could not be asked (ext_authz_error).',
      '外部授權服務拒絕了請求，或無法詢問（ext_authz_error）。',
    ),
  },
  FI: {
    longName: 'FaultInjected',
    causes: [],
    references: flagsDocument,
    says: both('A configured fault aborted the request on purpose.', '設定好的故障注入刻意中止了請求。'),
  },
  DI: {
    longName: 'DelayInjected',
    causes: [],
    references: flagsDocument,
    says: both('A configured fault delayed the request on purpose; it was still proxied.', '設定好的故障注入刻意延遲了請求；請求仍然送出。'),
  },
  RFCF: {
    longName: 'ResponseFromCacheFilter',
    causes: [],
    references: flagsDocument,
    since: 'Envoy 1.15',
    says: both('The cache filter answered.', '由快取過濾器回應。'),
  },
};
