import { say } from '../../text/coverage.ts';
import type { SkippedEntry } from '../../model/snapshot.ts';
import type { Said } from '../../model/text.ts';
import { decode, encodingOf } from '../bundle/decode.ts';
import { defaultLimits, sizeText } from '../bundle/limits.ts';
import { createReading, type SourceFile } from '../bundle/reading.ts';
import { withScratch } from '../bundle/scratch.ts';
import { shapeOf } from '../bundle/sniff.ts';
import { unpack } from '../bundle/unpack.ts';
import { diskChunks, listFiles } from '../bundle/walk.ts';
import { createArchive } from '../cluster/collection-archive.ts';
import { redactFile } from './redact-file.ts';

/** What became of the files. */
export interface RedactedEvidence {
  readonly files: number;
  readonly bytes: number;
  /** Files that are not in the new archive, and why. */
  readonly leftOut: readonly SkippedEntry[];
}

/** A file is held whole while it is redacted. */
const MOST_BYTES = 256 * 1024 ** 2;

/**
 * Writes evidence of any shape (files, folders, archives, `-`) anew as one archive without what opens doors. What cannot be read as text is left out,
 * and named. Throws a `UserError` for a path that cannot be read or written.
 */
export async function redactEvidence(paths: readonly string[], file: string, signal: AbortSignal): Promise<RedactedEvidence> {
  return await withScratch(async (scratch) => {
    const leftOut: SkippedEntry[] = [];
    const skip = (name: string, reason: Said): void => void leftOut.push({ file: name, reason });
    const reading = createReading({ limits: defaultLimits, isSingle: paths.length === 1, phase: 'documents', skip, scratch, signal });
    const found = await listFiles(paths, reading);
    const archive = await createArchive(file, 0);
    let files = 0;
    let bytes = 0;
    const visit = async (source: SourceFile): Promise<void> => {
      if (encodingOf(source.head) === undefined) return skip(source.path, say('notText', { kind: 'binary data' }));
      const whole = await wholeOf(source);
      if (whole === undefined) return skip(source.path, say('tooLarge', { limit: sizeText(MOST_BYTES) }));
      const kept = redactFile(decode(whole), shapeOf(decode(source.head), source.complete, source.path));
      if (kept === undefined) return skip(source.path, say('redactNothing'));
      bytes += await archive.put(source.path.replaceAll('!/', '/'), kept, source.mtimeMs);
      files += 1;
    };
    try {
      for (const { path, disk, mtimeMs, ...rest } of found) {
        await unpack({ path, chunks: diskChunks({ path, disk, mtimeMs, ...rest }, reading), mtimeMs, disk }, 0, reading, visit);
      }
      await archive.end();
    } catch (error) {
      await archive.discard();
      throw error;
    }
    return { files, bytes, leftOut };
  });
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
