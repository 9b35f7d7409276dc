import type { Said } from '../../model/text.ts';
import { say } from '../../text/coverage.ts';
import type { BundleLimits } from './limits.ts';

/** One file of the evidence, whatever it was packed in. */
export interface SourceFile {
  /** As shown: `archive.tar.gz!/inner/path`. */
  readonly path: string;
  /** Its first bytes, at most 64 KiB. */
  readonly head: Buffer;
  /** True when `head` is all there is. */
  readonly complete: boolean;
  readonly mtimeMs?: number;
  /** Its bytes from the beginning; can be asked for once. */
  readonly chunks: () => AsyncIterable<Buffer>;
}

/** What is done with each file. What it leaves unread is passed over. */
export type Visit = (file: SourceFile) => Promise<void>;

export interface Progress {
  readonly phase: 'documents' | 'logs';
  readonly file: string;
  readonly bytes: number;
  readonly files: number;
}

/** One walk over the evidence: its limits, its counters, and what it had to leave out. */
export interface Reading {
  readonly limits: BundleLimits;
  /** True when one path was given: what lies in an archive of `why503 collect` is then named as in the cluster, wherever the archive lies. */
  readonly isSingle: boolean;
  /** Leaves something out, with the reason. */
  readonly skip: (file: string, reason: Said) => void;
  /** Bytes that came out of an archive; false once the limit is reached. */
  readonly unpacked: (bytes: number) => boolean;
  /** Counts a file and gives it a name of its own; undefined once the limit is reached. */
  readonly admit: (path: string) => string | undefined;
  readonly read: (bytes: number) => void;
  readonly isStopped: () => boolean;
  /** For what waits: aborted when reading is to stop. */
  readonly signal?: AbortSignal;
  /** A folder for what needs random access; made when first asked for, removed by the caller of the walk. */
  readonly scratch: () => Promise<string>;
  readonly totals: { files: number; bytes: number };
}

export interface ReadingOptions {
  readonly limits: BundleLimits;
  readonly isSingle: boolean;
  readonly phase: Progress['phase'];
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
  readonly skip: (file: string, reason: Said) => void;
  readonly scratch: () => Promise<string>;
}

export function createReading(options: ReadingOptions): Reading {
  const { limits, skip, signal } = options;
  const totals = { files: 0, bytes: 0 };
  const names = new Map<string, number>();
  let unpackedBytes = 0;
  let current = '';
  let reported = 0;
  const report = (): void => options.onProgress?.({ phase: options.phase, file: current, bytes: totals.bytes, files: totals.files });
  return {
    limits,
    isSingle: options.isSingle,
    skip,
    scratch: options.scratch,
    totals,
    isStopped: () => signal?.aborted === true,
    ...(signal === undefined ? {} : { signal }),
    unpacked: (bytes) => {
      unpackedBytes += bytes;
      return unpackedBytes <= limits.unpackedBytes;
    },
    admit: (path) => {
      if (totals.files >= limits.files) {
        skip(path, say('tooManyFiles', { limit: limits.files }));
        return undefined;
      }
      totals.files += 1;
      const times = (names.get(path) ?? 0) + 1;
      names.set(path, times);
      current = times === 1 ? path : `${path}#${times}`;
      report();
      return current;
    },
    read: (bytes) => {
      totals.bytes += bytes;
      if (totals.bytes - reported < 8 * 1024 * 1024) return;
      reported = totals.bytes;
      report();
    },
  };
}
