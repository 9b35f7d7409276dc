import { asObject } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { readJsonValues } from '../bundle/json-values.ts';
import { redactText } from '../bundle/redact.ts';
import type { Shape } from '../bundle/sniff.ts';
import { readYamlDocuments } from '../bundle/yaml-documents.ts';
import { manifestYaml } from '../cluster/manifest-yaml.ts';
import { redactLog } from '../cluster/redact-log.ts';
import { redactObject } from '../cluster/redact-object.ts';
import { slimDump } from '../cluster/slim-dump.ts';
import type { Renamer } from './names/renamer.ts';
import { renamedTables } from './names/renamed-tables.ts';
import { redactEnvironment } from './redact-environment.ts';

const YAML_VALUES = 2_000_000;

/**
 * The text of a file of evidence without what opens doors, by what it is. Documents are written anew from what could be read of them, so that
 * nothing stands in a part that could not; undefined when that is nothing, as with a Secret. With `names`, those are replaced as well.
 */
export function redactFile(text: string, shape: Shape, names?: Renamer): string | undefined {
  if (shape === 'json')
    return joined(
      readJsonValues(text).values.flatMap(({ value }) => json(value, names)),
      '',
    );
  if (shape === 'yaml' || /^apiVersion:\s/m.test(text)) {
    const documents = readYamlDocuments(text, YAML_VALUES).documents.flatMap(({ value }) => objects(value, names).map(manifestYaml));
    return joined(documents, '---\n');
  }
  const kept = shape === 'log' ? redactLog(text) : redactLog(redactEnvironment(redactText(text)));
  if (names === undefined) return kept;
  return shape === 'log' ? names.text(kept) : renamedTables(kept, names.text);
}

function json(value: unknown, names: Renamer | undefined): readonly string[] {
  if (Array.isArray(value)) return [`${slim(value.flatMap((item) => objects(item, names)))}\n`];
  return objects(value, names).map((object) => `${slim(object)}\n`);
}

/** Envoy's dumps have headers and keys of their own form. */
function slim(value: unknown): string {
  return redactLog(slimDump(JSON.stringify(value)) ?? '');
}

function objects(value: unknown, names: Renamer | undefined): readonly JsonObject[] {
  const kept = typeof value === 'object' && value !== null && !Array.isArray(value) ? redactObject({ ...value }) : undefined;
  const named = kept === undefined || names === undefined ? kept : asObject(names.value(kept));
  return named === undefined ? [] : [named];
}

function joined(documents: readonly string[], between: string): string | undefined {
  return documents.length === 0 ? undefined : documents.join(between);
}
