import type { ObjectRef, Place } from '../model/evidence.ts';
import type { Identity, RawDocument } from '../model/source.ts';

/** The pod (and container) an identity names, as an object a person can ask the cluster for; undefined when the pod is not known. */
export function objectOf({ namespace, pod, container }: Identity): ObjectRef | undefined {
  if (pod === undefined) return undefined;
  return { kind: 'Pod', ...(namespace === undefined ? {} : { namespace }), name: pod, ...(container === undefined ? {} : { container }) };
}

/** The place of a whole document, with the pod it is about. */
export function documentPlace(artifact: string, document: RawDocument): Place {
  const object = objectOf(document.identity);
  return { artifact, file: document.file, ...(object === undefined ? {} : { object }) };
}
