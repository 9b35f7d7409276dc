import { dump, YAML11_SCHEMA } from 'js-yaml';
import type { JsonObject } from '../../model/json.ts';

/** An object as YAML that kubectl reads: texts that YAML 1.1 would take for switches or times are quoted. */
export function manifestYaml(object: JsonObject): string {
  return dump(object, { schema: YAML11_SCHEMA, lineWidth: -1, noRefs: true });
}
