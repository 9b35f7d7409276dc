import { both } from '../bilingual.ts';
import { certificateRefused, clientLeft, closedAfterConnect, connectTimedOut, noEndpoint, refused, tooSlow, badResponse } from './cause-families.ts';
import type { PatternMeaning } from './meaning.ts';
import { googleLoadBalancer, haproxy, linkerd, nginx, ztunnel } from './references.ts';

/** A line of a proxy that is not Envoy. */
export interface OtherProxyLine extends PatternMeaning {
  readonly proxy: string;
  /** The Envoy flag that tells the same story. */
  readonly like?: string;
  /** It only passed on what the next hop answered. */
  readonly passedOn?: true;
  /** Whether it made the answer or passed it on is not in the line. */
  readonly isUnsigned?: true;
  /** Read from a whole line of its log: no other words of that line speak. */
  readonly isRow?: true;
}

/** Lines of other proxies, the more specific ones first. */
export const otherProxyLines: readonly OtherProxyLine[] = [
  {
    id: 'haproxy-no-server',
    proxy: 'HAProxy',
    like: 'UH',
    causes: noEndpoint,
    references: haproxy,
    pattern: /<NOSRV>/,
    says: both(
      'HAProxy <NOSRV>: no server was chosen: none of the backend was up, or the request was answered or refused before one was picked.',
      'HAProxy <NOSRV>：沒有選出任何伺服器：後端沒有一台可用，或請求在選擇之前就已被回應或拒絕。',
    ),
  },
  {
    id: 'nginx-premature',
    proxy: 'nginx',
    like: 'UC',
    causes: closedAfterConnect,
    references: nginx,
    pattern: /upstream prematurely closed connection/i,
    says: both('nginx (502): the upstream closed before a complete response header.', 'nginx（502）：上游在完整的回應標頭之前關閉連線。'),
  },
  {
    id: 'nginx-reset',
    proxy: 'nginx',
    like: 'UC',
    causes: closedAfterConnect,
    references: nginx,
    // `connect() failed (104:` is said of a connection from the cache that ended before anything was sent; a new one is refused with 111
    pattern: /(?:recv|send|writev|readv|connect)\(\) failed \((?:104|32):/i,
    says: both(
      'nginx (502): the upstream reset the connection (errno 104) or had closed it (errno 32) while nginx used it.',
      'nginx（502）：nginx 使用連線時，上游將其重設（errno 104）或已關閉（errno 32）。',
    ),
  },
  {
    id: 'nginx-refused',
    proxy: 'nginx',
    like: 'UF',
    causes: refused,
    references: nginx,
    pattern: /connect\(\) failed \(111:/i,
    says: both("nginx (502): nothing listens at the upstream's address.", 'nginx（502）：上游位址沒有程式監聽。'),
  },
  {
    id: 'nginx-unreachable',
    proxy: 'nginx',
    like: 'UF',
    causes: ['network-policy-blocked', 'evicted', 'stale-endpoints', 'pinned-stale-address'],
    references: nginx,
    pattern: /connect\(\) failed \(11[03]:/i,
    says: both("nginx (502 or 504): the upstream's address cannot be reached.", 'nginx（502 或 504）：無法抵達上游位址。'),
  },
  {
    id: 'nginx-timeout-connect',
    proxy: 'nginx',
    like: 'UF',
    causes: connectTimedOut,
    references: nginx,
    pattern: /upstream timed out.{0,60}while connecting to upstream/i,
    says: both('nginx (504): no connection within proxy_connect_timeout.', 'nginx（504）：未能在 proxy_connect_timeout 內建立連線。'),
  },
  {
    id: 'nginx-timeout',
    proxy: 'nginx',
    like: 'UT',
    causes: tooSlow,
    references: nginx,
    pattern: /upstream timed out/i,
    says: both('nginx (504): the upstream did not answer within proxy_read_timeout.', 'nginx（504）：上游未在 proxy_read_timeout 內回應。'),
  },
  {
    id: 'nginx-no-live',
    proxy: 'nginx',
    like: 'UH',
    causes: noEndpoint,
    references: nginx,
    pattern: /no live upstreams/i,
    says: both('nginx (502): every upstream is marked as failed.', 'nginx（502）：所有上游都被標記為失效。'),
  },
  {
    id: 'nginx-tls',
    proxy: 'nginx',
    like: 'UF',
    causes: ['tls-origination-mismatch', 'mtls-mode-mismatch', ...certificateRefused.slice(0, 3)],
    references: nginx,
    pattern: /SSL_do_handshake\(\) failed|peer closed connection in SSL handshake|upstream SSL certificate/i,
    says: both('nginx (502): the TLS handshake with the upstream failed.', 'nginx（502）：與上游的 TLS 交握失敗。'),
  },
  {
    id: 'nginx-invalid',
    proxy: 'nginx',
    like: 'UPE',
    causes: badResponse,
    references: nginx,
    pattern: /upstream sent (?:invalid|too big|no valid|unexpected|duplicate)/i,
    says: both("nginx (502): the upstream's response is not valid, or its header is too big.", 'nginx（502）：上游的回應無效，或標頭過大。'),
  },
  {
    id: 'nginx-client-left',
    proxy: 'nginx',
    like: 'DC',
    causes: clientLeft,
    references: nginx,
    pattern: /client prematurely closed connection|" 499 /i,
    says: both('nginx (499): the caller left before the answer.', 'nginx（499）：呼叫端在回應之前離開。'),
  },
  {
    id: 'ztunnel-policy',
    proxy: 'ztunnel',
    causes: ['authorization-denied', 'mtls-mode-mismatch'],
    references: ztunnel,
    pattern: /connection closed due to policy (?:rejection|change)|allow policies exist, but none allowed|explicitly denied by/i,
    says: both(
      'ztunnel: an AuthorizationPolicy refused the connection; the application sees a reset, never a 503.',
      'ztunnel：AuthorizationPolicy 拒絕了連線；應用程式看到的是重設，絕非 503。',
    ),
  },
  {
    id: 'ztunnel-drain',
    proxy: 'ztunnel',
    causes: ['shutdown-race', 'listener-drain', 'evicted'],
    references: ztunnel,
    pattern: /connection closed due to connection drain|pool draining/i,
    says: both('ztunnel: the connection was cut by a drain.', 'ztunnel：連線因排空（drain）而被切斷。'),
  },
  {
    id: 'ztunnel-15008',
    proxy: 'ztunnel',
    like: 'UF',
    causes: ['network-policy-blocked', 'stale-endpoints', 'evicted', 'proxy-overloaded'],
    references: ztunnel,
    pattern: /NetworkPolicy is blocking HBONE port 15008/i,
    says: both("ztunnel: no connection to the peer's port 15008 within the time limit.", 'ztunnel：未能在時限內連上對端的 15008 連接埠。'),
  },
  {
    id: 'ztunnel-http-status',
    proxy: 'ztunnel',
    causes: ['authorization-denied', 'readiness-failing', 'stale-endpoints'],
    references: ztunnel,
    pattern: /http status: ?\d{3}/i,
    says: both('ztunnel: the peer refused the HBONE tunnel with that status.', 'ztunnel：對端以該狀態碼拒絕了 HBONE 通道。'),
  },
  {
    id: 'ztunnel-access',
    proxy: 'ztunnel',
    causes: [
      'app-crashed',
      'target-port-mismatch',
      'network-policy-blocked',
      'shutdown-race',
      'stale-endpoints',
      'authorization-denied',
      'certificate-expired',
    ],
    references: ztunnel,
    pattern: /(?:connection complete|connection failed|connection opened).{0,2000}(?:src\.addr|dst\.addr|dst\.hbone_addr)/i,
    says: both(
      'A ztunnel access line: one TCP connection, not a request. With `error=` it says why the connection failed.',
      'ztunnel 存取記錄：一條 TCP 連線，而非請求。`error=` 說明連線失敗的原因。',
    ),
  },
  {
    id: 'linkerd-failfast',
    proxy: 'Linkerd',
    like: 'UH',
    causes: [...noEndpoint.slice(0, 8), 'network-policy-blocked'],
    references: linkerd,
    pattern: /\bfail-?fast\b|service unavailable.{0,40}l5d|load ?balancer.{0,40}unavailable/i,
    says: both('Linkerd: no endpoint was usable, so requests fail at once.', 'Linkerd：沒有可用的端點，因此請求立即失敗。'),
  },
  {
    id: 'linkerd-closed',
    proxy: 'Linkerd',
    like: 'UC',
    causes: closedAfterConnect,
    references: linkerd,
    pattern:
      /(?:l5d|linkerd|rescue|proxy-error|proxy::).{0,300}(?:connection closed before message completed|operation was canceled|connection (?:error|reset|closed))/i,
    says: both('Linkerd (502): the connection to the next hop ended before a response.', 'Linkerd（502）：通往下一跳的連線在回應之前結束。'),
  },
  {
    id: 'gcp-closed',
    proxy: 'Google Cloud load balancer',
    like: 'UC',
    causes: closedAfterConnect,
    references: googleLoadBalancer,
    pattern: /backend_connection_closed_before_data_sent_to_client|backend_connection_closed_after_partial_response_sent/i,
    says: both(
      "The load balancer's backend closed before the response was complete. Its idle limit of 600 s must be shorter than the backend's.",
      '負載平衡器的後端在回應完成之前關閉。負載平衡器 600 秒的閒置限制必須短於後端的限制。',
    ),
  },
  {
    id: 'gcp-connect',
    proxy: 'Google Cloud load balancer',
    like: 'UF',
    causes: [...refused, 'readiness-failing'],
    references: googleLoadBalancer,
    pattern: /failed_to_connect_to_backend|failed_to_pick_backend/i,
    says: both('The load balancer could not choose or reach a backend.', '負載平衡器無法選出或連上後端。'),
  },
  {
    id: 'gcp-timeout',
    proxy: 'Google Cloud load balancer',
    like: 'UT',
    causes: tooSlow,
    references: googleLoadBalancer,
    pattern: /\bbackend_timeout\b/i,
    says: both("The backend did not answer within the backend service's timeout.", '後端未在後端服務的逾時內回應。'),
  },
];
