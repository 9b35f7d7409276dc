import { both } from '../bilingual.ts';
import type { PatternMeaning } from './meaning.ts';
import { victoriaMetrics } from './references.ts';

/** A sentence of an application in a response. The first entry that matches counts. */
export interface ApplicationBody extends PatternMeaning {
  /** The program that writes it. */
  readonly program: string;
  readonly status?: number;
}

/** Bodies of VictoriaMetrics programs; every response of theirs also carries the header X-Server-Hostname (an Envoy's own does not). */
export const applicationBodies: readonly ApplicationBody[] = [
  {
    id: 'vminsert-concurrency',
    program: 'vminsert',
    status: 503,
    references: victoriaMetrics,
    since: 'VictoriaMetrics 1.86.0',
    causes: ['vminsert-overloaded', 'vmstorage-unavailable', 'cpu-saturated', 'rollout-load-shift'],
    before: both('`cannot handle more than N concurrent inserts`', '`cannot handle more than N concurrent inserts`'),
    pattern: /cannot process insert request for|cannot handle more than \d+ concurrent inserts|concurrent insert requests are executed/i,
    says: both(
      'vminsert itself refused (vmsingle and vmagent have the same limit and sentence): all -maxConcurrentInserts slots (default 2 × CPUs) stayed busy for -insert.maxQueueDuration (default 1 m).',
      'vminsert 自行拒絕（vmsingle 與 vmagent 有相同的上限與文字）：所有 -maxConcurrentInserts 名額（預設 2 × CPU 數）在 -insert.maxQueueDuration（預設 1 分鐘）內一直忙碌。',
    ),
    doesNotSay: both(
      'It does not say why the slots are busy: blocked vmstorage nodes look the same.',
      '它沒有說明名額為何忙碌：vmstorage 節點受阻看起來也一樣。',
    ),
  },
  {
    id: 'vminsert-storage-node',
    program: 'vminsert',
    status: 503,
    references: victoriaMetrics,
    causes: ['vmstorage-unavailable', 'shutdown-race', 'oom-killed', 'evicted'],
    pattern: /cannot (?:send|push) \d+ bytes.{0,80}storage ?nodes?/i,
    says: both(
      'vminsert could not hand rows to vmstorage; with `graceful shutdown` in the text vminsert itself is stopping.',
      'vminsert 無法將資料列交給 vmstorage；若文字含 `graceful shutdown`，則是 vminsert 自己正在停止。',
    ),
  },
  {
    id: 'storage-nodes-unavailable',
    program: 'vminsert',
    references: victoriaMetrics,
    causes: ['vmstorage-unavailable', 'oom-killed', 'crash-loop', 'network-policy-blocked', 'dns-failure'],
    pattern:
      /all the (?:vmstorage|storage) nodes are (?:temporarily )?unavailable|cannot dial storageNode|cannot perform .{0,40}handshake with .{0,20}(?:vmstorage|storageNode)/i,
    says: both('vminsert reaches no vmstorage node. Writes then block rather than fail.', 'vminsert 無法連上任何 vmstorage 節點。此時寫入會阻塞，而非失敗。'),
  },
  {
    id: 'read-only',
    program: 'vmsingle',
    status: 503,
    references: victoriaMetrics,
    causes: ['vmstorage-unavailable'],
    pattern: /cannot store (?:prometheus )?metrics|storage is in read-only mode/i,
    says: both(
      'The storage is read-only: too little free disk (-storage.minFreeDiskSpaceBytes).',
      '儲存處於唯讀模式：可用磁碟空間過少（-storage.minFreeDiskSpaceBytes）。',
    ),
  },
  {
    id: 'delayed-shutdown',
    program: 'VictoriaMetrics',
    status: 503,
    references: victoriaMetrics,
    causes: ['shutdown-race', 'app-answered-503'],
    pattern: /server is in delayed shutdown mode/i,
    says: both(
      'A VictoriaMetrics program is stopping and says so on /health; other requests are still served.',
      '某個 VictoriaMetrics 程式正在停止，並在 /health 告知；其他請求仍會處理。',
    ),
  },
  {
    id: 'shutdown-not-graceful',
    program: 'VictoriaMetrics',
    references: victoriaMetrics,
    causes: ['shutdown-race', 'vmstorage-unavailable', 'app-crashed'],
    pattern: /cannot gracefully shutdown http server|maxGracefulShutdownDuration/i,
    says: both(
      'A VictoriaMetrics program gave up waiting for requests in flight at shutdown and exits with 255; those requests die unanswered.',
      '某個 VictoriaMetrics 程式在關閉時放棄等待處理中的請求，並以 255 結束；那些請求得不到回應。',
    ),
  },
  {
    id: 'vmauth-backend',
    program: 'vmauth',
    status: 503,
    references: victoriaMetrics,
    causes: ['keepalive-idle-mismatch', 'app-crashed', 'shutdown-race', 'oom-killed', 'app-answered-503', 'unannounced-close', 'mtls-mode-mismatch'],
    pattern: /cannot proxy the request to|got response status code=\d+ from|request body has been already consumed/i,
    says: both(
      'vmauth could not get an answer from its backend and could not repeat the request (bodies over 16 KiB are never repeated).',
      'vmauth 無法從後端取得回應，也無法重送請求（超過 16 KiB 的本文一律不重送）。',
    ),
  },
  {
    id: 'vmauth-all-backends',
    program: 'vmauth',
    status: 502,
    references: victoriaMetrics,
    since: 'VictoriaMetrics 1.102.1',
    before: both('status 503', '狀態 503'),
    causes: ['readiness-failing', 'app-crashed', 'keepalive-idle-mismatch', 'shutdown-race', 'oom-killed', 'target-port-mismatch', 'dns-failure'],
    pattern: /all the \d+ backends for the user/i,
    says: both('vmauth tried every backend and none answered.', 'vmauth 已嘗試所有後端，皆無回應。'),
  },
  {
    id: 'vmauth-concurrency',
    program: 'vmauth',
    status: 429,
    references: victoriaMetrics,
    causes: ['rate-limited', 'cpu-saturated', 'rollout-load-shift'],
    pattern: /cannot start executing the request (?:during|because)|concurrent requests? limit/i,
    says: both("vmauth's concurrency limit held the request for -maxQueueDuration.", 'vmauth 的並行上限使請求等待了 -maxQueueDuration。'),
  },
  {
    id: 'vmauth-slow-client',
    program: 'vmauth',
    status: 408,
    references: victoriaMetrics,
    since: 'VictoriaMetrics 1.133.0',
    causes: ['request-timeout', 'cpu-saturated'],
    pattern: /reject request from the user .{0,120}request body couldn't be read in -maxQueueDuration/i,
    says: both('vmauth gave up reading the body of a request that its caller sent too slowly.', 'vmauth 放棄讀取請求本文：呼叫端傳送過慢。'),
  },
  {
    id: 'vmauth-missing-route',
    program: 'vmauth',
    status: 400,
    references: victoriaMetrics,
    causes: ['no-route', 'app-answered-503'],
    pattern: /\bmissing route for "/i,
    says: both("No url_map of vmauth's configuration fits the path of the request.", 'vmauth 組態中沒有任何 url_map 符合請求的路徑。'),
  },
  {
    id: 'vmselect-concurrency',
    program: 'vmselect',
    status: 429,
    references: victoriaMetrics,
    causes: ['rate-limited', 'cpu-saturated', 'app-answered-503'],
    pattern: /couldn't start executing the request|cannot handle more than \d+ concurrent/i,
    says: both("vmselect's -search.maxConcurrentRequests held the request too long.", 'vmselect 的 -search.maxConcurrentRequests 使請求等待過久。'),
  },
  {
    id: 'vmagent-backlog',
    program: 'vmagent',
    status: 429,
    references: victoriaMetrics,
    causes: ['rate-limited', 'vmstorage-unavailable', 'vminsert-overloaded'],
    pattern: /remote storage systems cannot keep up with the data ingestion rate/i,
    says: both('vmagent refuses new data: its own remote storage is too slow.', 'vmagent 拒絕新資料：其遠端儲存過慢。'),
  },
  {
    id: 'request-too-big',
    program: 'VictoriaMetrics',
    status: 400,
    references: victoriaMetrics,
    causes: ['app-answered-503', 'header-limit'],
    pattern: /too big unpacked request|mustn't exceed -maxInsertRequestSize/i,
    says: both('The application refused the body for its size.', '應用程式因本文過大而拒絕。'),
  },
  {
    id: 'partial-response',
    program: 'vmselect',
    status: 503,
    references: victoriaMetrics,
    causes: ['vmstorage-unavailable', 'app-answered-503'],
    pattern:
      /denyPartialResponse|partial response|cannot fetch [a-z ]{1,40} from .{0,40}vmstorage|\d+ out of \d+ vmstorage nodes .{0,120}unavailable during the query/i,
    says: both('vmselect could not read from all vmstorage nodes.', 'vmselect 無法讀取所有 vmstorage 節點。'),
  },
];
