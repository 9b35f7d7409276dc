import { isDeepStrictEqual } from 'node:util';
import { standing } from '../fixes/change.ts';
import { stringAt } from '../formats/json.ts';
import type { Change } from '../model/fix.ts';
import type { JsonObject } from '../model/json.ts';
import type { ClusterWriter } from '../sources/cluster/write/cluster-writer.ts';
import { objectPath } from '../sources/cluster/write/object-path.ts';
import { ownedParts } from './owned-fields.ts';
import type { RecordedChange } from './record.ts';
import { objectOf, wordsOf } from './server-words.ts';

/** Why a change cannot be made as it is. `forbidden`: whoever asks may not change such objects, which says nothing of the change. */
export interface Obstacle {
  readonly why: 'forbidden' | 'refused' | 'not-as-read' | 'taken' | 'gone' | 'unknown-kind';
  readonly target: Change['target'];
  readonly words?: string;
}

export type Tried = { readonly change: RecordedChange } | { readonly obstacle: Obstacle };

/** Looks at the object as it is, and asks the server for the change without making it (`dryRun=All`). Throws a `ClusterError` when no answer came. */
export async function tryChange(writer: ClusterWriter, change: Change, manager: string): Promise<Tried> {
  const { target, verb, object } = change;
  const path = objectPath(object);
  if (path === undefined) return { obstacle: { why: 'unknown-kind', target } };
  const found = await lookAt(writer, path);
  if ('words' in found) return { obstacle: { why: found.isForbidden ? 'forbidden' : 'refused', target, words: found.words } };
  const { now } = found;
  if (verb === 'create' && now !== undefined) return { obstacle: { why: 'taken', target } };
  if (verb === 'update' && now === undefined) return { obstacle: { why: 'gone', target } };
  const former = now === undefined ? undefined : standing(now, object);
  // a list that is set whole was made of what the evidence had
  if (former !== undefined && !isDeepStrictEqual(former, standing(change.undo ?? {}, object))) return { obstacle: { why: 'not-as-read', target } };
  const answer = await send(writer, { path, verb, patch: object }, { manager, dryRun: true });
  if (answer.status >= 300)
    return { obstacle: { why: answer.status === 403 && isOfRights(answer.text) ? 'forbidden' : 'refused', target, words: wordsOf(answer) } };
  const uid = stringAt(now, 'metadata', 'uid');
  const owners = now === undefined || former === undefined ? [] : ownedParts(now, former);
  return {
    change: {
      verb,
      target,
      path,
      patch: object,
      ...(former === undefined ? {} : { former }),
      ...(owners.length === 0 ? {} : { owners }),
      ...(uid === undefined ? {} : { uid }),
      state: 'planned',
    },
  };
}

/** The request that makes a change, or asks for it. With an object that was looked at, it is that one and as it was then, or it is a conflict. */
export function send(
  writer: ClusterWriter,
  { path, verb, patch }: Pick<RecordedChange, 'path' | 'verb' | 'patch'>,
  { manager, dryRun, seen }: { readonly manager: string; readonly dryRun: boolean; readonly seen?: JsonObject },
): ReturnType<ClusterWriter['apply']> {
  if (verb === 'create') return writer.create(path, patch, { manager, dryRun });
  const metadata = { ...(patch['metadata'] as JsonObject), ...(seen === undefined ? {} : identityOf(seen)) }; // every patch has a name
  return writer.apply(path, { ...patch, metadata }, { manager, force: true, dryRun });
}

/** The object at a path, nothing where there is none, or the words of a refusal. */
export async function lookAt(
  writer: ClusterWriter,
  path: string,
): Promise<{ readonly now: JsonObject | undefined } | { readonly words: string; readonly isForbidden: boolean }> {
  const answer = await writer.get(path);
  if (answer.status === 404) return { now: undefined };
  const now = objectOf(answer);
  return now === undefined ? { words: wordsOf(answer), isForbidden: answer.status === 403 } : { now };
}

/** Which object it is, and as it was seen: another one, or one that changed since, is a conflict. */
export function identityOf(seen: JsonObject): JsonObject {
  const [uid, resourceVersion] = [stringAt(seen, 'metadata', 'uid'), stringAt(seen, 'metadata', 'resourceVersion')];
  return { ...(uid === undefined ? {} : { uid }), ...(resourceVersion === undefined ? {} : { resourceVersion }) };
}

/** RBAC words its refusals so (Kubernetes 1.34); an admission webhook's are of the change itself. */
export const isOfRights = (text: string): boolean => / cannot (?:patch|create|update) resource /.test(text);
