import { stringsAt } from '../formats/json.ts';
import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';

/** True for an object that an operator writes and puts back: a change to it does not last. */
export function isPutBack(object: KubernetesObject): boolean {
  return stringsAt(object.object, 'metadata', 'labels')['managed-by'] === 'vm-operator';
}
