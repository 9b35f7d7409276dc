import { readKubectlTables } from '../../formats/kubectl-tables/index.ts';
import type { RawDocument } from '../../model/source.ts';
import type { Said } from '../../model/text.ts';
import { say } from '../../text/coverage.ts';
import { completeList } from './complete-list.ts';
import { hintsOf } from './identity-from-path.ts';
import { readJsonValues } from './json-values.ts';
import { redact, redactText } from './redact.ts';
import type { Shape } from './sniff.ts';
import { readYamlDocuments } from './yaml-documents.ts';

export interface DocumentsRead {
  readonly documents: readonly RawDocument[];
  readonly secrets: number;
  readonly notes: readonly Said[];
}

/** The documents of one file's text: parsed, redacted, not yet identified (that takes all files). */
export function readDocuments(file: string, text: string, shape: Shape, yamlValues: number): DocumentsRead {
  const notes: Said[] = [];
  const hints = hintsOf(file);
  let secrets = 0;
  const json = (value: unknown, line: number): readonly RawDocument[] => {
    const kept = redact(completeList(value));
    secrets += kept.secrets;
    return kept.value === null || typeof kept.value !== 'object' ? [] : [{ file, identity: {}, hints, line, body: { kind: 'json', value: kept.value } }];
  };
  const fromJson = (): readonly RawDocument[] => {
    const { values, broken, cutOff } = readJsonValues(text);
    notes.push(...broken.slice(0, 3).map((line) => say('brokenJson', { file, line })));
    if (cutOff !== undefined) notes.push(say('cutOffJson', { file, line: cutOff.line, kept: cutOff.kept }));
    return values.flatMap(({ value, line }) => json(value, line));
  };
  const fromYaml = (): readonly RawDocument[] => {
    const { documents, broken, huge } = readYamlDocuments(text, yamlValues);
    notes.push(...broken.slice(0, 3).map(({ line, error }) => say('brokenYaml', { file, line, error })));
    notes.push(...huge.map((line) => say('hugeYaml', { file, line, limit: yamlValues })));
    return documents.flatMap(({ value, line }) => json(value, line));
  };
  const fromText = (): readonly RawDocument[] => [
    ...readKubectlTables(text).flatMap(({ objects, line }) => json({ kind: 'List', why503Partial: true, items: objects }, line)),
    ...(/^No resources found/m.test(text) && text.length < 1_000 ? json({ kind: 'List', items: [] }, 1) : []),
    ...(/^apiVersion:\s/m.test(text) ? fromYaml() : []),
    { file, identity: {}, hints, line: 1, body: { kind: 'text', text: redactText(text) } },
  ];
  const documents = shape === 'json' ? fromJson() : shape === 'yaml' ? fromYaml() : fromText();
  return { documents, secrets, notes };
}
