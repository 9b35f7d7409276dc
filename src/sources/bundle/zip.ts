import { fromBufferPromise, getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl';
import { say } from '../../text/coverage.ts';
import { entryName } from './entry-name.ts';
import { sizeText } from './limits.ts';
import type { Reading } from './reading.ts';
import type { Inner } from './tar.ts';

/** Reads a ZIP by its directory. Links, encrypted entries and names that lead outside are left alone. */
export async function readZip(path: string, where: Buffer | string, reading: Reading, inner: Inner): Promise<void> {
  // Names are decoded here: the library ends at the first name that leads outside, and the rest is still evidence.
  const options = { lazyEntries: true, decodeStrings: false, autoClose: false };
  let zip: ZipFile | undefined;
  try {
    zip = typeof where === 'string' ? await openPromise(where, options) : await fromBufferPromise(where, options);
    for await (const entry of zip.eachEntry()) {
      const raw = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
      if (raw.endsWith('/')) continue;
      const name = entryName(raw);
      const reason = refusal(entry, name);
      if (reason !== undefined) reading.skip(`${path}!/${raw}`, reason);
      else if (!(await inner(name ?? raw, content(zip, entry, `${path}!/${raw}`, reading), entry.getLastModDate({ timezone: 'UTC' }).getTime()))) return;
    }
  } catch (error) {
    reading.skip(path, say('damagedArchive', { error: error instanceof Error ? error.message : String(error) }));
  } finally {
    zip?.close();
  }
}

const TYPE_MASK = 0o170000;
const LINK = 0o120000;

function refusal(entry: Entry, name: string | undefined): ReturnType<typeof say> | undefined {
  if (name === undefined || name === '') return say('unsafeName');
  if (((entry.externalFileAttributes >>> 16) & TYPE_MASK) === LINK) return say('linkInArchive');
  if (entry.isEncrypted()) return say('encrypted');
  return undefined;
}

async function* content(zip: ZipFile, entry: Entry, path: string, reading: Reading): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      const data: Buffer = chunk;
      bytes += data.length;
      if (!reading.unpacked(data.length)) return reading.skip(path, say('tooManyBytes', { limit: sizeText(reading.limits.unpackedBytes) }));
      if (bytes > 64 * 1024 ** 2 && bytes / Math.max(entry.compressedSize, 1) > reading.limits.compressionRatio) {
        return reading.skip(path, say('bomb', { limit: reading.limits.compressionRatio }));
      }
      yield data;
    }
  } catch (error) {
    reading.skip(path, say('damagedArchive', { error: error instanceof Error ? error.message : String(error) }));
  }
}
