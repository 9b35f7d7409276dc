import { isDeepStrictEqual } from 'node:util';
import { asObject } from '../../formats/json.ts';
import type { Json } from '../../model/json.ts';
import { flowValue, itemLines, pairLines, scalarLike } from './yaml-values.ts';
import type { YamlNode, YamlPair } from './yaml-nodes.ts';

/** A piece of a text that becomes another. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text whose lines end as `eol`. */
export interface Source {
  readonly text: string;
  readonly eol: string;
}

/**
 * The smallest edits after which a node has another value; comments, order, quotes and anchors around them stay. Undefined where the text has a form in which
 * that cannot be said for sure. Whether the text then means just that is for the caller to ask a parser.
 */
export function editsFor(source: Source, node: YamlNode, now: Json | undefined, wanted: Json, isWithinFlow = false): readonly Edit[] | undefined {
  if (isDeepStrictEqual(now, wanted)) return [];
  if (node.kind === 'map' && isMap(wanted) && isMap(now)) return mapEdits(source, node, now, wanted);
  if (node.kind === 'list' && isList(wanted) && isList(now)) return listEdits(source, node, now, wanted);
  if (node.kind === 'scalar' && !isMap(wanted) && !isList(wanted) && node.style !== 'empty' && node.style !== 'block') {
    const text = scalarLike(node.style, wanted, isWithinFlow);
    return text === undefined ? undefined : [{ start: node.start, end: node.end, text }];
  }
  return undefined;
}

type MapNode = Extract<YamlNode, { readonly kind: 'map' }>;
type ListNode = Extract<YamlNode, { readonly kind: 'list' }>;

function mapEdits(
  source: Source,
  node: MapNode,
  now: { readonly [name: string]: Json },
  wanted: { readonly [name: string]: Json },
): readonly Edit[] | undefined {
  const gone = Object.keys(now).filter((name) => !Object.hasOwn(wanted, name));
  const removed = gone.map((name) => removal(source, node, name));
  const changed = Object.keys(wanted).flatMap((name): readonly (readonly Edit[] | undefined)[] => {
    const value = wanted[name] ?? null;
    const pair = pairOf(source, node, name);
    if (isDeepStrictEqual(now[name], value)) return [];
    return pair === undefined ? [] : [editsFor(source, pair.value, now[name], value, node.isFlow) ?? replacedPair(source, node, pair, name, value)];
  });
  const news = Object.keys(wanted).filter((name) => !isDeepStrictEqual(now[name], wanted[name]) && pairOf(source, node, name) === undefined);
  return allOf([...removed, ...changed, insertedPairs(source, node, news, wanted)]);
}

/** A pair of which the value takes another form, such as a missing parent (`resources:` with nothing behind it). */
function replacedPair(source: Source, node: MapNode, { key, value: old }: YamlPair, name: string, value: Json): readonly Edit[] | undefined {
  if (node.isFlow) return old.kind === 'scalar' && old.style !== 'empty' ? [{ start: old.start, end: old.end, text: flowValue(value) }] : undefined;
  if (old.kind !== 'scalar' || old.style === 'block') return undefined;
  const [, ...below] = pairLines(name, value);
  if (below.length === 0) return [{ start: old.start, end: old.end, text: `${old.style === 'empty' ? ' ' : ''}${flowValue(value)}` }];
  const indent = ' '.repeat(columnOf(source, key.start));
  const end = lineEnd(source, old.end);
  return [
    ...(old.style === 'empty' ? [] : [{ start: spaceBefore(source, old.start), end: old.end, text: '' }]),
    { start: end, end, text: below.map((line) => `${source.eol}${indent}${line}`).join('') },
  ];
}

function insertedPairs(source: Source, node: MapNode, names: readonly string[], wanted: { readonly [name: string]: Json }): readonly Edit[] {
  const last = node.pairs.at(-1)?.value;
  if (names.length === 0) return [];
  if (node.isFlow || last === undefined) {
    const isJson = source.text[node.pairs[0]?.key.start ?? -1] === '"';
    const pairs = names.map((name) =>
      isJson ? `${JSON.stringify(name)}: ${JSON.stringify(wanted[name])}` : `${flowValue(name)}: ${flowValue(wanted[name] ?? null)}`,
    );
    return [within(node, last, pairs)];
  }
  const indent = ' '.repeat(columnOf(source, node.start));
  const lines = names.flatMap((name) => pairLines(name, wanted[name] ?? null));
  const at = contentEnd(source, last);
  return [{ start: at, end: at, text: lines.map((line) => `${source.eol}${indent}${line}`).join('') }];
}

/** Elements that stay, at both ends, keep their place; those between become what is wanted, one by one. */
function listEdits(source: Source, node: ListNode, now: readonly Json[], wanted: readonly Json[]): readonly Edit[] | undefined {
  const most = Math.min(now.length, wanted.length);
  let head = 0;
  while (head < most && isDeepStrictEqual(now[head], wanted[head])) head += 1;
  let tail = 0;
  while (tail < most - head && isDeepStrictEqual(now.at(-1 - tail), wanted.at(-1 - tail))) tail += 1;
  const both = most - head - tail;
  const changed = node.items
    .slice(head, head + both)
    .map((item, index) => editsFor(source, item, now[head + index], wanted[head + index] ?? null, node.isFlow));
  const news = wanted.slice(head + both, wanted.length - tail);
  if (now.length - tail > head + both) return undefined;
  return allOf([...changed, insertedItems(source, node, head + both, news)]);
}

function insertedItems(source: Source, node: ListNode, index: number, news: readonly Json[]): readonly Edit[] {
  if (news.length === 0) return [];
  const before = node.items[index - 1];
  if (node.isFlow) return [within(node, before, news.map(flowValue), index === 0 && node.items.length > 0)];
  const indent = ' '.repeat(columnOf(source, node.start));
  const lines = news.flatMap(itemLines);
  if (before === undefined) return [{ start: node.start, end: node.start, text: lines.map((line) => `${line}${source.eol}${indent}`).join('') }];
  const at = contentEnd(source, before);
  return [{ start: at, end: at, text: lines.map((line) => `${source.eol}${indent}${line}`).join('') }];
}

/** Behind an element between brackets, or as the first. */
function within(node: MapNode | ListNode, before: YamlNode | undefined, news: readonly string[], isFirst = false): Edit {
  if (before !== undefined) return { start: before.end, end: before.end, text: news.map((each) => `, ${each}`).join('') };
  const at = node.start + 1;
  if (isFirst) return { start: at, end: at, text: `${news.join(', ')}, ` };
  const isSpaced = node.kind === 'map';
  return { start: at, end: node.end - 1, text: isSpaced ? ` ${news.join(', ')} ` : news.join(', ') };
}

/** A pair of its own line, or between brackets, is taken out. */
function removal(source: Source, node: MapNode, name: string): readonly Edit[] | undefined {
  const at = node.pairs.findIndex(({ key }) => keyName(source, key) === name);
  const [pair, before, after] = [node.pairs[at], node.pairs[at - 1], node.pairs[at + 1]];
  if (pair === undefined || (before === undefined && after === undefined)) return undefined;
  if (node.isFlow) {
    if (before !== undefined) return [{ start: before.value.end, end: pair.value.end, text: '' }];
    return after === undefined ? undefined : [{ start: pair.key.start, end: after.key.start, text: '' }];
  }
  const start = source.text.lastIndexOf('\n', pair.key.start - 1) + 1;
  if (source.text.slice(start, pair.key.start).trim() !== '') return undefined;
  const end = contentEnd(source, pair.value);
  return [{ start, end: end + (source.text.startsWith(source.eol, end) ? source.eol.length : 0), text: '' }];
}

function pairOf(source: Source, node: MapNode, name: string): YamlPair | undefined {
  return node.pairs.find(({ key }) => keyName(source, key) === name);
}

function keyName({ text }: Source, key: YamlNode): string | undefined {
  if (key.kind !== 'scalar') return undefined;
  const raw = text.slice(key.start, key.end);
  return key.style === 'plain' ? raw : raw.slice(1, -1);
}

/** The end of the line on which a node ends, its comment included; blank lines behind a block of text are not its own. */
function contentEnd(source: Source, node: YamlNode): number {
  let last = node;
  while (last.kind === 'map' || last.kind === 'list') {
    const inner: YamlNode | undefined = last.isFlow ? undefined : last.kind === 'map' ? last.pairs.at(-1)?.value : last.items.at(-1);
    if (inner === undefined) break;
    last = inner;
  }
  if (last.kind !== 'scalar' || last.style !== 'block') return lineEnd(source, last.end);
  const isKept = /^[|>]\d?\+/.test(source.text.slice(last.start, last.start + 3));
  const body = source.text.slice(last.start, last.end);
  return last.start + (isKept ? body.replace(/\r?\n$/, '') : body.trimEnd()).length;
}

function lineEnd({ text }: Source, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' && end > at ? end - 1 : end;
}

function spaceBefore({ text }: Source, at: number): number {
  let start = at;
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start -= 1;
  return start;
}

const columnOf = ({ text }: Source, at: number): number =>
  at - (text.lastIndexOf('\n', at - 1) + 1) - (text.startsWith('\ufeff') && !text.slice(0, at).includes('\n') ? 1 : 0);
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const isMap = (value: Json | undefined): value is { readonly [name: string]: Json } => asObject(value) !== undefined;

function allOf(parts: readonly (readonly Edit[] | undefined)[]): readonly Edit[] | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? known.flat() : undefined;
}
