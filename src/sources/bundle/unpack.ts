import { createWriteStream } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { say } from '../../text/coverage.ts';
import { collectionFolder } from '../cluster/collection.ts';
import { decompress } from './decompress.ts';
import { sizeText } from './limits.ts';
import { magicOf } from './magic.ts';
import { peek, type Peeked } from './peek.ts';
import type { Reading, Visit } from './reading.ts';
import type { Inner } from './tar.ts';

/** A stream that may be packed. `disk` is where it lies, if it does: a ZIP is read from there. */
export interface Packed {
  readonly path: string;
  readonly chunks: AsyncIterable<Buffer>;
  readonly mtimeMs?: number;
  readonly disk?: string;
}

/** Peels what a file is packed in, however deep, and hands each file inside to `visit`. */
export async function unpack(packed: Packed, layer: number, reading: Reading, visit: Visit): Promise<void> {
  if (reading.isStopped()) return;
  const { path } = packed;
  const peeked = await peek(packed.chunks);
  try {
    const magic = magicOf(peeked.head);
    if (magic?.kind === 'closed') return reading.skip(path, say('closedCompression', { kind: magic.name }));
    if (magic?.kind === 'binary') return reading.skip(path, say('notText', { kind: magic.name }));
    if (magic === undefined) return await visitFile(packed, peeked, reading, visit);
    if (layer >= reading.limits.depth) return reading.skip(path, say('tooDeep', { limit: reading.limits.depth }));
    const time = packed.mtimeMs === undefined ? {} : { mtimeMs: packed.mtimeMs };
    if (magic.kind === 'gzip' || magic.kind === 'zstd') {
      return await unpack({ path, chunks: decompress(path, magic.kind, peeked.chunks(), reading), ...time }, layer + 1, reading, visit);
    }
    const inner: Inner = async (name, chunks, mtimeMs) => {
      if (reading.totals.files >= reading.limits.files) {
        reading.skip(path, say('tooManyFiles', { limit: reading.limits.files }));
        return false;
      }
      await unpack({ path: innerPath(path, name, reading), chunks, ...(mtimeMs === undefined ? time : { mtimeMs }) }, layer + 1, reading, visit);
      return !reading.isStopped();
    };
    // readers of archives are loaded when there is one
    if (magic.kind === 'tar') return await (await import('./tar.ts')).readTar(path, peeked.chunks(), reading, inner);
    const where = packed.disk ?? (await hold(path, peeked, reading));
    if (where !== undefined) await (await import('./zip.ts')).readZip(path, where, reading, inner);
  } finally {
    await peeked.close();
  }
}

/** `archive.tar.gz!/inner/path`, or as in the cluster. */
function innerPath(path: string, name: string, { isSingle }: Reading): string {
  return isSingle && name.startsWith(`${collectionFolder}/`) ? name.slice(collectionFolder.length + 1) : `${path}!/${name}`;
}

async function visitFile(packed: Packed, peeked: Peeked, reading: Reading, visit: Visit): Promise<void> {
  const name = reading.admit(packed.path);
  if (name === undefined) return;
  if (peeked.head.length === 0) return reading.skip(name, say('emptyFile'));
  await visit({
    path: name,
    head: peeked.head,
    complete: peeked.complete,
    chunks: () => counted(peeked.chunks(), reading),
    ...(packed.mtimeMs === undefined ? {} : { mtimeMs: packed.mtimeMs }),
  });
}

async function* counted(chunks: AsyncIterable<Buffer>, reading: Reading): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    if (reading.isStopped()) return;
    reading.read(chunk.length);
    yield chunk;
  }
}

/** A ZIP needs its end first: one that comes as a stream is held in memory, a large one in the scratch folder. */
async function hold(path: string, peeked: Peeked, reading: Reading): Promise<Buffer | string | undefined> {
  const early: Buffer[] = [];
  let bytes = 0;
  const iterator = peeked.chunks()[Symbol.asyncIterator]();
  while (bytes <= reading.limits.nestedZipBytes) {
    const next = await iterator.next();
    if (next.done === true) return Buffer.concat(early);
    early.push(next.value);
    bytes += next.value.length;
  }
  const file = join(await mkdtemp(join(await reading.scratch(), 'zip-')), 'archive.zip');
  const all = async function* (): AsyncGenerator<Buffer> {
    yield* early;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      bytes += next.value.length;
      if (bytes > reading.limits.unpackedBytes) return;
      yield next.value;
    }
  };
  await pipeline(Readable.from(all(), { objectMode: false }), createWriteStream(file));
  if (bytes <= reading.limits.unpackedBytes) return file;
  reading.skip(path, say('tooManyBytes', { limit: sizeText(reading.limits.unpackedBytes) }));
  return undefined;
}
