import { objectsAt, stringAt } from '../formats/json.ts';
import { parseInstant } from '../formats/time/index.ts';
import type { JsonObject } from '../model/json.ts';
import type { EpochMs } from '../model/time.ts';

/** A condition in an object's status (Kubernetes API conventions, typical status properties). */
export interface Condition {
  /** Its place in `status.conditions`. */
  readonly index: number;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  /** Since when it has its status. */
  readonly since?: EpochMs;
}

/** The condition of a type; undefined where it is not there or has no status. */
export function conditionOf(object: JsonObject, type: string): Condition | undefined {
  const conditions = objectsAt(object, 'status', 'conditions');
  const index = conditions.findIndex((condition) => condition['type'] === type);
  const condition = conditions[index];
  const status = stringAt(condition, 'status');
  if (status === undefined) return undefined;
  const reason = stringAt(condition, 'reason');
  const message = stringAt(condition, 'message');
  const since = parseInstant(stringAt(condition, 'lastTransitionTime') ?? '');
  return {
    index,
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
    ...(since === undefined ? {} : { since }),
  };
}
