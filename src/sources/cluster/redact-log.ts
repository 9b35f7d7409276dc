import { withoutSecrets } from './without-secrets.ts';
import { REDACTED } from '../../formats/redacted.ts';

/**
 * A log or page without what opens doors or is nobody's business: tokens, keys, credentials in URLs, settings named for secrets and the query
 * strings of requests. Lines that only speak of secrets stay as they were.
 */
export function redactLog(text: string): string {
  let kept = withoutSecrets(text);
  if (kept.includes('@')) kept = kept.replaceAll(/(\b[a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:"'<>]{0,256}:[^\s/@"'<>]{1,256}@/gi, `$1${REDACTED}@`);
  if (/basic /i.test(kept)) kept = kept.replaceAll(/\b(authorization["']?\s{0,3}[=:]\s{0,3}["']?basic )[A-Za-z0-9+/]{4,4096}=*/gi, `$1${REDACTED}`);
  // A path or host before it and a name with a value behind it: a question mark of prose has neither.
  if (kept.includes('?')) kept = kept.replaceAll(/(?<=[\w/.-])\?(?!\*\*\*)[\w.~%[\]-]{1,200}=[^\s"'<>`\\]{0,8192}/g, `?${REDACTED}`);
  if (/cookie/i.test(kept)) kept = kept.replaceAll(/(cookie["']?:(?!\s?["']?\*\*\*)\s?["']?)[^\n"']{1,8192}/gi, `$1${REDACTED}`);
  if (SECRET_NAME.test(kept)) kept = kept.replaceAll(SECRET_SETTING, `$1${REDACTED}`);
  return kept;
}

const SECRET_NAME = /passw|secret|token|api[-_]?key|access[-_]?key|authorization/i;
/** `name=value` and `"name":"value"`; `name: value` is also how people write sentences, so that only the names of headers and passwords count there. */
const SECRET_SETTING =
  /((?:^|[\s"'_.?&;,{([-])(?:(?:[a-z]{0,30}password|[a-z]{0,30}passwd|client[-_]?secret|secret|access[-_]?token|refresh[-_]?token|id[-_]?token|token|api[-_]?key|access[-_]?key|secret[-_]?key)(?:=["']?|["']:\s?["'])|(?:password|passwd|authorization|x-api-key)["']?:\s?["']?))(?!\*\*\*|(?:bearer|basic) \*|["'\s,;&}])[^\s"',;&}]{1,8192}/gi;
