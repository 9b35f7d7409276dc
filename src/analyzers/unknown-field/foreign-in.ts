import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { asObject, parsedJson, stringAt } from '../../formats/json.ts';
import { type ForeignField, foreignFields, knownVersions } from '../../knowledge/istio-fields.ts';
import { satisfies } from '../../knowledge/versions/index.ts';
import type { Place } from '../../model/evidence.ts';

/** Fields of one object that the Istio which runs does not have, by what can be said of them. */
export interface Foreign {
  readonly message: 'inNoVersion' | 'droppedWhenApplied' | 'notInNewestKnown' | 'inLaterVersions' | 'maybeInLaterVersions';
  readonly fields: readonly ForeignField[];
  readonly at: (path: string) => Place;
}

const applied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Newer versions than the known ones may have more fields: of them no more is said than what the newest known one has. */
export function foreignIn(entry: KubernetesObject, version: string | undefined): readonly Foreign[] {
  if (entry.partial === true) return [];
  const isNewer = version !== undefined && satisfies(version, `>${knownVersions.to}`);
  const own = foreignFields(entry.ref.kind, entry.object);
  const annotation = stringAt(entry.object, 'metadata', 'annotations', applied);
  const wanted = annotation === undefined ? undefined : asObject(parsedJson(annotation));
  const dropped = wanted === undefined ? [] : foreignFields(entry.ref.kind, wanted).filter(({ path }) => !own.some((field) => field.path === path));
  const inObject = (path: string): Place => ({ ...entry.at, path: entry.at.path === undefined ? path : `${entry.at.path}.${path}` });
  const inAnnotation = (): Place => inObject(`metadata.annotations.${applied}`);
  // nothing is said of what was dropped: the newer version may have taken it
  if (isNewer) return own.some(isInNone) ? [{ message: 'notInNewestKnown', fields: own.filter(isInNone), at: inObject }] : [];
  const later = own.filter(({ since }) => since !== undefined && (version === undefined || satisfies(version, `<${since}`)));
  const all: readonly Foreign[] = [
    { message: 'inNoVersion', fields: own.filter(isInNone), at: inObject },
    { message: 'droppedWhenApplied', fields: dropped.filter(isInNone), at: inAnnotation },
    { message: version === undefined ? 'maybeInLaterVersions' : 'inLaterVersions', fields: later, at: inObject },
  ];
  return all.filter(({ fields }) => fields.length > 0);
}

const isInNone = ({ since }: ForeignField): boolean => since === undefined;
