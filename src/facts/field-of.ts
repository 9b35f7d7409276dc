import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { at } from '../formats/json.ts';
import type { Evidence, Place } from '../model/evidence.ts';
import type { Json } from '../model/json.ts';

type Step = string | number;

/** A field of an object as evidence; undefined where it is not set. `null` counts as not set, as the API server sees it. */
export function fieldOf(entry: KubernetesObject, ...path: readonly Step[]): (Evidence & { readonly kind: 'field' }) | undefined {
  const value = at(entry.object, ...path);
  return value === undefined || value === null ? undefined : { kind: 'field', at: placeOf(entry, ...path), value: value as Json }; // objects come from JSON or YAML
}

/** That a field is not set, as evidence. */
export function absenceOf(entry: KubernetesObject, lookedFor: string, ...path: readonly Step[]): Evidence {
  return { kind: 'absence', at: placeOf(entry, ...path), lookedFor };
}

export function placeOf(entry: KubernetesObject, ...path: readonly Step[]): Place {
  const inside = path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
  const whole = [entry.at.path, inside].filter((part) => part !== undefined && part !== '').join('.');
  return whole === '' ? entry.at : { ...entry.at, path: whole };
}

/** `monitoring/vminsert`: an object as its kind's readers call it. */
export function nameOf({ ref }: KubernetesObject): string {
  return ref.namespace === undefined ? ref.name : `${ref.namespace}/${ref.name}`;
}
