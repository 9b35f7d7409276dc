import { readJsonValues } from '../bundle/json-values.ts';
import { redactText } from '../bundle/redact.ts';
import type { Shape } from '../bundle/sniff.ts';
import { readYamlDocuments } from '../bundle/yaml-documents.ts';
import { manifestYaml } from '../cluster/manifest-yaml.ts';
import { redactLog } from '../cluster/redact-log.ts';
import { redactObject } from '../cluster/redact-object.ts';
import { slimDump } from '../cluster/slim-dump.ts';
import { redactEnvironment } from './redact-environment.ts';

const YAML_VALUES = 2_000_000;

/**
 * The text of a file of evidence without what opens doors, by what it is. Documents are written anew from what could be read of them, so that
 * nothing stands in a part that could not; undefined when that is nothing, as with a Secret.
 */
export function redactFile(text: string, shape: Shape): string | undefined {
  if (shape === 'json')
    return joined(
      readJsonValues(text).values.flatMap(({ value }) => json(value)),
      '',
    );
  if (shape === 'yaml' || /^apiVersion:\s/m.test(text)) {
    const documents = readYamlDocuments(text, YAML_VALUES).documents.flatMap(({ value }) => objects(value).map(manifestYaml));
    return joined(documents, '---\n');
  }
  return shape === 'log' ? redactLog(text) : redactLog(redactEnvironment(redactText(text)));
}

function json(value: unknown): readonly string[] {
  if (Array.isArray(value)) return [`${slim(value.flatMap(objects))}\n`];
  return objects(value).map((object) => `${slim(object)}\n`);
}

/** Envoy's dumps have headers and keys of their own form. */
function slim(value: unknown): string {
  return redactLog(slimDump(JSON.stringify(value)) ?? '');
}

function objects(value: unknown): readonly { readonly [key: string]: unknown }[] {
  const kept = typeof value === 'object' && value !== null && !Array.isArray(value) ? redactObject({ ...value }) : undefined;
  return kept === undefined ? [] : [kept];
}

function joined(documents: readonly string[], between: string): string | undefined {
  return documents.length === 0 ? undefined : documents.join(between);
}
