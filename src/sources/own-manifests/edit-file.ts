import { isDeepStrictEqual } from 'node:util';
import { asList, asObject, asObjects, stringAt } from '../../formats/json.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { readKubectlYaml } from '../cluster/kubectl-yaml.ts';
import { type Edit, editsFor } from './yaml-edits.ts';
import { type YamlNode, yamlNodes } from './yaml-nodes.ts';

/** An object in a person's own file: in which of its documents, and which item of a `kind: List`. */
export interface OwnObject {
  readonly document: number;
  readonly item?: number;
  readonly object: JsonObject;
}

/** The documents of a file, as kubectl reads them; throws js-yaml's exception where it is not YAML. */
export function ownDocuments(text: string): readonly unknown[] {
  return readKubectlYaml(text);
}

/** The Kubernetes objects among them, those of lists each for itself. */
export function ownObjects(documents: readonly unknown[]): readonly OwnObject[] {
  return documents.flatMap((value, document): readonly OwnObject[] => {
    const object = asObject(value);
    if (object === undefined || stringAt(object, 'kind') === undefined) return [];
    if (!/List$/.test(stringAt(object, 'kind') ?? '') || !Array.isArray(object['items'])) return [{ document, object }];
    return asList(object['items']).flatMap((inner, item) => asObjects([inner]).map((found): OwnObject => ({ document, item, object: found })));
  });
}

/**
 * The text of a file in which one object is another and everything else is as it was, comments and form included; undefined where the edited text would
 * not mean exactly that, for example because an anchor shares the value.
 */
export function editedText(text: string, { document, item }: Omit<OwnObject, 'object'>, wanted: Json): string | undefined {
  const documents = ownDocuments(text);
  const source = { text, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  const [root, now] = [yamlNodes(text)[document], documents[document]];
  const node = item === undefined ? root : itemNode(root, item);
  const value = item === undefined ? now : asList(asObject(now)?.['items'])[item];
  if (node === undefined) return undefined;
  const edits = editsFor(source, node, value as Json, wanted); // it was parsed from YAML of the core schema
  const edited = edits === undefined ? undefined : applied(text, edits);
  if (edited === undefined) return undefined;
  const replaced = item === undefined ? wanted : { ...asObject(now), items: asList(asObject(now)?.['items']).with(item, wanted) };
  return isDeepStrictEqual(parsed(edited), documents.with(document, replaced)) ? edited : undefined;
}

/** The values of a chart with some set; undefined where the file is no single map, or cannot be edited for sure. */
export function withValues(text: string, values: readonly { readonly path: readonly string[]; readonly to: Json }[]): string | undefined {
  const [own, ...more] = ownDocuments(text);
  const start = asObject(own);
  if (start === undefined || more.length > 0) return undefined;
  const wanted = values.reduce((object, { path, to }) => withValue(object, path, to), start as { readonly [name: string]: Json }); // parsed from YAML
  return editedText(text, { document: 0 }, wanted);
}

function withValue(object: { readonly [name: string]: Json }, [name = '', ...rest]: readonly string[], to: Json): { readonly [name: string]: Json } {
  const inner = (asObject(object[name]) ?? {}) as { readonly [name: string]: Json }; // as above
  return { ...object, [name]: rest.length === 0 ? to : withValue(inner, rest, to) };
}

function itemNode(root: YamlNode | undefined, item: number): YamlNode | undefined {
  if (root?.kind !== 'map') return undefined;
  const list = root.pairs.map(({ value }) => value).filter((value) => value.kind === 'list');
  return list.length === 1 ? list[0]?.items[item] : undefined;
}

/** Edits in the order of the text; those that overlap cannot be made. */
function applied(text: string, edits: readonly Edit[]): string | undefined {
  const ordered = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let [done, at] = ['', 0];
  for (const edit of ordered) {
    if (edit.start < at) return undefined;
    done += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return done + text.slice(at);
}

function parsed(text: string): readonly unknown[] | undefined {
  try {
    return ownDocuments(text);
  } catch {
    return undefined; // an edit that broke the text is no edit
  }
}
