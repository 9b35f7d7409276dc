import type { ObjectRef } from '../model/evidence.ts';

/** ` -n NAMESPACE`, or nothing where the namespace is not known. */
export function inNamespace(ref: ObjectRef | undefined): string {
  return ref?.namespace === undefined ? '' : ` -n ${ref.namespace}`;
}

/** The reference when it names a pod. */
export function podOf(ref: ObjectRef | undefined): ObjectRef | undefined {
  return ref?.kind === 'Pod' && ref.name !== '' ? ref : undefined;
}
