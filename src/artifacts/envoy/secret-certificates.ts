import { type Cursor, either, field, placeOf, textOf } from './cursor.ts';
import { certificatesOfPem } from './x509.ts';
import type { Certificate } from './types.ts';

/** The certificates in a secret of a dump: the workload's chain (its first is the leaf) or the roots it trusts. */
export function secretCertificates(secret: Cursor): readonly Certificate[] {
  const chain = inline(field(secret, 'tls_certificate', 'certificate_chain'));
  const roots = inline(field(secret, 'validation_context', 'trusted_ca'));
  return [...certificates(chain, 'leaf'), ...certificates(roots, 'ca')];
}

function inline(source: Cursor | undefined): Cursor | undefined {
  return either(field(source, 'inline_bytes'), field(source, 'inline_string'));
}

function certificates(source: Cursor | undefined, first: Certificate['role']): readonly Certificate[] {
  const text = textOf(source);
  if (source === undefined || text === undefined || text.length > 1_000_000) return [];
  const pem = text.includes('-----BEGIN') ? text : decoded(text);
  return certificatesOfPem(pem).map((one, index) => ({ ...one, at: placeOf(source), role: index === 0 ? first : 'ca', source: 'secret' }));
}

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return ''; // redacted or cut off
  }
}
