import { pipeline, Readable } from 'node:stream';
import { extract, type Header } from 'tar-stream';
import { say } from '../../text/coverage.ts';
import { entryName } from './entry-name.ts';
import type { Reading } from './reading.ts';

/** What an archive holds, one file at a time. Resolves when the file was dealt with; false = stop. */
export type Inner = (name: string, chunks: AsyncIterable<Buffer>, mtimeMs: number | undefined) => Promise<boolean>;

const LINKS: ReadonlySet<string> = new Set(['link', 'symlink']);
const FILES: ReadonlySet<string> = new Set(['file', 'contiguous-file']);

/** Streams a tar; nothing touches the disk. Links, devices and names that lead outside are left alone. */
export async function readTar(path: string, source: AsyncIterable<Buffer>, reading: Reading, inner: Inner): Promise<void> {
  const unpacker = extract();
  pipeline(Readable.from(source, { objectMode: false }), unpacker, () => {}); // failures reach the loop below
  let isDone = false;
  try {
    for await (const entry of unpacker) {
      const { name, reason } = judge(entry.header);
      if (reason !== undefined) reading.skip(`${path}!/${entry.header.name}`, reason);
      if (name !== undefined && !(await inner(name, undestroyed(entry), entry.header.mtime?.getTime()))) {
        isDone = true;
        break;
      }
      entry.resume();
    }
  } catch (error) {
    if (isDone) return;
    const message = error instanceof Error ? error.message : String(error);
    reading.skip(path, message.includes('Unexpected end') ? say('cutOffArchive') : say('damagedArchive', { error: message }));
  } finally {
    unpacker.destroy();
  }
}

function judge(header: Header): { readonly name?: string; readonly reason?: ReturnType<typeof say> } {
  const type: string = header.type ?? 'file'; // old tars leave it out
  if (type === 'directory' || type === 'pax-global-header') return {};
  if (LINKS.has(type)) return { reason: say('linkInArchive') };
  if (!FILES.has(type)) return { reason: say('notAFile', { kind: type }) };
  const name = entryName(header.name);
  if (name === undefined || name === '') return { reason: say('unsafeName') };
  return { name };
}

/** The entry's bytes. Leaving the loop early must not destroy the entry: tar-stream would end the whole archive with it. */
async function* undestroyed(entry: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  const iterator = entry[Symbol.asyncIterator]();
  try {
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      if (Buffer.isBuffer(next.value)) yield next.value;
    }
  } catch {
    // The archive's own loop meets the same failure and notes it; what came before it counts.
  }
}
