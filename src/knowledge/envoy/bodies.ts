import { both } from '../bilingual.ts';
import { noEndpoint, tooSlow } from './cause-families.ts';
import type { PatternMeaning } from './meaning.ts';
import { connectionManager, detailsDocument, flagsDocument, hiddenReason, router } from './references.ts';

/** A response body that Envoy writes itself. */
export interface EnvoyBody extends PatternMeaning {
  readonly flag?: string;
  readonly status?: number;
}

/** The beginning of the body for every upstream reset; the reset reason follows `reset reason: `. */
export const resetBody: EnvoyBody = {
  id: 'upstream-reset',
  pattern: /upstream connect error or disconnect\/reset before headers/i,
  causes: [],
  references: router,
  says: both(
    'An Envoy wrote this body: it got no response headers from its next hop. The words after `reset reason:` decide.',
    '此本文由某個 Envoy 所寫：它沒有從下一跳取得回應標頭。關鍵在 `reset reason:` 之後的文字。',
  ),
  doesNotSay: both(
    'It does not say which Envoy of the path wrote it, and `connect error` stands there even when the connection was fine.',
    '它沒有說明是路徑上的哪個 Envoy 所寫；即使連線正常，也會出現 `connect error` 字樣。',
  ),
};

/** The body after a retry, Envoy 1.22 and later. */
export const retriedBody: EnvoyBody = {
  id: 'retried',
  pattern: /retried and the latest reset reason/i,
  since: 'Envoy 1.22',
  causes: [],
  references: router,
  says: both('Envoy retried and failed again; the reason given is that of the last attempt only.', 'Envoy 已重試且再次失敗；所列原因僅屬於最後一次嘗試。'),
};

/** The transport part of the body, Envoy 1.16 to 1.38.0. */
export const transportPart: EnvoyBody = {
  id: 'transport-part',
  pattern: /transport failure reason:/i,
  since: 'Envoy 1.16',
  causes: [],
  references: hiddenReason,
  says: both(
    'The transport failure reason follows. Only Envoy 1.16 to 1.38.0 put it into the body; 1.38.1 and later hide it there and keep it in the access log.',
    '後面是傳輸失敗原因。只有 Envoy 1.16 至 1.38.0 會寫入本文；1.38.1 起本文不再顯示，只保留在存取記錄中。',
  ),
};

/** Said of a UF body without a transport part. */
export const hiddenTransport: EnvoyBody = {
  id: 'hidden-transport',
  pattern: /$^/,
  since: 'Envoy 1.38.1',
  causes: [],
  references: hiddenReason,
  says: both(
    'No transport failure reason is shown. Envoy 1.38.1 and later hide it in the body; UPSTREAM_TRANSPORT_FAILURE_REASON in the access log still has it.',
    '沒有顯示傳輸失敗原因。Envoy 1.38.1 起在本文中隱藏；存取記錄的 UPSTREAM_TRANSPORT_FAILURE_REASON 仍有記載。',
  ),
};

/** Other bodies of Envoy. */
export const envoyBodies: readonly EnvoyBody[] = [
  {
    id: 'no-healthy-upstream',
    pattern: /no healthy upstream/i,
    flag: 'UH',
    status: 503,
    causes: noEndpoint,
    references: router,
    says: both('An Envoy wrote this body: its cluster has no usable host.', '此本文由某個 Envoy 所寫：其叢集沒有可用的主機。'),
  },
  {
    id: 'upstream-request-timeout',
    pattern: /upstream request timeout/i,
    flag: 'UT',
    status: 504,
    causes: tooSlow,
    references: router,
    says: both('An Envoy wrote this body: its route timeout or per-try timeout passed.', '此本文由某個 Envoy 所寫：已超過其路由逾時或單次嘗試逾時。'),
  },
  {
    id: 'stream-timeout',
    pattern: /\bstream timeout\b/i,
    flag: 'SI',
    causes: ['request-timeout', 'cpu-saturated', 'vminsert-overloaded', 'vmstorage-unavailable'],
    references: connectionManager,
    says: both('An Envoy wrote this body: the stream idle timeout passed.', '此本文由某個 Envoy 所寫：已超過串流閒置逾時。'),
  },
  {
    id: 'max-stream-duration',
    pattern: /upstream max stream duration reached/i,
    flag: 'UMSDR',
    status: 504,
    causes: ['request-timeout', 'cpu-saturated'],
    references: router,
    says: both('An Envoy wrote this body: the stream reached its maximum duration.', '此本文由某個 Envoy 所寫：串流已達最長存活時間。'),
  },
  {
    id: 'rbac',
    pattern: /RBAC: access denied/i,
    status: 403,
    causes: ['authorization-denied'],
    references: detailsDocument,
    says: both('An Envoy wrote this body: an AuthorizationPolicy refused.', '此本文由某個 Envoy 所寫：AuthorizationPolicy 拒絕了請求。'),
  },
  {
    id: 'jwt',
    pattern: /\bJwt (?:is missing|verification fails|is expired|issuer is not configured|header is an invalid|is not in the form)/i,
    status: 401,
    causes: ['authorization-denied', 'clock-skew'],
    references: detailsDocument,
    says: both('An Envoy wrote this body: the token is missing or not valid.', '此本文由某個 Envoy 所寫：權杖遺失或無效。'),
  },
  {
    id: 'local-rate-limited',
    pattern: /\blocal_rate_limited\b/i,
    flag: 'RL',
    status: 429,
    causes: ['rate-limited'],
    references: flagsDocument,
    says: both('An Envoy wrote this body: its local rate limit refused.', '此本文由某個 Envoy 所寫：其本地速率限制拒絕了請求。'),
  },
  {
    id: 'fault-abort',
    pattern: /fault filter abort/i,
    flag: 'FI',
    causes: [],
    references: flagsDocument,
    says: both('An Envoy wrote this body: a configured fault aborted the request on purpose.', '此本文由某個 Envoy 所寫：設定好的故障注入刻意中止了請求。'),
  },
  {
    id: 'maintenance',
    pattern: /\bmaintenance mode\b/i,
    flag: 'UO',
    status: 503,
    causes: ['proxy-overloaded', 'circuit-breaker-overflow'],
    references: router,
    says: both('An Envoy wrote this body: the cluster is in maintenance mode.', '此本文由某個 Envoy 所寫：叢集處於維護模式。'),
  },
  {
    id: 'envoy-overloaded',
    pattern: /envoy overloaded/i,
    flag: 'OM',
    status: 503,
    causes: ['proxy-overloaded', 'cpu-saturated', 'oom-killed'],
    references: connectionManager,
    says: both('An Envoy wrote this body: its overload manager refused.', '此本文由某個 Envoy 所寫：其過載管理員拒絕了請求。'),
  },
];
