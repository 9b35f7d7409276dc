import type { TextId } from './texts.ts';

/** OpenSSL's and Node's words for what is wrong (Node 24, OpenSSL 3.5), and what mends it. */
const advice: readonly (readonly [RegExp, TextId])[] = [
  [/self-signed|unable to (?:get|verify)|issuer/i, 'tls-untrusted'],
  [/does not match certificate|altnames/i, 'tls-name'],
  [/expired|not yet valid/i, 'tls-time'],
  [/wrong version number|packet length too long|http request/i, 'tls-plain'],
  [/certificate required|bad certificate|handshake failure|unknown ca/i, 'tls-client'],
];

/** The text that says what to do about a failure of TLS; a general one where its words are not known. */
export function tlsAdvice(detail: string): TextId {
  return advice.find(([words]) => words.test(detail))?.[1] ?? 'tls-other';
}
