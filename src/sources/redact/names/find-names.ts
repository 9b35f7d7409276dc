import { readJsonValues } from '../../bundle/json-values.ts';
import type { Shape } from '../../bundle/sniff.ts';
import { readYamlDocuments } from '../../bundle/yaml-documents.ts';
import type { FoundNames } from './found-names.ts';
import { namesInPath } from './names-in-path.ts';
import { namesInTables } from './names-in-tables.ts';
import { namesInText } from './names-in-text.ts';
import { namesInValue } from './names-in-value.ts';

const YAML_VALUES = 2_000_000;

/** Finds the names in a file of evidence: in its path, in its documents, and in whatever text it is. */
export function findNames(text: string, shape: Shape, path: string, found: FoundNames): void {
  namesInPath(path, found);
  namesInText(text, found);
  if (shape === 'json') for (const { value } of readJsonValues(text).values) namesInValue(value, found);
  else if (shape === 'yaml' || /^apiVersion:\s/m.test(text)) {
    for (const { value } of readYamlDocuments(text, YAML_VALUES).documents) namesInValue(value, found);
  } else if (shape !== 'log') namesInTables(text, found);
}
