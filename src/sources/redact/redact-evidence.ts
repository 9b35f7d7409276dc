import { say } from '../../text/coverage.ts';
import type { SkippedEntry } from '../../model/snapshot.ts';
import type { Said } from '../../model/text.ts';
import { decode, encodingOf } from '../bundle/decode.ts';
import { defaultLimits, sizeText } from '../bundle/limits.ts';
import { createReading, type Reading, type SourceFile, type Visit } from '../bundle/reading.ts';
import { withScratch } from '../bundle/scratch.ts';
import { type Shape, shapeOf } from '../bundle/sniff.ts';
import { unpack } from '../bundle/unpack.ts';
import { type DiskFile, diskChunks, listFiles } from '../bundle/walk.ts';
import { createArchive } from '../cluster/collection-archive.ts';
import { findNames } from './names/find-names.ts';
import { createFoundNames } from './names/found-names.ts';
import { createRenamer } from './names/renamer.ts';
import { redactFile } from './redact-file.ts';

/** What became of the files. */
export interface RedactedEvidence {
  readonly files: number;
  readonly bytes: number;
  /** Files that are not in the new archive, and why. */
  readonly leftOut: readonly SkippedEntry[];
  /** What was done to names, where that was asked for. */
  readonly names?: ReplacedNames;
}

export interface ReplacedNames {
  readonly words: Readonly<Record<string, string>>;
  readonly addresses: Readonly<Record<string, string>>;
  /** Names that stay, since every word of them is one that everybody uses or that readers look for. */
  readonly kept: readonly string[];
}

export interface RedactRequest {
  /** The archive to write. */
  readonly file: string;
  readonly signal?: AbortSignal;
  /** With it, names and addresses are replaced as well, by this key. */
  readonly namesKey?: string;
}

/** A file is held whole while it is redacted. */
const MOST_BYTES = 256 * 1024 ** 2;

/**
 * Writes evidence of any shape (files, folders, archives, `-`) anew as one archive without what opens doors. What cannot be read as text is left out,
 * and named. Throws a `UserError` for a path that cannot be read or written.
 */
export async function redactEvidence(paths: readonly string[], { file, signal, namesKey }: RedactRequest): Promise<RedactedEvidence> {
  return await withScratch(async (scratch) => {
    const leftOut: SkippedEntry[] = [];
    const skip = (name: string, reason: Said): void => void leftOut.push({ file: name, reason });
    const passOver = (): void => undefined;
    const readingWith = (skipping: typeof skip): Reading =>
      createReading({
        limits: defaultLimits,
        isSingle: paths.length === 1,
        phase: 'documents',
        skip: skipping,
        scratch,
        ...(signal === undefined ? {} : { signal }),
      });
    const reading = readingWith(skip);
    const found = await listFiles(paths, reading);
    const names = createFoundNames();
    // A name can stand in the first file and be told to be one by the last, so all are read before any is written.
    if (namesKey !== undefined) {
      await eachFile(found, readingWith(passOver), async (source) => {
        const whole = encodingOf(source.head) === undefined ? undefined : await wholeOf(source);
        if (whole !== undefined) findNames(decode(whole), shapeOfFile(source), source.path, names);
      });
    }
    const renamer = namesKey === undefined ? undefined : createRenamer(names, namesKey);
    const archive = await createArchive(file, 0);
    let files = 0;
    let bytes = 0;
    try {
      await eachFile(found, reading, async (source) => {
        if (encodingOf(source.head) === undefined) return skip(source.path, say('notText', { kind: 'binary data' }));
        const whole = await wholeOf(source);
        if (whole === undefined) return skip(source.path, say('tooLarge', { limit: sizeText(MOST_BYTES) }));
        const kept = redactFile(decode(whole), shapeOfFile(source), renamer);
        if (kept === undefined) return skip(source.path, say('redactNothing'));
        const path = source.path.replaceAll('!/', '/');
        bytes += await archive.put(renamer?.text(path) ?? path, kept, source.mtimeMs);
        files += 1;
      });
      await archive.end();
    } catch (error) {
      await archive.discard();
      throw error;
    }
    return { files, bytes, leftOut, ...(renamer === undefined ? {} : { names: { ...renamer.replaced(), kept: [...names.kept].toSorted() } }) };
  });
}

async function eachFile(found: readonly DiskFile[], reading: Reading, visit: Visit): Promise<void> {
  for (const { path, disk, mtimeMs, ...rest } of found) {
    await unpack({ path, chunks: diskChunks({ path, disk, mtimeMs, ...rest }, reading), mtimeMs, disk }, 0, reading, visit);
  }
}

function shapeOfFile({ head, complete, path }: SourceFile): Shape {
  return shapeOf(decode(head), complete, path);
}

async function wholeOf(source: SourceFile): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source.chunks()) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
