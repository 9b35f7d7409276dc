import { both } from '../bilingual.ts';
import { certificateRefused, connectTimedOut, refused, resetWhileConnecting, unreachable } from './cause-families.ts';
import type { PatternMeaning } from './meaning.ts';
import { router, tlsErrors } from './references.ts';

const sep = '[ _]';
const errno = (number: number, name: string, code: string): RegExp =>
  new RegExp(`(?:${name.replaceAll(' ', sep)})|\\b${code}\\b|delayed${sep}connect${sep}error:${sep}?${number}(?!\\d)|\\b${number}: ${name}`, 'i');

/**
 * Transport failure reasons, most telling first. Envoy 1.20 to 1.30 wrote the number of the error (`delayed connect error: 111`), 1.31 and
 * later write its name; logs write `_` for spaces. They stand only where no connection became ready (UF), never beside UC.
 */
export const transportFailures: readonly PatternMeaning[] = [
  {
    id: 'secret-not-supplied',
    pattern: /Secret[ _]is[ _]not[ _]supplied[ _]by[ _]SDS/i,
    causes: ['certificate-unavailable', 'startup-race', 'config-rejected'],
    references: tlsErrors,
    says: both('This proxy has no certificate yet: SDS has not delivered it.', '此代理還沒有憑證：SDS 尚未送達。'),
  },
  {
    id: 'certificate-expired',
    pattern: /certificate[ _]has[ _]expired|SSLV3_ALERT_CERTIFICATE_EXPIRED|x509: certificate has expired/i,
    causes: ['certificate-expired', 'clock-skew'],
    references: tlsErrors,
    since: 'Envoy 1.37 names it; the alert form is TLS 1.2',
    says: both('A certificate of the path is past its end date, or a clock says so.', '路徑上的某張憑證已過期，或某個時鐘如此認為。'),
  },
  {
    id: 'certificate-not-yet-valid',
    pattern: /certificate[ _]is[ _]not[ _]yet[ _]valid|not yet valid/i,
    causes: ['clock-skew', 'certificate-expired'],
    references: tlsErrors,
    says: both("A certificate begins in the future as seen by the verifier's clock.", '以驗證端的時鐘來看，某張憑證尚未生效。'),
  },
  {
    id: 'issuer-unknown',
    pattern: /unable[ _]to[ _]get[ _]local[ _]issuer|self[ _-]?signed|UNKNOWN_CA|unknown[ _]authority|x509: certificate signed by unknown/i,
    causes: ['ca-trust-mismatch', 'certificate-unavailable', 'tls-origination-mismatch'],
    references: tlsErrors,
    says: both("The verifier does not trust the issuer of the peer's certificate.", '驗證端不信任對端憑證的簽發者。'),
  },
  {
    id: 'name-not-matching',
    pattern: /verify[ _]SAN|SAN[ _]matcher|subject[ _]alt(?:ernative)?[ _]?names?|x509: certificate is valid for/i,
    causes: ['ca-trust-mismatch', 'tls-origination-mismatch', 'stale-endpoints', 'mtls-mode-mismatch'],
    references: tlsErrors,
    since: 'Envoy 1.38 names the SANs',
    says: both('The certificate is valid but not for the name that was expected.', '憑證有效，但名稱不符預期。'),
  },
  {
    id: 'verify-failed',
    pattern: /CERTIFICATE_VERIFY_FAILED|certificate verify failed/i,
    causes: certificateRefused,
    references: tlsErrors,
    says: both(
      "This side refused the peer's certificate. Before Envoy 1.37 the text does not say whether by age, issuer or name.",
      '本端拒絕了對端的憑證。Envoy 1.37 之前文字沒有說明是因效期、簽發者或名稱。',
    ),
    doesNotSay: both('It does not name the certificate; look at both ends.', '它沒有指出是哪張憑證；兩端都要查看。'),
  },
  {
    id: 'certificate-required',
    pattern: /CERTIFICATE_REQUIRED|PEER_DID_NOT_RETURN_A_CERTIFICATE|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN/i,
    causes: ['mtls-mode-mismatch', 'certificate-unavailable', 'ca-trust-mismatch', 'certificate-expired', 'tls-origination-mismatch'],
    references: tlsErrors,
    says: both('The server wants a client certificate and got none it accepts.', '伺服器要求用戶端憑證，但沒有收到可接受的憑證。'),
  },
  {
    id: 'wrong-version-number',
    pattern: /WRONG_VERSION_NUMBER|wrong version number|server gave HTTP response to HTTPS|first record does not look like a TLS handshake/i,
    causes: ['tls-origination-mismatch', 'mtls-mode-mismatch', 'protocol-mismatch', 'target-port-mismatch'],
    references: tlsErrors,
    says: both('This side spoke TLS and got an answer that is not TLS: the port speaks plaintext.', '本端使用 TLS，得到的回應卻不是 TLS：該連接埠使用明文。'),
    doesNotSay: both('It has nothing to do with TLS versions.', '它與 TLS 版本無關。'),
  },
  {
    id: 'plaintext-to-tls',
    pattern: /HTTP_REQUEST|http request was sent to https|Client sent an HTTP request to an HTTPS server/i,
    causes: ['tls-origination-mismatch', 'mtls-mode-mismatch', 'protocol-mismatch'],
    references: tlsErrors,
    says: both('Plain HTTP reached a port that speaks TLS.', '明文 HTTP 送到了使用 TLS 的連接埠。'),
  },
  {
    id: 'no-common-tls',
    pattern: /UNSUPPORTED_PROTOCOL|NO_SHARED_CIPHER|HANDSHAKE_FAILURE|TLSV1_ALERT_PROTOCOL_VERSION|NO_APPLICATION_PROTOCOL/i,
    causes: ['tls-origination-mismatch', 'mtls-mode-mismatch', 'proxy-or-client-defect'],
    references: tlsErrors,
    says: both('The two sides have no TLS version, cipher or application protocol in common.', '兩端沒有共同的 TLS 版本、加密套件或應用層協定。'),
  },
  {
    id: 'refused',
    pattern: errno(111, 'Connection refused', 'ECONNREFUSED'),
    causes: refused,
    references: router,
    says: both(
      'The address answered and nothing listens on that port (errno 111), or a policy rejects with a reset.',
      '該位址有回應，但該連接埠沒有程式監聽（errno 111），或有政策以重設拒絕。',
    ),
    doesNotSay: both('It does not say whether nothing ever listened there or the process is gone just now.', '它沒有說明是從未有程式監聽，或行程剛剛消失。'),
  },
  {
    id: 'reset-by-peer',
    pattern: errno(104, 'Connection reset by peer', 'ECONNRESET'),
    causes: resetWhileConnecting,
    references: tlsErrors,
    says: both(
      'The peer reset the connection before it was ready (errno 104), often during the TLS handshake.',
      '對端在連線就緒之前重設了連線（errno 104），常發生在 TLS 交握期間。',
    ),
  },
  {
    id: 'host-unreachable',
    pattern: /No[ _]route[ _]to[ _]host|Host[ _]is[ _]unreachable|delayed[ _]connect[ _]error:[ _]?113(?!\d)|EHOSTUNREACH/i,
    causes: unreachable,
    references: router,
    says: both(
      'The network says that the host cannot be reached (errno 113): a reject rule, or the node or pod is gone.',
      '網路表示無法抵達該主機（errno 113）：有拒絕規則，或節點或 Pod 已不在。',
    ),
  },
  {
    id: 'network-unreachable',
    pattern: /Network[ _]is[ _]unreachable|delayed[ _]connect[ _]error:[ _]?101(?!\d)|ENETUNREACH/i,
    causes: unreachable,
    references: router,
    says: both(
      'There is no route to that network (errno 101), for example an IPv6 address on an IPv4 node.',
      '沒有通往該網路的路徑（errno 101），例如在 IPv4 節點上使用 IPv6 位址。',
    ),
  },
  {
    id: 'no-local-address',
    pattern:
      /Cannot[ _]assign[ _]requested[ _]address|failed[ _]to[ _]bind[ _]to|Address[ _]already[ _]in[ _]use|connect[ _]error:[ _]?99(?!\d)|EADDRNOTAVAIL/i,
    causes: ['proxy-overloaded', 'conntrack-exhausted', 'app-crashed', 'startup-race'],
    references: router,
    says: both('No local address or port was free for the connection (errno 99 or 98).', '沒有可供連線使用的本機位址或連接埠（errno 99 或 98）。'),
  },
  {
    id: 'connect-timed-out',
    pattern: errno(110, 'Connection timed out', 'ETIMEDOUT'),
    causes: connectTimedOut,
    references: router,
    says: both('The kernel gave up waiting for the peer (errno 110).', '核心放棄等待對端（errno 110）。'),
  },
  {
    id: 'tls-error',
    pattern: /TLS[ _]error|OPENSSL_internal|SSL routines|tls: handshake failure|SSL_ERROR_SYSCALL/i,
    causes: ['mtls-mode-mismatch', 'tls-origination-mismatch', 'certificate-expired', 'ca-trust-mismatch', 'protocol-mismatch', 'certificate-unavailable'],
    references: tlsErrors,
    says: both('The TLS handshake failed; the words behind it name the step.', 'TLS 交握失敗；後面的文字指出步驟。'),
  },
  {
    id: 'connect-error',
    pattern: /(?:delayed|immediate)[ _]connect[ _]error/i,
    causes: [...refused, 'mtls-mode-mismatch'],
    references: router,
    says: both('The kernel reported an error while connecting; the words or the number behind it name it.', '核心在連線時回報錯誤；其後的文字或數字指明錯誤。'),
  },
];

/** The most telling transport failure in a text. */
export function transportFailureIn(text: string): PatternMeaning | undefined {
  return transportFailures.find(({ pattern }) => pattern.test(text));
}
