import { both } from '../bilingual.ts';
import { clientLeft, closedAfterConnect, connectTimedOut, refused } from './cause-families.ts';
import type { PatternMeaning } from './meaning.ts';
import { clientLibraries, curl, victoriaMetrics } from './references.ts';

/** A line by which a calling program reports what happened to its request. `wrapper` lines only carry someone else's answer. */
export interface ClientLog extends PatternMeaning {
  readonly program: string;
  readonly wrapper?: boolean;
}

const ended = both(
  'The connection ended without a response: the client saw the close itself, so no proxy answered in between.',
  '連線在沒有回應的情況下結束：用戶端親自看到關閉，因此中間沒有代理回應。',
);
const notAnEnvoy503 = both(
  'It is not an Envoy 503. With a sidecar the close lies between the program and its own proxy, or the traffic is plain TCP for the proxy.',
  '這不是 Envoy 的 503。若有 sidecar，關閉發生在程式與自己的代理之間，或代理將此流量視為純 TCP。',
);

/** Lines of client programs and libraries, wrappers first. */
export const clientLogs: readonly ClientLog[] = [
  {
    id: 'vmalert-attempt',
    program: 'vmalert',
    wrapper: true,
    causes: [],
    references: victoriaMetrics,
    since: 'VictoriaMetrics 1.91.0',
    pattern: /attempts? \d+ to send request failed|attempts to send remote-write request failed/i,
    says: both(
      'vmalert could not write; it tries up to 6 times within 30 s, so a single failure loses nothing.',
      'vmalert 寫入失敗；它會在 30 秒內最多嘗試 6 次，因此單次失敗不會遺失資料。',
    ),
  },
  {
    id: 'vmagent-resend',
    program: 'vmagent',
    wrapper: true,
    causes: [],
    references: victoriaMetrics,
    pattern: /couldn't send a block with size|unexpected status code received after sending a block|sending a block with size .{0,40} was rejected/i,
    says: both(
      'vmagent could not send a block of data; it repeats without end, except where the text says the block is skipped.',
      'vmagent 無法送出資料區塊；除非文字表明略過該區塊，否則會不斷重送。',
    ),
  },
  {
    id: 'vmalert-query',
    program: 'vmalert',
    wrapper: true,
    causes: [],
    references: victoriaMetrics,
    pattern: /failed to execute query|error getting response from/i,
    says: both(
      'vmalert could not query its data source; reads are not repeated on a 503, so this evaluation failed.',
      'vmalert 無法查詢資料來源；讀取遇到 503 不會重試，因此這次評估失敗。',
    ),
  },
  {
    id: 'grpc-unavailable',
    program: 'gRPC',
    wrapper: true,
    causes: [...closedAfterConnect],
    references: clientLibraries,
    pattern: /code ?= ?Unavailable|status(?:\.| )?UNAVAILABLE|StatusCode\.UNAVAILABLE|UNAVAILABLE:/i,
    says: both(
      'A gRPC call ended with UNAVAILABLE: the transport failed, or a proxy answered 503.',
      'gRPC 呼叫以 UNAVAILABLE 結束：傳輸失敗，或代理回應 503。',
    ),
  },
  {
    id: 'agent-signing',
    program: 'istio-agent',
    causes: ['certificate-unavailable', 'network-policy-blocked', 'startup-race', 'clock-skew', 'ca-trust-mismatch'],
    references: clientLibraries,
    pattern: /ca request failed|failed to (?:sign|generate secret|get root cert|warm certificate)|CSR (?:signing )?failed/i,
    says: both('The agent beside the proxy could not get a certificate signed.', '代理旁的 agent 無法取得簽署的憑證。'),
  },
  {
    id: 'client-timeout',
    program: 'client',
    causes: clientLeft,
    references: clientLibraries,
    pattern:
      /Client\.Timeout exceeded|context deadline exceeded|DeadlineExceeded|ReadTimeout|Read timed out|SocketTimeoutException|timeout of \d+ ?ms exceeded|operation timed out after/i,
    says: both('The client gave up waiting. The proxies log `DC` with status 0.', '用戶端放棄等待。代理會記錄 `DC`，狀態為 0。'),
    doesNotSay: both(
      "It does not say what was slow. vmalert waits 30 s and vminsert queues for 60 s, so vminsert's own 503 never reaches it with defaults.",
      '它沒有說明什麼緩慢。vmalert 等待 30 秒，vminsert 排隊 60 秒，因此在預設值下 vminsert 自己的 503 永遠到不了它。',
    ),
  },
  {
    id: 'idle-closed',
    program: 'Go net/http',
    causes: ['keepalive-idle-mismatch', 'shutdown-race', 'unannounced-close', 'connection-lifetime-limit', 'app-crashed'],
    references: clientLibraries,
    pattern: /server closed idle connection/i,
    says: both('The server closed an idle connection just as the client used it again.', '伺服器關閉閒置連線的當下，用戶端正好再次使用它。'),
  },
  {
    id: 'no-response',
    program: 'client',
    causes: closedAfterConnect,
    references: clientLibraries,
    pattern:
      /socket hang up|NoHttpResponseException|failed to respond|prematurely closed BEFORE response|RemoteDisconnected|Remote end closed connection without response|Server disconnected without sending|server closed connection|connection closed before message completed|end of file reached/i,
    says: ended,
    doesNotSay: notAnEnvoy503,
  },
  {
    id: 'curl-52',
    program: 'curl',
    causes: closedAfterConnect,
    references: curl,
    pattern: /curl: ?\(52\)|\bEmpty reply from server|^\(?52\)?$/i,
    says: both('curl 52: the server closed without a single byte of answer.', 'curl 52：伺服器關閉連線，沒有送出任何回應位元組。'),
    doesNotSay: notAnEnvoy503,
  },
  {
    id: 'curl-56',
    program: 'curl',
    causes: closedAfterConnect,
    references: curl,
    pattern: /curl: ?\(56\)|Recv failure: Connection reset/i,
    says: both('curl 56: the connection was reset while curl waited for the answer.', 'curl 56：curl 等待回應時連線遭重設。'),
    doesNotSay: notAnEnvoy503,
  },
  {
    id: 'curl-7',
    program: 'curl',
    causes: refused,
    references: curl,
    pattern: /curl: ?\(7\)|Failed to connect to .{1,120} port \d+/i,
    says: both('curl 7: no connection could be made.', 'curl 7：無法建立連線。'),
  },
  {
    id: 'curl-28',
    program: 'curl',
    causes: [...connectTimedOut, 'request-timeout'],
    references: curl,
    pattern: /curl: ?\(28\)/i,
    says: both('curl 28: the time limit passed.', 'curl 28：已超過時間限制。'),
  },
  {
    id: 'connect-timeout',
    program: 'client',
    causes: connectTimedOut,
    references: clientLibraries,
    pattern: /dial tcp .{1,120}(?:i\/o timeout|operation was canceled)|connect ETIMEDOUT|ConnectTimeoutError|connect(?:ion)? timed out|\[Errno 110\]/i,
    says: both(
      'No connection came about in time: nobody answered the first packet, or what answers it is lost on the way.',
      '未能及時建立連線：第一個封包沒有人回應，或回應在途中遺失。',
    ),
    doesNotSay: both('It is not a refusal: a port on which nothing listens answers at once.', '這不是拒絕：沒有程式監聽的連接埠會立即回應。'),
  },
  {
    id: 'curl-35',
    program: 'curl',
    causes: ['mtls-mode-mismatch', 'tls-origination-mismatch', 'certificate-expired', 'ca-trust-mismatch', 'protocol-mismatch', 'certificate-unavailable'],
    references: curl,
    pattern: /curl: ?\((?:35|60)\)/i,
    says: both('curl 35 or 60: the TLS handshake failed, or the certificate was refused.', 'curl 35 或 60：TLS 交握失敗，或憑證遭拒。'),
  },
  {
    id: 'name-not-found',
    program: 'client',
    causes: ['dns-failure', 'sidecar-scope', 'startup-race'],
    references: clientLibraries,
    pattern:
      /no such host|ENOTFOUND|EAI_AGAIN|Could not resolve host|curl: ?\(6\)|UnknownHostException|Name or service not known|server misbehaving|Temporary failure in name resolution/i,
    says: both('The client could not resolve the name.', '用戶端無法解析名稱。'),
  },
  {
    id: 'dial-refused',
    program: 'client',
    causes: ['startup-race', ...refused.filter((id) => id !== 'startup-race')],
    references: clientLibraries,
    pattern:
      /dial tcp .{1,120}connect(?:ion)?:? ?(?:connection )?refused|connect ECONNREFUSED|ConnectException|\[Errno 111\]|error trying to connect: .{0,60}refused/i,
    says: both(
      "The client's own connect was refused. With a sidecar that means the sidecar does not listen (yet, or any more), or the port bypasses it.",
      '用戶端自己的連線遭拒。若有 sidecar，表示 sidecar（尚未或不再）監聽，或該連接埠繞過了它。',
    ),
  },
  {
    id: 'reset',
    program: 'client',
    causes: closedAfterConnect,
    references: clientLibraries,
    pattern:
      /read: connection reset by peer|write: broken pipe|write: connection reset by peer|read ECONNRESET|\bECONNRESET\b|CONNECTION_RESET|\bEPIPE\b|Connection reset(?! by peer)|ConnectionResetError|broken pipe|reset by peer/i,
    says: both('The connection was reset while the client used it.', '用戶端使用連線時遭重設。'),
    doesNotSay: notAnEnvoy503,
  },
  {
    id: 'eof',
    program: 'client',
    causes: closedAfterConnect,
    references: clientLibraries,
    pattern: /(?:: |^|\b)(?:unexpected )?EOF\b|transport is closing|error reading from server|connection error: desc/i,
    says: ended,
    doesNotSay: notAnEnvoy503,
  },
];
