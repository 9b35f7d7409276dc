import { asObject } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { redact } from '../bundle/redact.ts';
import { redactLog } from './redact-log.ts';
import { REDACTED } from '../../formats/redacted.ts';

const DEEPEST = 200;

/** Settings named for secrets; their text is replaced. References to Secrets are objects, and names of them stay. */
const SECRET_SETTING = /passw|(?:^|[-_]|access|bearer|refresh|auth|id)token$|^api[-_]?key$|^client[-_]?secret$|^secret$/i;
/** Headers that open doors, in routes and matches: everything below them is replaced. */
const SECRET_HEADER = /^(?:proxy-)?authorization$|^(?:set-)?cookie$|^x-(?:api-key|auth-.*|.*token)$/i;

/** An object as it may leave the cluster: without Secrets, secret-looking settings and headers, credentials and query strings in any of its texts. Undefined for a Secret. */
export function redactObject(object: JsonObject): JsonObject | undefined {
  return asObject(clean(redact(object).value, 0));
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactLog(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return null;
  if (Array.isArray(value)) return value.map((item) => clean(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (SECRET_HEADER.test(name)) return [name, hidden(inner, depth + 1)];
      return [name, typeof inner === 'string' && SECRET_SETTING.test(name) ? REDACTED : clean(inner, depth + 1)];
    }),
  );
}

/** The same shape with every text replaced. */
function hidden(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return REDACTED;
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return null;
  if (Array.isArray(value)) return value.map((item) => hidden(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hidden(inner, depth + 1)]));
}
