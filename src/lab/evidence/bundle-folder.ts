import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KubeError } from '../cluster/kube-api.ts';
import type { CollectedFile, MissingFile, MissingReason } from '../../sources/cluster/collection.ts';
import { safePath } from '../../sources/cluster/safe-path.ts';
import { withoutSecrets } from '../../sources/cluster/without-secrets.ts';

/** What is to be read for one file of the bundle. */
export interface Wanted {
  /** Segments of the path below the bundle. */
  readonly path: readonly string[];
  readonly artifact?: string;
  /** Most milliseconds that the reading may take. */
  readonly withinMs?: number;
  /** The text, or undefined when what came is not what the file should hold. */
  readonly read: (signal: AbortSignal) => Promise<string | undefined>;
}

/** A folder that is being filled. A failing `gather` is recorded and fails nothing else; only the abort of `signal` and a disk that cannot be written to do. */
export interface BundleFolder {
  readonly gather: (wanted: Wanted) => Promise<boolean>;
  readonly miss: (wanted: Pick<Wanted, 'path' | 'artifact'>, reason: MissingReason, detail?: string) => void;
  readonly files: () => readonly CollectedFile[];
  readonly missing: () => readonly MissingFile[];
}

const USUAL_LIMIT_MS = 15_000;

/** Fills the folder `into`, which need not exist. */
export function bundleFolder(into: string, signal: AbortSignal): BundleFolder {
  const files: CollectedFile[] = [];
  const missing: MissingFile[] = [];
  const miss: BundleFolder['miss'] = ({ path, artifact }, reason, detail) => {
    const about = { file: safePath(path), ...(artifact === undefined ? {} : { artifact }), reason };
    missing.push(detail === undefined ? about : { ...about, detail: withoutSecrets(detail).slice(0, LONGEST_DETAIL) });
  };
  const gather = async (wanted: Wanted): Promise<boolean> => {
    const limit = AbortSignal.timeout(wanted.withinMs ?? USUAL_LIMIT_MS);
    let text: string | undefined;
    try {
      signal.throwIfAborted();
      text = await untilAborted(wanted.read, AbortSignal.any([signal, limit]));
    } catch (error) {
      signal.throwIfAborted();
      miss(wanted, limit.aborted ? 'timeout' : reasonOf(error), error instanceof Error ? error.message : String(error));
      return false;
    }
    if (text === undefined || text.trim() === '') {
      miss(wanted, text === undefined ? 'unreadable' : 'empty');
      return false;
    }
    const file = safePath(wanted.path);
    const kept = withoutSecrets(text.endsWith('\n') ? text : `${text}\n`);
    await mkdir(dirname(join(into, file)), { recursive: true });
    await writeFile(join(into, file), kept);
    files.push({ file, ...(wanted.artifact === undefined ? {} : { artifact: wanted.artifact }), bytes: Buffer.byteLength(kept) });
    return true;
  };
  const byFile = (a: { readonly file: string }, b: { readonly file: string }): number => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0);
  return { gather, miss, files: () => files.toSorted(byFile), missing: () => missing.toSorted(byFile) };
}

const LONGEST_DETAIL = 500;

/** A reader that does not hear the signal must not hold up the rest. */
async function untilAborted<T>(read: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => stopped.reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([read(signal), stopped.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function reasonOf(error: unknown): MissingReason {
  if (!(error instanceof KubeError)) return 'unreachable';
  if (error.status === 404) return 'not-served';
  if (error.status === 401 || error.status === 403) return 'forbidden';
  return error.status === 0 ? 'unreachable' : 'refused';
}
