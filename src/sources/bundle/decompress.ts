import { pipeline, Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { say } from '../../text/coverage.ts';
import { sizeText } from './limits.ts';
import type { Reading } from './reading.ts';

/** A compressed stream's content. Never throws: damage, a cut-off end and limits end it, with a note. */
export async function* decompress(path: string, kind: 'gzip' | 'zstd', source: AsyncIterable<Buffer>, reading: Reading): AsyncGenerator<Buffer> {
  const unpacker = kind === 'gzip' ? createGunzip({ chunkSize: 256 * 1024 }) : createZstdDecompress({ chunkSize: 256 * 1024 });
  let bytesIn = 0;
  let bytesOut = 0;
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      bytesIn += chunk.length;
      yield chunk;
    }
  };
  pipeline(Readable.from(counted(), { objectMode: false }), unpacker, () => {}); // failures reach the loop below
  try {
    for await (const chunk of unpacker) {
      const data: Buffer = chunk;
      bytesOut += data.length;
      if (!reading.unpacked(data.length)) return reading.skip(path, say('tooManyBytes', { limit: sizeText(reading.limits.unpackedBytes) }));
      if (bytesOut > 64 * 1024 ** 2 && bytesOut / Math.max(bytesIn, 1) > reading.limits.compressionRatio) {
        return reading.skip(path, say('bomb', { limit: reading.limits.compressionRatio }));
      }
      yield data;
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    reading.skip(path, message.includes('unexpected end') ? say('cutOffArchive') : say('damagedArchive', { error: message }));
  } finally {
    unpacker.destroy();
  }
}
