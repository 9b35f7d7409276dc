import { dataOf, groups, type SignalRule, whenAny } from './log-signal-rule.ts';

/** What callers, and proxies that are not Envoy, say of a connection or an answer. */
export type ClientSignalId =
  | 'client-503'
  | 'client-eof'
  | 'client-reset-by-peer'
  | 'client-refused'
  | 'client-timeout'
  | 'client-dns'
  | 'tls-error'
  | 'nginx-upstream-closed'
  | 'nginx-upstream-timeout'
  | 'haproxy-server-down';

const url = String.raw`(?:.*?["' ](?<url>https?:\/\/[^\s"']{1,200}?)[:,;."']?(?=[\s"']|$))?`;
/** Go writes both ends: `read tcp 10.0.0.1:5000->10.0.0.2:80:`, `dial tcp 10.0.0.2:80:`. */
const ends = String.raw`(?:.*?\b(?:(?:read|write) (?:tcp\d?|unix) (?<local>[\w.:\[\]-]{1,60})->(?<remote>[\w.:\[\]-]{1,60}): |dial (?:tcp\d?|unix) (?<address>[\w./:\[\]-]{1,100}): ))?`;

/** Envoy's error bodies: source/common/http/utility.cc and router.cc, Envoy 1.16 to 1.40. */
const reset =
  /upstream connect error or disconnect\/reset before headers\. (?<retried>retried and the latest )?reset reason: (?<reason>[A-Za-z0-9 /()-]{1,60}?)(?=["'\\,.;<\t)]|$|, transport|\s*$)/;
const transport = /transport failure reason: (?<transport>[^"'\n]{1,200})/;
const code =
  /(?:\bHTTP(?:\/\d(?:\.\d)?)?(?: status)?(?: code)?[ :=]{1,2}|\b(?:response|status)[ _]?code[ :=(]{1,2}|\bstatus[ :=]{1,2}|\bSC )"?(?<code>50[234])\b/i;
const words = /\b(?<code>50[234]) (?:Server Error: )?(?:Service (?:Temporarily )?Unavailable|Bad Gateway|Gateway Time-?out)\b/i;

export const clientSignals: Readonly<Record<ClientSignalId, SignalRule>> = {
  'client-503': {
    needles: ['upstream connect error', 'no healthy upstream', 'upstream request timeout', '503', '502', '504'],
    read: ({ message }) => {
      if (/"(?:GET|POST|PUT|DELETE|HEAD|PATCH|OPTIONS) [^"]{0,2000}" 50[234]\b/.test(message)) return undefined; // an access-log row of the server
      const body = /no healthy upstream|upstream request timeout|upstream connect error or disconnect\/reset before headers|upstream prematurely closed/i
        .exec(message)?.[0]
        .toLowerCase();
      const status = groups(code, message) ?? groups(words, message);
      if (body === undefined && status === undefined) return undefined;
      const said = groups(reset, message);
      const text = body ?? /(?:[Rr]esponse body[:=]? ?"|HTTP 50[234] ['"])(?<body>[^"\n]{1,400})/.exec(message)?.groups?.['body']?.replace(/\\n$/, '');
      return dataOf({
        ...status,
        body: text,
        reason: said?.['reason'],
        retried: said?.['retried'] === undefined ? undefined : 'true',
        ...groups(transport, message),
        url: /\bhttps?:\/\/[^\s"',;]{1,200}/.exec(message)?.[0].replace(/[.:)]+$/, ''),
      });
    },
  },
  'client-eof': whenAny(
    [
      'eof',
      'socket hang up',
      'remotedisconnected',
      'remote end closed',
      'empty reply',
      'server disconnected',
      'connection closed before',
      'nohttpresponse',
      'failed to respond',
      'other side closed',
      'connection was closed',
      'premature close',
      'prematurely closed',
    ],
    [
      /\b(?<method>Get|Post|Put|Head|Delete|Patch|Options) "(?<url>[^"]{1,200})".{0,300}?(?<error>\b(?:unexpected )?EOF\b)/,
      /(?<error>\b(?:unexpected )?EOF\b(?! (?:marker|token)))/,
      new RegExp(
        String.raw`(?<error>socket hang up|RemoteDisconnected|Remote end closed connection without response|Empty reply from server|ServerDisconnectedError|Server disconnected without sending a response|connection closed before message completed|NoHttpResponseException|failed to respond|other side closed|premature(?:ly)? closed?(?: connection)?)${url}`,
        'i',
      ),
    ],
    ({ lower }) => !lower.includes('while reading response header from upstream'),
  ),
  'client-reset-by-peer': whenAny(
    ['reset by peer', 'econnreset', 'connection reset', 'connectionreset', 'broken pipe', 'epipe'],
    [new RegExp(String.raw`^${ends}.*?(?<error>connection reset by peer|ECONNRESET|connection reset|ConnectionResetError|broken pipe|EPIPE)`, 'i')],
  ),
  'client-refused': whenAny(
    ['connection refused', 'econnrefused', 'connectionrefused'],
    [new RegExp(String.raw`^${ends}.*?(?<error>connection refused|ECONNREFUSED|ConnectionRefusedError)(?: (?<target>[\w.:\[\]-]{1,60}:\d{2,5}))?`, 'i')],
  ),
  'client-timeout': whenAny(
    [
      'deadline exceeded',
      'client.timeout',
      'i/o timeout',
      'etimedout',
      'read timed out',
      'readtimeout',
      'connect timed out',
      'timeout awaiting',
      'timed out after',
      'connection timed out',
      'esockettimedout',
      'timeout of',
    ],
    [
      new RegExp(
        String.raw`^${ends}.*?(?<error>Client\.Timeout exceeded while [a-z ]{1,40}|context deadline exceeded|i\/o timeout|ETIMEDOUT|ESOCKETTIMEDOUT|Read timed out|ReadTimeout\w*|connect timed out|timeout awaiting [a-z ]{1,30}|connection timed out|timeout of \d+ ?ms exceeded|timed out after [\d.]+ ?\w{0,12})`,
        'i',
      ),
    ],
    ({ lower }) => !lower.includes('while reading response header from upstream'),
  ),
  'client-dns': whenAny(
    ['no such host', 'enotfound', 'eai_again', 'name or service not known', 'temporary failure in name', 'nxdomain', 'unknownhost', 'server misbehaving'],
    [
      /lookup (?<name>[\w.-]{1,253})(?: on (?<server>[\w.:[\]-]{1,60}))?: .*?(?<error>no such host|server misbehaving|i\/o timeout)/,
      /(?<error>ENOTFOUND|EAI_AGAIN|Name or service not known|Temporary failure in name resolution|NXDOMAIN|UnknownHostException:?|no such host) ?(?<name>[\w.-]{1,253})?/i,
    ],
  ),
  'tls-error': {
    needles: ['x509', 'tls:', 'tls_error', 'ssl', 'certificate', 'handshake'],
    read: ({ message }) => {
      for (const [kind, pattern] of tlsKinds) {
        const error = pattern.exec(message)?.[0];
        if (error !== undefined)
          return dataOf({ kind, error, ...groups(/(?:from|remote(?: address)?|client|peer) "?(?<remote>[\w.:[\]-]{1,60}:\d{2,5})/, message) });
      }
      return undefined;
    },
  },
  'nginx-upstream-closed': whenAny(
    ['upstream prematurely closed', 'from upstream', 'connecting to upstream', 'to upstream', 'no live upstreams'],
    [
      /(?:\((?<errno>104|111|32|113): (?<error>[A-Za-z ]{1,40})\) while (?<doing>[a-z ]{1,60} upstream)|(?<closed>upstream prematurely closed connection) while (?<phase>[a-z ]{1,60} upstream)|(?<none>no live upstreams))(?:.*?request: "(?<request>[^"]{0,200})")?(?:.*?upstream: "(?<upstream>[^"]{0,200})")?/,
    ],
  ),
  'nginx-upstream-timeout': whenAny(
    ['upstream timed out'],
    [
      /upstream timed out \(110: [A-Za-z ]{1,40}\) while (?<doing>[a-z ]{1,60} upstream)(?:.*?request: "(?<request>[^"]{0,200})")?(?:.*?upstream: "(?<upstream>[^"]{0,200})")?/,
    ],
  ),
  'haproxy-server-down': whenAny(['is down'], [/Server (?<server>[\w./-]{1,100}) is DOWN(?:, reason: (?<reason>[^,]{1,100}))?/]),
};

/** Words of Go's crypto/tls and crypto/x509, BoringSSL, OpenSSL, Java. The narrower come first. */
const tlsKinds: readonly (readonly [string, RegExp])[] = [
  [
    'expired',
    /certificate has expired(?: or is not yet valid)?[^"\n]{0,120}|(?:sslv3 alert |SSLV3_ALERT_|tls: )(?:expired certificate|certificate[ _]expired)|CERT_HAS_EXPIRED|CertificateExpiredException|expired certificate/i,
  ],
  [
    'unknown-authority',
    /certificate signed by unknown authority|unknown certificate authority|unable to get (?:local )?issuer certificate|self[- ]signed certificate[^"\n]{0,60}|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT\w*)|(?:tlsv1 alert |TLSV1_ALERT_)?unknown[ _]ca\b|PKIX path building failed/i,
  ],
  [
    'wrong-version',
    /wrong[ _]version[ _]number|first record does not look like a TLS handshake|HTTP response to HTTPS client|http request to an https server|HTTP_REQUEST\b|unsupported protocol|Unrecognized SSL message/i,
  ],
  [
    'name-mismatch',
    /certificate is (?:valid for|not valid for)[^"\n]{0,160}|doesn't match any (?:subject )?alt(?:ernative)? name[^"\n]{0,60}|ERR_TLS_CERT_ALTNAME_INVALID|hostname mismatch[^"\n]{0,80}|SAN matcher/i,
  ],
  ['certificate-required', /certificate[ _]required|peer did not return a certificate|PEER_DID_NOT_RETURN_A_CERTIFICATE|client didn't provide a certificate/i],
  ['verify-failed', /CERTIFICATE[ _]VERIFY[ _]FAILED[^"\n]{0,120}|x509: [^"\n]{1,160}|failed to verify (?:client )?(?:certificate|peer)[^"\n]{0,100}/i],
  [
    'handshake',
    /remote error: tls: [^"\n]{1,100}|TLS handshake (?:error|failed|timeout)[^"\n]{0,160}|SSL_do_handshake\(\) failed[^"\n]{0,160}|handshake[ _]failure|SSLHandshakeException[^"\n]{0,120}|TLS_error:[^"\n]{1,160}|SSL routines:[^"\n]{1,120}/i,
  ],
];
