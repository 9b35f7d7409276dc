import { asObject, objectsAt, stringAt } from '../../formats/json.ts';
import { parseQuantity } from '../../formats/time/quantity.ts';
import type { JsonObject } from '../../model/json.ts';
import { type Artifact, defineArtifact, type RawDocument } from '../../model/source.ts';
import type { UsageRow } from './types.ts';

/** CPU and memory in use, from `kubectl top` tables or the metrics API's objects. */
export const usage: Artifact<readonly UsageRow[]> = defineArtifact({
  id: 'usage',
  title: 'CPU and memory in use (kubectl top)',
  collectWith: ['kubectl top pod -A --containers', 'kubectl top node'],
  recognises: ({ body }) =>
    body.kind === 'text' ? headerLine.test(body.text.slice(0, 20_000)) : /^(?:Pod|Node)Metrics(?:List)?$/.test(stringAt(body.value, 'kind') ?? ''),
  parse: (documents) =>
    documents.flatMap((document) => (document.body.kind === 'text' ? fromTable(document, document.body.text) : fromObjects(document, document.body.value))),
});

const headerLine = /^[^\n]*CPU\(cores\)[^\n]*MEMORY\(bytes\)/m;

/** Columns are told by the header; a table without blanks between long names is still read, since no value holds blanks. */
function fromTable(document: RawDocument, text: string): readonly UsageRow[] {
  const rows: UsageRow[] = [];
  let header: readonly string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const cells = line.trim().split(/\s+/);
    if (cells.includes('CPU(cores)')) header = cells;
    else if (header.length > 0 && cells.length === header.length) rows.push(...fromCells(document, header, cells, document.line + index));
  }
  return rows;
}

function fromCells(document: RawDocument, header: readonly string[], cells: readonly string[], line: number): readonly UsageRow[] {
  const cell = (name: string): string | undefined => cells[header.indexOf(name)];
  const isNode = header.some((name) => name === 'CPU%' || name === 'CPU(%)');
  const pod = cell('POD');
  const name = pod ?? cell('NAME');
  if (name === undefined) return [];
  const namespace = cell('NAMESPACE') ?? (isNode ? undefined : document.identity.namespace);
  const container = pod === undefined ? undefined : cell('NAME');
  return [row(document, isNode ? 'node' : 'pod', { namespace, name, container, cpu: cell('CPU(cores)'), memory: cell('MEMORY(bytes)'), line })];
}

/** `PodMetrics` has usage per container, `NodeMetrics` one. */
function fromObjects(document: RawDocument, value: unknown): readonly UsageRow[] {
  const object = asObject(value);
  const items: readonly JsonObject[] = object?.['items'] === undefined ? (object === undefined ? [] : [object]) : objectsAt(object, 'items');
  return items.flatMap((item) => {
    const name = stringAt(item, 'metadata', 'name');
    if (name === undefined) return [];
    const namespace = stringAt(item, 'metadata', 'namespace');
    const usages = objectsAt(item, 'containers');
    if (usages.length === 0)
      return [row(document, 'node', { name, cpu: stringAt(item, 'usage', 'cpu'), memory: stringAt(item, 'usage', 'memory'), line: document.line })];
    return usages.map((one) =>
      row(document, 'pod', {
        namespace,
        name,
        container: stringAt(one, 'name'),
        cpu: stringAt(one, 'usage', 'cpu'),
        memory: stringAt(one, 'usage', 'memory'),
        line: document.line,
      }),
    );
  });
}

interface Cells {
  readonly namespace?: string | undefined;
  readonly name: string;
  readonly container?: string | undefined;
  readonly cpu: string | undefined;
  readonly memory: string | undefined;
  readonly line: number;
}

function row(document: RawDocument, kind: UsageRow['kind'], { namespace, name, container, cpu, memory, line }: Cells): UsageRow {
  const cores = parseQuantity(cpu ?? '');
  const memoryBytes = parseQuantity(memory ?? '');
  return {
    at: { artifact: 'usage', file: document.file, line },
    ...(namespace === undefined ? {} : { namespace }),
    name,
    ...(container === undefined ? {} : { container }),
    kind,
    ...(cores === undefined ? {} : { cpuMillis: Math.round(cores * 1e6) / 1e3 }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
  };
}
