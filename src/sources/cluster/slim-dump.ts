import { asObject, asString } from '../../formats/json.ts';
import { REDACTED } from '../../formats/redacted.ts';

/**
 * An admin page of Envoy as indented JSON, without the node's list of compiled-in extensions (most of the size of `/server_info`,
 * and the same for every build), and without private keys, credentials of headers and what was last applied to the pod. Text that is no JSON comes back undefined.
 */
export function slimDump(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), slim, 1);
  } catch {
    return undefined;
  }
}

/** Called for every key of the page. `extensions` stands in the node of the bootstrap and of `/server_info`, beside the node's build version. */
function slim(key: string, value: unknown): unknown {
  if (key === 'node') {
    const node = asObject(value);
    return node === undefined || !Array.isArray(node['extensions'])
      ? value
      : Object.fromEntries(Object.entries(node).filter(([name]) => name !== 'extensions'));
  }
  if (key === LAST_APPLIED) return undefined;
  const header = asObject(value);
  // Headers that a route adds or asks for: `{ "key": "authorization", "value": … }`.
  if (SECRET_HEADER.test(asString(header?.['key']) ?? '') && typeof header?.['value'] === 'string') return { ...header, value: REDACTED };
  if (SECRET_HEADER.test(asString(header?.['name']) ?? '') && header?.['string_match'] !== undefined) return { ...header, string_match: { exact: REDACTED } };
  return key === 'private_key' || key === 'session_ticket_keys' ? HIDDEN : value;
}

/** As Envoy writes it: `[redacted]` in base64. */
const HIDDEN = { inline_bytes: 'W3JlZGFjdGVkXQ==' };

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const SECRET_HEADER = /^(?:proxy-)?authorization$|cookie|token|secret|passw|api-?key/i;
