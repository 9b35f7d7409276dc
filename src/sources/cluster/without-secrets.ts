import { REDACTED } from '../../formats/redacted.ts';

/** A text without what opens doors: tokens (JSON Web Tokens, bearer) and private keys. Everything else stays as it was logged. */
export function withoutSecrets(text: string): string {
  let kept = text;
  if (kept.includes('eyJ')) kept = kept.replaceAll(/\beyJ[A-Za-z0-9_-]{10,8000}\.[A-Za-z0-9_-]{10,16000}\.[A-Za-z0-9_-]{10,4000}/g, REDACTED);
  if (kept.includes('PRIVATE KEY')) kept = withoutKeys(kept);
  if (/bearer /i.test(kept)) kept = kept.replaceAll(/\b(bearer )[A-Za-z0-9._~+/-]{8,16000}=*/gi, `$1${REDACTED}`);
  return kept;
}

/** By searching for begin and end, since a pattern over a whole file would look at it again from each beginning. */
function withoutKeys(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const begin of text.matchAll(/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/g)) {
    if (begin.index < from) continue;
    const end = text.indexOf('PRIVATE KEY-----', begin.index + begin[0].length);
    parts.push(text.slice(from, begin.index), REDACTED);
    from = end === -1 ? text.length : end + 'PRIVATE KEY-----'.length;
  }
  return parts.join('') + text.slice(from);
}
