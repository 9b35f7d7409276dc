import { asObject } from '../../formats/json.ts';

/**
 * An admin page of Envoy as indented JSON, without the node's list of compiled-in extensions (most of the size of `/server_info`,
 * and the same for every build), and without any private key that Envoy itself did not hide. Text that is no JSON comes back undefined.
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
  return key === 'private_key' || key === 'session_ticket_keys' ? HIDDEN : value;
}

/** As Envoy writes it: `[redacted]` in base64. */
const HIDDEN = { inline_bytes: 'W3JlZGFjdGVkXQ==' };
