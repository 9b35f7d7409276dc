import type { Change } from '../model/fix.ts';
import type { ObjectRef } from '../model/evidence.ts';
import type { Instant } from '../model/time.ts';

/** What was done to a cluster by `fix --apply`: written before each step, so that it tells what may have happened however the program ended. */
export interface RepairRecord {
  readonly schemaVersion: 1;
  /** `20261122-172818-a1b2c3`; with `why503-` before it, the field manager of its changes. */
  readonly id: string;
  readonly at: Instant;
  readonly context: string;
  readonly server: string;
  readonly fix: string;
  readonly cause: string;
  readonly title: string;
  readonly changes: readonly RecordedChange[];
}

export interface RecordedChange {
  readonly verb: Change['verb'];
  readonly target: ObjectRef;
  /** Where the API serves the object. */
  readonly path: string;
  readonly patch: Change['object'];
  /** What the patched fields were; those that were not set are not in it. Of a new object there is nothing. */
  readonly former?: Change['object'];
  /** Whose values those were, each with its part of them; what is nobody's the server had filled in. */
  readonly owners?: readonly OwnedPart[];
  /** Of the object, as soon as it is known: another one of its name is not ours to change. */
  readonly uid?: string;
  /** `sent`: it may have arrived. */
  readonly state: 'planned' | 'sent' | 'applied' | 'refused' | 'undone';
}

/** Whoever set fields: a field manager and how it writes. */
export interface Owner {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
}

/** What of an object's fields is a manager's, with the values as they were. */
export interface OwnedPart extends Owner {
  readonly fields: Change['object'];
}

/** Each record has a field manager of its own: a second fix by the same manager would take the first one's fields away (server-side apply, Kubernetes 1.34). */
export function managerOf(record: Pick<RepairRecord, 'id'>): string {
  return `why503-${record.id}`;
}

/** `applied`: all of it. `part`: some of it, or it is not known whether. `undone`: nothing of it is there any more. */
export function stateOf({ changes }: RepairRecord): 'applied' | 'part' | 'undone' {
  if (changes.every(({ state }) => state === 'applied')) return 'applied';
  return changes.every(({ state }) => state === 'undone' || state === 'planned' || state === 'refused') ? 'undone' : 'part';
}
