import { CORE_SCHEMA, load } from 'js-yaml';

export interface YamlDocument {
  readonly value: unknown;
  readonly line: number;
}

export interface YamlReading {
  readonly documents: readonly YamlDocument[];
  readonly broken: readonly { readonly line: number; readonly error: string }[];
  /** Lines of documents that aliases blow up beyond the limit. */
  readonly huge: readonly number[];
}

const MOST_ALIASES = 10_000;

/**
 * All YAML documents of a text, each parsed for itself, so that a broken one does not lose the others. Only the core schema:
 * no custom tags, and timestamps stay text. Output of several commands in one file is taken apart as well.
 */
export function readYamlDocuments(text: string, limit: number): YamlReading {
  const documents: YamlDocument[] = [];
  const broken: { line: number; error: string }[] = [];
  const huge: number[] = [];
  const read = (part: Part): boolean => {
    const result = parse(part.text);
    if ('error' in result) return false;
    if (result.value === undefined || result.value === null) return true;
    if (expanded(result.value, limit) > limit) huge.push(part.line);
    else documents.push({ value: result.value, line: part.line });
    return true;
  };
  for (const part of split(text, 1, /^---(\s|$)/)) {
    if (!/^\s*[^#\s]/m.test(part.text)) continue; // nothing but comments
    const objects = part.text.match(/^apiVersion:/gm)?.length ?? 0;
    if (objects <= 1 && read(part)) continue;
    const blocks = objectBlocks(part);
    if (blocks.length === 0 && objects <= 1) broken.push({ line: part.line, error: errorOf(part.text) });
    for (const block of blocks) {
      if (read(block)) continue;
      const items = listItems(block);
      const failed = items.filter((item) => !read(item));
      if (items.length === 0 || failed.length > 0) broken.push({ line: failed[0]?.line ?? block.line, error: errorOf((failed[0] ?? block).text) });
    }
  }
  return { documents, broken, huge };
}

interface Part {
  readonly text: string;
  /** 1-based line in the file. */
  readonly line: number;
}

function parse(text: string): { readonly value: unknown } | { readonly error: string } {
  try {
    return { value: load(text, { schema: CORE_SCHEMA, json: true, maxAliases: MOST_ALIASES }) };
  } catch (error) {
    return { error: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

function errorOf(text: string): string {
  const result = parse(text);
  return 'error' in result ? result.error : 'no object in it';
}

/** Cuts a text in front of each line that matches; a `---` line itself is left out. */
function split(text: string, line: number, start: RegExp): readonly Part[] {
  const parts: Part[] = [];
  let lines: string[] = [];
  let from = line;
  let number = line;
  for (const one of text.split('\n')) {
    if (start.test(one)) {
      parts.push({ text: lines.join('\n'), line: from });
      const isMark = one.startsWith('---');
      lines = isMark ? [] : [one];
      from = isMark ? number + 1 : number;
    } else lines.push(one);
    number += 1;
  }
  parts.push({ text: lines.join('\n'), line: from });
  return parts;
}

/** Objects that follow one another without `---`, with prompts or other text between them. */
function objectBlocks(part: Part): readonly Part[] {
  return split(part.text, part.line, /^apiVersion:\s/)
    .filter((block) => block.text.startsWith('apiVersion:'))
    .map((block) => {
      const lines = block.text.split('\n');
      const end = lines.findIndex((line) => line !== '' && !/^(\s|#|- |-$|[A-Za-z][\w-]*:(\s|$)|\r$)/.test(line));
      return end === -1 ? block : { ...block, text: lines.slice(0, end).join('\n') };
    });
}

/** The items of a list that is broken somewhere, each for itself, as lists of one. */
function listItems(block: Part): readonly Part[] {
  const header = /^items:[ \t]*\r?\n/m.exec(block.text);
  if (header === null) return [];
  const before = block.text.slice(0, header.index).split('\n').length;
  const body = block.text.slice(header.index + header[0].length);
  const indent = /^ *(?=- )/.exec(body)?.[0] ?? '';
  return split(body, block.line + before, new RegExp(`^${indent}- `))
    .filter((item) => item.text.startsWith(`${indent}- `))
    .map((item) => ({ line: item.line, text: `kind: List\nitems:\n${untilNextKey(item.text, indent)}` }));
}

/** The list's own keys (`kind:`) stand after its last item. */
function untilNextKey(text: string, indent: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line, index) => index > 0 && line.trim() !== '' && !line.startsWith(`${indent} `));
  return end === -1 ? text : lines.slice(0, end).join('\n');
}

/** How many values a document has once its aliases are followed; one that contains itself has no end. */
function expanded(root: unknown, limit: number): number {
  const sizes = new Map<object, number>();
  const open = new Set<object>();
  const size = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 1;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    if (open.has(value)) return Number.POSITIVE_INFINITY;
    open.add(value);
    let sum = 1;
    for (const inner of Object.values(value)) {
      sum += size(inner);
      if (sum > limit) break;
    }
    open.delete(value);
    sizes.set(value, sum);
    return sum;
  };
  return size(root);
}
