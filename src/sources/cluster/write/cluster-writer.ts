import type { JsonObject } from '../../../model/json.ts';
import type { ClusterAccess } from '../access/cluster-access.ts';
import type { Answer } from '../cluster-port.ts';
import { readAnswer } from '../read-answer.ts';
import { type Sender, senderFor, type ServerRequest } from '../send-request.ts';

/**
 * The requests that change objects, and the one that looks at them: apart from `ClusterPort`, so that whoever reads cannot write. Each throws a
 * `ClusterError` when no answer came; a refusal is an answer.
 */
export interface ClusterWriter {
  readonly context: string;
  readonly server: string;
  readonly get: (path: string) => Promise<Answer>;
  /** Server-side apply: the object holds the fields to own and nothing else. `force` takes fields from other managers. */
  readonly apply: (path: string, object: JsonObject, options: ApplyOptions) => Promise<Answer>;
  /** A new object; one of that name is a conflict. `path` is that of the object. */
  readonly create: (path: string, object: JsonObject, options: Omit<ApplyOptions, 'force'>) => Promise<Answer>;
  /** Sets fields on behalf of a manager: `strategic` merges lists by their keys (kinds of Kubernetes itself), else lists are replaced. */
  readonly merge: (path: string, patch: JsonObject, options: { readonly manager: string; readonly strategic: boolean }) => Promise<Answer>;
  /** Deletes the very object: another of its name is a conflict. */
  readonly remove: (path: string, uid: string) => Promise<Answer>;
  readonly close: () => void;
}

export interface ApplyOptions {
  readonly manager: string;
  readonly force: boolean;
  readonly dryRun: boolean;
}

const WITHIN_MS = 30_000;
const ANSWER_BYTES = 16 * 1024 ** 2;

/** Unknown fields are an error, not a warning (`fieldValidation`, Kubernetes 1.27 and newer). Opens nothing yet. */
export function openWriter(access: ClusterAccess): ClusterWriter {
  const sender: Sender = senderFor(access);
  const ask = async (request: Omit<ServerRequest, 'signal'>): Promise<Answer> =>
    await readAnswer(await sender.send({ ...request, signal: AbortSignal.timeout(WITHIN_MS) }), ANSWER_BYTES);
  const query = (manager: string, more: Readonly<Record<string, string>>): string =>
    new URLSearchParams({ fieldManager: manager, fieldValidation: 'Strict', ...more }).toString();
  const dry = (dryRun: boolean): Readonly<Record<string, string>> => (dryRun ? { dryRun: 'All' } : {});
  return {
    context: access.context,
    server: access.server,
    get: (path) => ask({ method: 'GET', path }),
    apply: (path, object, { manager, force, dryRun }) =>
      ask({
        method: 'PATCH',
        path: `${path}?${query(manager, { ...(force ? { force: 'true' } : {}), ...dry(dryRun) })}`,
        body: { type: 'application/apply-patch+yaml', text: JSON.stringify(object) },
      }),
    create: (path, object, { manager, dryRun }) =>
      ask({
        method: 'POST',
        path: `${path.slice(0, path.lastIndexOf('/'))}?${query(manager, dry(dryRun))}`,
        body: { type: 'application/json', text: JSON.stringify(object) },
      }),
    merge: (path, patch, { manager, strategic }) =>
      ask({
        method: 'PATCH',
        path: `${path}?${query(manager, {})}`,
        body: { type: `application/${strategic ? 'strategic-merge' : 'merge'}-patch+json`, text: JSON.stringify(patch) },
      }),
    remove: (path, uid) =>
      ask({
        method: 'DELETE',
        path,
        body: { type: 'application/json', text: JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } }) },
      }),
    close: sender.close,
  };
}
