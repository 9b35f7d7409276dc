import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { UserError } from '../user-error.ts';
import { type CollectionRecord, collectionFolder } from './collection.ts';
import type { EvidenceSink } from './evidence-sink.ts';
import { redactLog } from './redact-log.ts';

/** An archive that is being written; it has its name only once it is whole. */
export interface CollectionArchive extends EvidenceSink {
  /** Keeps a file, with a time of its own where it has one; gives its size. */
  readonly put: (file: string, text: string, mtimeMs?: number) => Promise<number>;
  /** Writes the end. */
  readonly end: () => Promise<void>;
  /** Writes what collecting says of itself, and the end. */
  readonly finish: (record: CollectionRecord) => Promise<void>;
  /** Removes what was written. */
  readonly discard: () => Promise<void>;
}

/** Starts a `.tar.gz` that only its owner may read. Throws a `UserError` where it cannot be written. */
export async function createArchive(file: string, mtimeMs: number): Promise<CollectionArchive> {
  const partial = `${file}.partial`;
  const unwritable = (cause: unknown): UserError =>
    new UserError('collect-output', `${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, 'Give another file by -o.', cause);
  const tar = pack();
  const output = createWriteStream(partial, { mode: 0o600 });
  await new Promise<void>((resolve, reject) => {
    output.once('open', () => resolve());
    output.once('error', (cause) => reject(unwritable(cause)));
  });
  let failure: unknown;
  const written = pipeline(tar, createGzip(), output).catch((error: unknown) => {
    failure = error;
  });
  const put: CollectionArchive['put'] = async (name, text, ownMs) => {
    if (failure !== undefined) throw unwritable(failure);
    const bytes = Buffer.from(text.endsWith('\n') ? text : `${text}\n`);
    const entry = { name: `${collectionFolder}/${name}`, size: bytes.length, mode: 0o600, mtime: new Date(ownMs ?? mtimeMs) };
    // The callback waits for the file, so that no more than one entry is held.
    await Promise.race([
      new Promise<void>((resolve, reject) => tar.entry(entry, bytes, (error) => (error === null || error === undefined ? resolve() : reject(error)))),
      written,
    ]);
    return bytes.length;
  };
  const end = async (): Promise<void> => {
    tar.finalize();
    await written;
    if (failure !== undefined) throw unwritable(failure);
    await rename(partial, file);
  };
  return {
    put,
    redacted: redactLog,
    end,
    finish: async (record) => {
      await put('collection.json', JSON.stringify(record, undefined, 1));
      await end();
    },
    discard: async () => {
      tar.destroy();
      await written;
      await rm(partial, { force: true });
    },
  };
}
