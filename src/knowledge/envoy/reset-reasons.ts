import { both } from '../bilingual.ts';
import { badResponse, closedAfterConnect, connectTimedOut, neverConnected, streamReset } from './cause-families.ts';
import type { Meaning } from './meaning.ts';
import { codecClient, resetReasonText, router } from './references.ts';

/** Why Envoy's router saw a stream reset: the `R` of `reset reason: R` and of `details{R}`. */
export interface ResetReason extends Meaning {
  readonly flag: string;
  readonly status: number;
}

/** Reset reasons by their text with spaces, as Envoy's resetReasonToString writes them. */
export const resetReasons: Readonly<Record<string, ResetReason>> = {
  'connection termination': {
    flag: 'UC',
    status: 503,
    causes: closedAfterConnect,
    references: codecClient,
    says: both(
      'The connection to the next hop was ready and ended while this request waited for response headers.',
      '通往下一跳的連線已就緒，卻在此請求等待回應標頭時結束。',
    ),
    doesNotSay: both(
      'It does not say which side closed, whether by FIN or RST, or on which hop further on the cause lies.',
      '它沒有說明是哪一端關閉、以 FIN 或 RST 關閉，也沒有說明原因在後面的哪一跳。',
    ),
  },
  'remote connection failure': {
    flag: 'UF',
    status: 503,
    causes: neverConnected,
    references: codecClient,
    since: 'Envoy 1.27',
    before: both('`connection failure`', '`connection failure`'),
    says: both(
      'The peer refused or ended the connection before it was ready, or its certificate did not pass verification.',
      '對端在連線就緒之前拒絕或結束連線，或其憑證未通過驗證。',
    ),
    doesNotSay: both("`remote` also stands when this proxy itself refused the server's certificate.", '即使是此代理自己拒絕了伺服器憑證，也會寫成 `remote`。'),
  },
  'local connection failure': {
    flag: 'UF',
    status: 503,
    causes: ['conntrack-exhausted', 'proxy-overloaded', 'listener-drain', 'certificate-unavailable', 'startup-race'],
    references: codecClient,
    since: 'Envoy 1.27',
    before: both('`connection failure`', '`connection failure`'),
    says: both(
      'This proxy gave the connection up before it was ready: no socket or port, a bind error, or the pool was torn down.',
      '此代理在連線就緒之前自行放棄：沒有通訊端或連接埠、繫結錯誤，或連線池遭拆除。',
    ),
  },
  'connection timeout': {
    flag: 'UF',
    status: 503,
    causes: connectTimedOut,
    references: codecClient,
    since: 'Envoy 1.27',
    before: both('`connection failure`', '`connection failure`'),
    says: both(
      'The connect timeout passed: no answer to the SYN, or none to the TLS handshake (Istio default 10 s, Envoy 5 s).',
      '已超過連線逾時：SYN 沒有回應，或 TLS 交握沒有回應（Istio 預設 10 秒，Envoy 5 秒）。',
    ),
    doesNotSay: both('It is not a slow application: no request was sent.', '這不是應用程式緩慢：請求並未送出。'),
  },
  'connection failure': {
    flag: 'UF',
    status: 503,
    causes: neverConnected,
    references: resetReasonText,
    before: both('Envoy 1.27 splits it into remote, local and timeout', 'Envoy 1.27 起分為 remote、local 與 timeout'),
    says: both(
      'No connection became ready (Envoy 1.26 and older: one text for refused, local failure and timeout).',
      '沒有連線就緒（Envoy 1.26 以前：遭拒、本端失敗與逾時共用同一段文字）。',
    ),
  },
  'local reset': {
    flag: 'LR',
    status: 503,
    causes: ['malformed-response', 'protocol-mismatch', 'header-limit', 'app-closed-mid-request', 'proxy-or-client-defect'],
    references: router,
    says: both('This proxy reset the upstream stream itself.', '此代理自行重設了上游串流。'),
  },
  'local refused stream reset': {
    flag: 'LR',
    status: 503,
    causes: ['circuit-breaker-overflow', 'proxy-overloaded', 'protocol-mismatch', 'proxy-or-client-defect'],
    references: router,
    says: both("This proxy's HTTP/2 codec refused the stream.", '此代理的 HTTP/2 編解碼器拒絕了串流。'),
  },
  'remote reset': {
    flag: 'UR',
    status: 503,
    causes: streamReset,
    references: router,
    says: both('The HTTP/2 or HTTP/3 peer sent RST_STREAM.', 'HTTP/2 或 HTTP/3 對端送出了 RST_STREAM。'),
    doesNotSay: both('Only the stream ended; the connection may live on.', '結束的只是串流；連線可能仍然存在。'),
  },
  'remote refused stream reset': {
    flag: 'UR',
    status: 503,
    causes: ['connection-lifetime-limit', 'shutdown-race', 'keepalive-idle-mismatch', 'proxy-overloaded', 'protocol-mismatch', 'proxy-or-client-defect'],
    references: router,
    says: both(
      'The peer refused the stream (REFUSED_STREAM), or its GOAWAY excluded it; repeating it is safe.',
      '對端拒絕了串流（REFUSED_STREAM），或其 GOAWAY 將其排除；可安全重送。',
    ),
  },
  'remote reset (no error)': {
    flag: 'UR',
    status: 503,
    causes: ['app-closed-mid-request', 'malformed-response', 'proxy-or-client-defect'],
    references: router,
    since: 'Envoy 1.39',
    before: both('`remote reset`', '`remote reset`'),
    says: both('The peer sent RST_STREAM(NO_ERROR) before its response was complete.', '對端在回應完成之前送出 RST_STREAM(NO_ERROR)。'),
  },
  overflow: {
    flag: 'UO',
    status: 503,
    causes: ['circuit-breaker-overflow', 'rollout-load-shift', 'cpu-saturated', 'proxy-overloaded'],
    references: router,
    says: both('A circuit breaker of the cluster was full; the request never left this proxy.', '叢集的斷路器已滿；請求從未離開此代理。'),
  },
  'remote error with connect request': {
    flag: 'UR',
    status: 503,
    causes: ['authorization-denied', 'certificate-expired', 'ca-trust-mismatch', 'proxy-or-client-defect'],
    references: router,
    says: both('The peer refused the CONNECT tunnel.', '對端拒絕了 CONNECT 通道。'),
  },
  'protocol error': {
    flag: 'UPE',
    status: 502,
    causes: badResponse,
    references: codecClient,
    since: 'Envoy 1.18',
    before: both('`503 UC`', '`503 UC`'),
    says: both(
      'The upstream sent bytes that are not valid HTTP, or closed in the middle of a response.',
      '上游送出的位元組不是有效的 HTTP，或在回應途中關閉。',
    ),
  },
  'overload manager reset': {
    flag: 'OM',
    status: 503,
    causes: ['proxy-overloaded', 'cpu-saturated', 'oom-killed'],
    references: router,
    says: both('The overload manager ended the stream.', '過載管理員結束了串流。'),
  },
  'http/1 premature upstream half close': {
    flag: 'LR',
    status: 503,
    causes: ['app-closed-mid-request', 'malformed-response', 'upgrade-broken', 'proxy-or-client-defect'],
    references: router,
    since: 'Envoy 1.32',
    says: both('The HTTP/1 upstream ended its side before the caller had finished its own.', 'HTTP/1 上游在呼叫端完成之前結束了自己的一側。'),
  },
  'codec error': {
    flag: 'LR',
    status: 503,
    causes: ['malformed-response', 'protocol-mismatch', 'header-limit', 'proxy-or-client-defect'],
    references: router,
    says: both('The codec found an error on this stream.', '編解碼器在此串流上發現錯誤。'),
  },
};

/** Finds a reset reason at the start of a text, written with spaces or underscores; longest name first. */
export function resetReasonAt(text: string): string | undefined {
  const plain = text.slice(0, 60).replaceAll('_', ' ').toLowerCase();
  return byLength.find((name) => plain.startsWith(name));
}

const byLength = Object.keys(resetReasons).toSorted((a, b) => b.length - a.length);
