import { isMeant, ownChange } from '../fixes/own-change.ts';
import { asObject } from '../formats/json.ts';
import type { Change } from '../model/fix.ts';
import { fill } from '../model/text.ts';
import { editedText, withValues } from '../sources/own-manifests/edit-file.ts';
import { helmValue } from '../sources/own-manifests/helm-template.ts';
import { type OwnFile, type OwnManifests, ownFile } from '../sources/own-manifests/read-own-manifests.ts';
import type { FixTexts } from './fix-texts.ts';
import { manifestYaml } from '../sources/cluster/manifest-yaml.ts';

/** What becomes of a change in a person's own files: the file as it will be, or why there is none. */
export interface OwnPatch {
  readonly file?: OwnFile;
  readonly note?: string;
}

/** Makes one change in the person's files, if they hold its object just once and it can be made without touching anything else. */
export function ownPatch(change: Change, manifests: OwnManifests, say: FixTexts): OwnPatch {
  if (change.values !== undefined) {
    const found = valuesPatch(change.values, manifests, say);
    if (found !== undefined) return found;
  }
  const meant = manifests.files.flatMap((file) => file.objects.filter(({ object }) => isMeant(change, object)).map((own) => ({ file, own })));
  const named = meant.filter(({ own }) => namespaceOf(own.object) !== undefined);
  const [first, second] = named.length > 0 ? named : meant;
  if (first === undefined) return change.verb === 'create' ? newFile(change, manifests, say) : templatePatch(change, manifests, say);
  const { file, own } = first;
  if (second !== undefined) return { note: fill(say.ownSeveral, { files: meant.map((each) => each.file.name).join(', ') }) };
  const changed = ownChange(change, own.object);
  if (changed.status === 'same') return { note: fill(say.ownSame, { file: file.name }) };
  if (changed.status === 'drift') return { note: fill(say.ownDrift, { file: file.name, path: changed.path }) };
  const text = editedText(file.text, own, changed.wanted);
  return text === undefined ? { note: fill(say.ownNotSafe, { file: file.name }) } : { file: ownFile(file.name, text, file.exists) };
}

/** The files once it is made. */
export function withFile(manifests: OwnManifests, file: OwnFile): OwnManifests {
  return { ...manifests, files: [...manifests.files.filter(({ name }) => name !== file.name), file] };
}

function newFile(change: Change, manifests: OwnManifests, say: FixTexts): OwnPatch {
  const { kind, name } = change.target;
  const path = `${manifests.folder}${kind.toLowerCase()}-${name}.yaml`;
  // names come from the evidence: none may lead to another folder
  if (!/^[\w.-]+$/.test(name) || manifests.files.some((file) => file.name === path)) return { note: fill(say.ownNone, { kind, name }) };
  return { file: ownFile(path, manifestYaml(change.object), false), note: fill(say.ownNew, { file: path }) };
}

/** A release that is known by its chart: the one file of values that has the part of the chart which is changed. */
function valuesPatch({ release, path, to }: NonNullable<Change['values']>, { files }: OwnManifests, say: FixTexts): OwnPatch | undefined {
  const [file, another] = files.filter(({ values }) => asObject(values?.[path[0]]) !== undefined);
  if (file === undefined) return undefined;
  if (another !== undefined) return { note: fill(say.ownSeveralValues, { files: `${file.name}, ${another.name}`, release }) };
  const text = withValues(file.text, [{ path, to }]);
  if (text === undefined) return { note: fill(say.ownNotSafe, { file: file.name }) };
  return text === file.text ? { note: fill(say.ownSame, { file: file.name }) } : { file: ownFile(file.name, text) };
}

/** A template is Helm's to fill in: its values are what a person changes, in the chart's own file where that is given too. */
function templatePatch({ target, fields }: Change, { files }: OwnManifests, say: FixTexts): OwnPatch {
  const templates = files.filter((file) => file.isTemplate && kindsOf(file.text).includes(target.kind));
  const [template] = templates.toSorted((a, b) => Number(b.text.includes(target.name)) - Number(a.text.includes(target.name)));
  if (template === undefined) return { note: fill(say.ownNone, { kind: target.kind, name: target.name }) };
  const values = fields.flatMap(({ path, to }) => {
    const value = helmValue(template.text, path.split(/\.|\[[^\]]*\]\.?/).filter(Boolean));
    return value === undefined ? [] : [{ path: value.split('.'), to }];
  });
  if (values.length < fields.length || templates.length > 1) return { note: fill(say.ownTemplate, { file: template.name }) };
  const file = files.find(({ name }) => name === template.name.replace(/templates\/.*$/, 'values.yaml'));
  const text = file === undefined ? undefined : withValues(file.text, values);
  const note = fill(say.ownValues, { file: template.name, values: values.map(({ path, to }) => `${path.join('.')}=${JSON.stringify(to)}`).join(', ') });
  return file === undefined || text === undefined ? { note } : { note, file: ownFile(file.name, text) };
}

const kindsOf = (text: string): readonly string[] => [...text.matchAll(/^kind:[ \t"']*(\w+)/gm)].map(([, kind = '']) => kind);

function namespaceOf(object: { readonly [key: string]: unknown }): unknown {
  return typeof object['metadata'] === 'object' && object['metadata'] !== null && 'namespace' in object['metadata'] ? object['metadata'].namespace : undefined;
}
