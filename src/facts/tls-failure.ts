import type { Failure } from '../model/failure.ts';

/** What a failing row's text says about its TLS handshake. */
export type TlsFailureKind = 'expired' | 'not-yet-valid' | 'issuer' | 'no-secret' | 'verify' | 'name' | 'tcp' | 'unsaid';

/** Words of BoringSSL and Envoy 1.20 to 1.40; logs write `_` for spaces. The narrower come first. */
const words: readonly (readonly [TlsFailureKind, RegExp])[] = [
  ['no-secret', /Secret[ _]is[ _]not[ _]supplied/i],
  ['expired', /certificate[ _]has[ _]expired|CERTIFICATE_EXPIRED/i],
  ['not-yet-valid', /not[ _]yet[ _]valid/i],
  ['issuer', /unable[ _]to[ _]get[ _](?:local[ _])?issuer|self[ _-]?signed|UNKNOWN_CA|unknown[ _]authority/i],
  ['name', /verify[ _]SAN|SAN[ _]matcher|subject[ _]alt/i],
  ['verify', /CERTIFICATE_VERIFY_FAILED/i],
  ['tcp', /Connection[ _]refused|delayed[ _]connect[ _]error:[ _]?(?:111|110|113|101)(?!\d)|No[ _]route[ _]to[ _]host|unreachable|connection_timeout/i],
];

/** The kind of a failure that broke between two proxies; undefined where no handshake of this hop was involved. */
export function tlsFailureOf({ direction, family, transportFailure, details, ordinal }: Failure): TlsFailureKind | undefined {
  if (direction !== 'outbound' && direction !== 'gateway') return undefined;
  if (family !== 'connect' && family !== 'reset') return undefined;
  // a connection that served before has its handshake behind it
  if (family === 'reset' && ordinal !== undefined && ordinal > 1) return undefined;
  const text = `${transportFailure ?? ''} ${details ?? ''}`;
  return words.find(([, pattern]) => pattern.test(text))?.[0] ?? 'unsaid';
}
