import { both } from '../bilingual.ts';
import { answeredFurtherOn, clientLeft, noCluster, noEndpoint, noFilterChain, noRoute, tooSlow } from './cause-families.ts';
import type { Detail } from './meaning.ts';
import { connectionManager, detailsDocument, istioPeer, router } from './references.ts';
import { refusalDetails } from './refusal-details.ts';

/** Details by name, without what stands in `{braces}` behind it. Envoy 1.20 and older wrote spaces where `_` stands now. */
export const details: Readonly<Record<string, Detail>> = {
  via_upstream: {
    causes: answeredFurtherOn,
    references: detailsDocument,
    says: both(
      'The status came from the next hop: the application, or another proxy before it. This proxy only passed it on.',
      '狀態碼來自下一跳：應用程式，或其前面的另一個代理。此代理只是轉交。',
    ),
    doesNotSay: both(
      'It does not say that the application made it: a proxy further on may have written its own flag.',
      '它並不表示是應用程式產生的：後面的代理可能寫有自己的旗標。',
    ),
  },
  upstream_reset_before_response_started: {
    causes: [],
    references: router,
    says: both(
      'The upstream stream ended before response headers; the reset reason stands in the braces.',
      '上游串流在回應標頭之前結束；重設原因寫在大括號內。',
    ),
  },
  upstream_reset_after_response_started: {
    causes: [],
    references: router,
    says: both(
      'The upstream stream ended after response headers had arrived: the caller got a cut response.',
      '上游串流在回應標頭抵達之後才結束：呼叫端得到被截斷的回應。',
    ),
    doesNotSay: both('It is not the keep-alive race: the server had begun to answer.', '這不是 keep-alive 競爭：伺服器已經開始回應。'),
  },
  no_healthy_upstream: {
    flag: 'UH',
    causes: noEndpoint,
    references: router,
    says: both('The load balancer had no host to choose.', '負載平衡器沒有可選的主機。'),
  },
  route_not_found: { flag: 'NR', causes: noRoute, references: router, says: both('No route matched host and path.', '沒有符合主機與路徑的路由。') },
  route_configuration_not_found: {
    flag: 'NR',
    causes: ['config-rejected', 'no-route', 'startup-race'],
    references: router,
    says: both('The route configuration itself has not arrived (RDS).', '路由組態本身尚未送達（RDS）。'),
  },
  filter_chain_not_found: {
    flag: 'NR',
    causes: noFilterChain,
    references: istioPeer,
    says: both(
      'The listener had no filter chain for this connection and closed it before any request was read, for example plaintext to STRICT mutual TLS.',
      '監聽器沒有適用於此連線的過濾鏈，並在讀取任何請求之前就關閉連線，例如以明文連往 STRICT 雙向 TLS。',
    ),
    doesNotSay: both(
      'It is written by the receiving side; the caller sees UC (or UF after a TLS hello).',
      '這是接收端所寫；呼叫端看到的是 UC（若已送出 TLS hello 則為 UF）。',
    ),
  },
  cluster_not_found: {
    flag: 'NC',
    causes: noCluster,
    references: router,
    says: both('The route names a cluster that this proxy does not have.', '路由指向此代理沒有的叢集。'),
  },
  response_timeout: {
    flag: 'UT',
    causes: tooSlow,
    references: router,
    before: both('the documentation says `upstream_response_timeout`; no code writes that', '文件寫作 `upstream_response_timeout`，但程式碼從未這樣寫'),
    says: both('The route timeout passed.', '已超過路由逾時。'),
  },
  upstream_response_timeout: {
    flag: 'UT',
    causes: tooSlow,
    references: detailsDocument,
    says: both(
      'The route timeout passed (the documented spelling; Envoy writes `response_timeout`).',
      '已超過路由逾時（文件中的寫法；Envoy 實際寫作 `response_timeout`）。',
    ),
  },
  upstream_per_try_timeout: {
    flag: 'UT',
    causes: tooSlow,
    references: router,
    says: both('One attempt took longer than perTryTimeout.', '單次嘗試超過 perTryTimeout。'),
  },
  upstream_per_try_idle_timeout: {
    flag: 'UT',
    causes: tooSlow,
    references: router,
    says: both('Nothing moved during one attempt for the per-try idle timeout.', '單次嘗試在閒置逾時內毫無動靜。'),
  },
  upstream_max_stream_duration_reached: {
    flag: 'UMSDR',
    causes: ['request-timeout', 'cpu-saturated'],
    references: router,
    says: both('The stream reached max_stream_duration.', '串流已達 max_stream_duration。'),
  },
  downstream_remote_disconnect: {
    flag: 'DC',
    causes: clientLeft,
    references: connectionManager,
    says: both('The caller closed its connection before the answer was complete.', '呼叫端在回應完成之前關閉了連線。'),
    doesNotSay: both('It does not say that the upstream failed.', '它並不表示上游失敗。'),
  },
  downstream_local_disconnect: {
    flag: 'DC',
    causes: ['listener-drain', 'shutdown-race', 'connection-lifetime-limit', 'proxy-overloaded', 'protocol-mismatch'],
    references: connectionManager,
    says: both("This proxy closed the caller's connection itself; the reason stands in the brackets.", '此代理自行關閉了呼叫端的連線；原因寫在括號內。'),
  },
  stream_idle_timeout: {
    flag: 'SI',
    causes: ['request-timeout', 'cpu-saturated', 'vminsert-overloaded', 'vmstorage-unavailable'],
    references: connectionManager,
    says: both('Nothing moved on the stream for stream_idle_timeout.', '串流在 stream_idle_timeout 期間毫無動靜。'),
  },
  request_overall_timeout: {
    flag: 'UT',
    causes: ['request-timeout', 'cpu-saturated'],
    references: connectionManager,
    says: both('The request itself was not complete within request_timeout.', '請求本身未在 request_timeout 內完成。'),
  },
  maintenance_mode: {
    flag: 'UO',
    causes: ['proxy-overloaded', 'circuit-breaker-overflow'],
    references: router,
    says: both('The cluster is in maintenance mode.', '叢集處於維護模式。'),
  },
  duration_timeout: {
    flag: 'DT',
    causes: ['connection-lifetime-limit', 'request-timeout'],
    references: connectionManager,
    says: both('The connection reached its maximum duration.', '連線已達最長存活時間。'),
  },
  overload: {
    flag: 'OM',
    causes: ['proxy-overloaded', 'cpu-saturated', 'oom-killed'],
    references: connectionManager,
    says: both('The overload manager refused the request.', '過載管理員拒絕了請求。'),
  },
  overload_error: {
    flag: 'OM',
    causes: ['proxy-overloaded', 'cpu-saturated', 'oom-killed'],
    references: connectionManager,
    says: both('The overload manager ended the stream.', '過載管理員結束了串流。'),
  },
  health_check_failed: {
    flag: 'LH',
    causes: ['shutdown-race', 'listener-drain', 'readiness-failing'],
    references: detailsDocument,
    says: both('The health-check filter says that this proxy is failing.', '健康檢查過濾器表示此代理不健康。'),
  },
  health_check_failed_cluster_unhealthy: {
    flag: 'LH',
    causes: ['readiness-failing', 'shutdown-race', 'outlier-ejection'],
    references: detailsDocument,
    says: both('The health-check filter found too few healthy hosts in a cluster it watches.', '健康檢查過濾器發現所監看的叢集健康主機過少。'),
  },
  dns_resolution_failure: {
    flag: 'DF',
    causes: ['dns-failure', 'sidecar-scope'],
    references: detailsDocument,
    says: both('The dynamic forward proxy could not resolve the name.', '動態轉送代理無法解析名稱。'),
  },
  drop_overload: {
    flag: 'DO',
    causes: ['rate-limited', 'proxy-overloaded'],
    references: router,
    says: both('The control plane told the proxy to drop a share of requests.', '控制平面要求代理丟棄一部分請求。'),
  },
  unconditional_drop_overload: {
    flag: 'UDO',
    causes: ['rate-limited', 'proxy-overloaded'],
    references: router,
    says: both('The control plane told the proxy to drop every request.', '控制平面要求代理丟棄所有請求。'),
  },
  ...refusalDetails,
};
