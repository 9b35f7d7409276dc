import { asObject, asString } from '../formats/json.ts';

const longestText = 16_384;
const carriers = ['log', 'message', 'msg', 'line', 'textPayload', 'body', 'error'];

/**
 * The text without its wrappers: terminal colours, control characters, escaped quotes, and a JSON log object around a message.
 * A JSON access row stays as it is.
 */
export function plainText(text: string): string {
  const bounded = text.slice(0, longestText).replaceAll(escapeSequence, '').replaceAll('\r', '').trim();
  const message = bounded.startsWith('{') ? messageOf(bounded) : bounded;
  return message === undefined ? bounded : message.replaceAll('\\"', '"').replaceAll('\\n', '\n').trim();
}

// ESC [ … letter, written with its code so that no control character stands in the source.
const escapeSequence = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]{0,20}[A-Za-z]`, 'g');

function messageOf(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // not JSON: the text speaks for itself
  }
  const object = asObject(value);
  if (object === undefined || 'response_flags' in object || 'response_code' in object) return undefined;
  const found = carriers.flatMap((key) => (Object.hasOwn(object, key) ? (asString(object[key]) ?? []) : []));
  return found.length === 0 ? undefined : found.join(' ');
}
