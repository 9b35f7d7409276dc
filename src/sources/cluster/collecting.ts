import type { JsonObject } from '../../model/json.ts';
import type { CollectedFile, MissingFile, MissingReason } from './collection.ts';
import type { EvidenceSink } from './evidence-sink.ts';
import type { Missing, Requester } from './requester.ts';
import { safePath } from './safe-path.ts';

/** What a piece of the collection is about: its file and the artifact it feeds. */
export interface About {
  readonly path: readonly string[];
  readonly artifact: string;
}

/** One run of collecting: whom to ask, where to put what came, and what was noted. */
export interface Collecting {
  readonly ask: Requester;
  readonly put: (about: About, text: string) => Promise<void>;
  readonly miss: (about: About, missing: Pick<Missing, 'reason' | 'detail'>) => void;
  readonly files: () => readonly CollectedFile[];
  readonly missing: () => readonly MissingFile[];
}

export function startCollecting(ask: Requester, sink: EvidenceSink): Collecting {
  const files: CollectedFile[] = [];
  const missing = new Map<string, MissingFile>();
  const named = ({ path, artifact }: About): { readonly file: string; readonly artifact: string } => ({ file: safePath(path), artifact });
  const miss: Collecting['miss'] = (about, { reason, detail }) => {
    const entry = { ...named(about), reason, ...(detail === undefined ? {} : { detail: sink.redacted(detail) }) };
    missing.set(`${entry.file}\n${reason}`, entry);
  };
  return {
    ask,
    miss,
    put: async (about, text) => {
      if (text.trim() === '') return miss(about, { reason: 'empty' });
      files.push({ ...named(about), bytes: await sink.put(safePath(about.path), text) });
    },
    files: () => files.toSorted(byFile),
    missing: () => [...missing.values()].toSorted(byFile),
  };
}

function byFile(a: { readonly file: string }, b: { readonly file: string }): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
}

/** A refusal that says of a kind or page that the cluster has none. */
export function asNotServed<T extends { readonly reason: MissingReason }>(missing: T): T | (Omit<T, 'reason'> & { readonly reason: MissingReason }) {
  return missing.reason === 'gone' ? { ...missing, reason: 'not-served' } : missing;
}

/** The objects of a kind under a file of their own. */
export function objectList(kind: string, apiVersion: string, items: readonly JsonObject[]): string {
  return `${JSON.stringify({ apiVersion, kind: `${kind}List`, items }, undefined, 1)}\n`;
}

/** Works through the items, so many at a time; waits for all that is under way, also when one failed: nobody writes into an archive that is given up. */
export async function eachOf<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  const failed = (await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, worker))).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
