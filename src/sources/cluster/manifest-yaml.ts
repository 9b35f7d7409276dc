import { dump, YAML11_SCHEMA } from 'js-yaml';
import type { JsonObject } from '../../model/json.ts';

/**
 * An object as YAML that kubectl reads: texts that YAML 1.1 would take for switches, numbers or times are quoted; no anchors, lines as long as they are. One
 * with characters that nobody sees (bidirectional and zero-width ones) is given as JSON, which is YAML, with those escaped.
 */
export function manifestYaml(object: JsonObject): string {
  const json = JSON.stringify(object, undefined, 2);
  if (!unseen.test(json)) return dump(object, { schema: YAML11_SCHEMA, noRefs: true, lineWidth: -1, quoteStyle: 'single' });
  return `${json.replaceAll(new RegExp(unseen, 'gu'), (sign) => escaped(sign))}\n`;
}

/** Format characters, private and unassigned ones (Unicode general categories). Control characters are escaped by either writer. */
const unseen = /[\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/u;

function escaped(sign: string): string {
  return [...Array(sign.length).keys()].map((at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
}
