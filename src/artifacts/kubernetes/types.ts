import type { ObjectRef, Place } from '../../model/evidence.ts';
import type { JsonObject } from '../../model/json.ts';

/** One object as the API (or a person's file) has it, and where it stands. */
export interface KubernetesObject {
  readonly ref: ObjectRef;
  readonly at: Place;
  readonly object: JsonObject;
  /** Read off a `kubectl get` or `describe` table: most fields are missing. */
  readonly partial?: boolean;
}
