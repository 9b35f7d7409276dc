import { isDeepStrictEqual } from 'node:util';
import { differing, fieldsSet, standing, withoutNew, withPatch } from '../fixes/change.ts';
import { objectsAt, stringAt } from '../formats/json.ts';
import type { Change } from '../model/fix.ts';
import type { JsonObject } from '../model/json.ts';
import type { Answer } from '../sources/cluster/cluster-port.ts';
import type { ClusterWriter } from '../sources/cluster/write/cluster-writer.ts';
import { isBuiltInPath } from '../sources/cluster/write/object-path.ts';
import { appliedBy, ownersOf } from './owned-fields.ts';
import { managerOf, type OwnedPart, type RecordedChange, type RepairRecord } from './record.ts';
import { wordsOf } from './server-words.ts';
import { identityOf, lookAt } from './try-changes.ts';

/** What became of one change: taken back, nothing to take back (it never arrived, or the object is gone), or what stands in the way. `not-yet`: it may still arrive. */
export type Undone =
  | { readonly target: Change['target']; readonly what: 'undone' | 'never-arrived' | 'object-gone' }
  | { readonly target: Change['target']; readonly what: 'changed-since' | 'replaced' | 'refused' | 'not-yet'; readonly words?: string };

export interface UndoOptions {
  /** Also where somebody changed the fields since. */
  readonly force: boolean;
  /** Whether a request of the record that got no answer can no longer arrive. */
  readonly isSettled: boolean;
}

const TRIES = 5;

/**
 * Takes back what a record's changes did, the last first, and nothing else: patched fields get the values and owners they had, new objects go. Whether a
 * change arrived is read off the object's managers. Fields that somebody changed since are left alone unless `force`.
 */
export async function undoRecord(
  writer: ClusterWriter,
  begun: RepairRecord,
  save: (record: RepairRecord) => void,
  { force, isSettled }: UndoOptions,
): Promise<{ readonly record: RepairRecord; readonly outcomes: readonly Undone[] }> {
  let record = begun;
  const outcomes: Undone[] = [];
  for (const [index, change] of [...record.changes.entries()].toReversed()) {
    if (change.state === 'planned' || change.state === 'undone') continue;
    const seen =
      change.verb === 'create' ? await undoCreated(writer, change, managerOf(record), force) : await undoUpdated(writer, change, managerOf(record), force);
    const outcome: Undone = seen.what === 'never-arrived' && !isSettled ? { target: seen.target, what: 'not-yet' } : seen;
    outcomes.push(outcome);
    const isDone = outcome.what === 'undone' || outcome.what === 'never-arrived' || outcome.what === 'object-gone';
    if (!isDone) continue;
    record = { ...record, changes: record.changes.map((each, at) => (at === index ? { ...each, state: 'undone' } : each)) };
    save(record);
  }
  return { record, outcomes };
}

async function undoCreated(writer: ClusterWriter, change: RecordedChange, manager: string, force: boolean): Promise<Undone> {
  const { target, path, patch, uid } = change;
  const found = await lookAt(writer, path);
  if ('words' in found) return { target, what: 'refused', words: found.words };
  const { now } = found;
  if (now === undefined) return { target, what: change.state === 'sent' ? 'never-arrived' : 'object-gone' };
  const own = stringAt(now, 'metadata', 'uid') ?? '';
  if (uid !== undefined && uid !== own) return { target, what: 'replaced' };
  if (!isManagedBy(now, manager)) return { target, what: uid === undefined ? 'never-arrived' : 'changed-since' };
  const others = ownersOf(now, patch).filter((each) => each.manager !== manager);
  if (!force && others.length > 0) return { target, what: 'changed-since', words: others.map((each) => each.manager).join(', ') };
  const answer = await writer.remove(path, own);
  return answer.status < 300 || answer.status === 404 ? { target, what: 'undone' } : { target, what: 'refused', words: wordsOf(answer) };
}

async function undoUpdated(writer: ClusterWriter, change: RecordedChange, manager: string, force: boolean): Promise<Undone> {
  const { target, path, patch, former = {}, uid } = change;
  const found = await lookAt(writer, path);
  if ('words' in found) return { target, what: 'refused', words: found.words };
  const { now } = found;
  if (now === undefined) return { target, what: 'object-gone' };
  if (uid !== undefined && stringAt(now, 'metadata', 'uid') !== uid) return { target, what: 'replaced' };
  const isBack = isDeepStrictEqual(standing(now, patch), former);
  if (!isManagedBy(now, manager) && isBack) return { target, what: change.state === 'sent' ? 'never-arrived' : 'undone' };
  if (!force && !isBack && !holdsPatch(now, patch)) return { target, what: 'changed-since' };
  for (const step of stepsBack(writer, change, manager)) {
    const refusal = await steadily(writer, path, step);
    if (refusal !== undefined) return { target, what: 'refused', words: refusal };
  }
  const after = await lookAt(writer, path);
  const left = 'now' in after && after.now !== undefined ? standing(after.now, patch) : {};
  if (isDeepStrictEqual(left, former)) return { target, what: 'undone' };
  return { target, what: 'refused', words: `not as it was: ${differing(former, left).slice(0, 5).join(', ')}` };
}

/** A step for the object as it is now; seen anew where it changed in between (its status, mostly). The words of a refusal, if it ends so. */
async function steadily(writer: ClusterWriter, path: string, step: (now: JsonObject) => Promise<Answer> | undefined): Promise<string | undefined> {
  for (let tries = 1; ; tries += 1) {
    const found = await lookAt(writer, path);
    if ('words' in found || found.now === undefined) return 'words' in found ? found.words : '404';
    const answer = await step(found.now);
    if (answer === undefined || answer.status < 300) return undefined;
    if (answer.status !== 409 || tries >= TRIES) return wordsOf(answer);
  }
}

/**
 * First the values, each on behalf of whom it was of, then this record's manager lets go of everything: the fields that nobody else owns go with it.
 * Values that nobody owned are the server's defaults, which come back by themselves; a number that may not be absent stays as 0 (`preStop.sleep.seconds`), and is
 * deleted with what was made for it. Each step is for the object as it was just seen.
 */
function stepsBack(
  writer: ClusterWriter,
  { path, patch, former = {}, owners = [] }: RecordedChange,
  manager: string,
): readonly ((now: JsonObject) => Promise<Answer> | undefined)[] {
  const { apiVersion, kind } = patch;
  const [name, namespace] = [stringAt(patch, 'metadata', 'name'), stringAt(patch, 'metadata', 'namespace')];
  const head = (now: JsonObject): JsonObject => ({
    apiVersion,
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), ...identityOf(now) },
  });
  const letGo = (now: JsonObject): Promise<Answer> => writer.apply(path, head(now), { manager, force: false, dryRun: false });
  const giveBack =
    (owner: OwnedPart) =>
    (now: JsonObject): Promise<Answer> => {
      if (owner.operation === 'Update')
        return writer.merge(path, withPatch(owner.fields, head(now)), { manager: owner.manager, strategic: isBuiltInPath(path) });
      const theirs = withPatch(appliedBy(now, owner.manager), owner.fields);
      return writer.apply(path, withPatch(theirs, head(now)), { manager: owner.manager, force: true, dryRun: false });
    };
  const clear = (now: JsonObject): Promise<Answer> | undefined => {
    const left = withoutNew(now, patch, former);
    // what another manager has set to the same value is theirs
    const isOthers = left !== undefined && ownersOf(now, left).length > 0;
    return left === undefined || isOthers ? undefined : writer.merge(path, withPatch(left, head(now)), { manager, strategic: isBuiltInPath(path) });
  };
  return [...owners.map(giveBack), letGo, clear];
}

function isManagedBy(object: JsonObject, manager: string): boolean {
  return objectsAt(object, 'metadata', 'managedFields').some((entry) => stringAt(entry, 'manager') === manager);
}

/** True when the fields are as the change set them. What the server added beside them is not asked. */
function holdsPatch(now: JsonObject, patch: RecordedChange['patch']): boolean {
  return isDeepStrictEqual(standing(now, patch), fieldsSet(patch));
}
