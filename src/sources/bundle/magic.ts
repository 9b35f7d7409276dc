/** What the first bytes of a file say it is; undefined = no known binary form. */
export type Magic =
  | { readonly kind: 'gzip' | 'zstd' | 'zip' | 'tar' }
  | { readonly kind: 'closed'; readonly name: string }
  | { readonly kind: 'binary'; readonly name: string };

const OPENED: readonly (readonly [string, 'gzip' | 'zstd' | 'zip'])[] = [
  ['1f8b', 'gzip'],
  ['28b52ffd', 'zstd'],
  ['504b0304', 'zip'],
  ['504b0506', 'zip'],
  ['504b0708', 'zip'],
];
const CLOSED: readonly (readonly [string, string])[] = [
  ['fd377a585a00', 'xz'],
  ['425a68', 'bzip2'],
  ['377abcaf271c', '7-Zip'],
  ['526172211a07', 'RAR'],
  ['04224d18', 'LZ4'],
];
const BINARY: readonly (readonly [string, string])[] = [
  ['ffd8ff', 'a JPEG'],
  ['89504e47', 'a PNG'],
  ['47494638', 'a GIF'],
  ['49492a00', 'a TIFF'],
  ['4d4d002a', 'a TIFF'],
  ['25504446', 'a PDF'],
  ['7f454c46', 'a program'],
  ['cafebabe', 'a program'],
  ['d0cf11e0', 'an Office document'],
  ['0a0d0d0a', 'a packet capture'],
  ['d4c3b2a1', 'a packet capture'],
  ['a1b2c3d4', 'a packet capture'],
  ['53514c69746520', 'an SQLite database'],
  ['774f4632', 'a font'],
  ['494433', 'a sound'],
  ['4f676753', 'a sound'],
];

/** Judges by content; the name of a file never counts. */
export function magicOf(head: Buffer): Magic | undefined {
  const start = head.subarray(0, 16).toString('hex');
  for (const [bytes, kind] of OPENED) if (start.startsWith(bytes)) return { kind };
  if (isTar(head)) return { kind: 'tar' };
  for (const [bytes, name] of CLOSED)
    if (start.startsWith(bytes) && (name !== 'bzip2' || /^BZh[1-9]1AY&SY/.test(head.subarray(0, 10).toString('latin1')))) return { kind: 'closed', name };
  for (const [bytes, name] of BINARY) if (start.startsWith(bytes)) return { kind: 'binary', name };
  const text = head.subarray(0, 16).toString('latin1');
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return { kind: 'binary', name: 'a WebP image' };
  if (text.slice(4, 8) === 'ftyp') return { kind: 'binary', name: 'a HEIC image or a video' };
  if (/^BM.{4}\0{4}/s.test(text)) return { kind: 'binary', name: 'a BMP image' };
  return undefined;
}

/** The `ustar` mark, or for tars older than that the header's own checksum. */
function isTar(head: Buffer): boolean {
  if (head.length < 512) return false;
  if (head.subarray(257, 262).toString('latin1') === 'ustar') return true;
  const stated = Number.parseInt(head.subarray(148, 156).toString('latin1').replaceAll('\0', ' ').trim(), 8);
  if (!Number.isFinite(stated) || stated === 0) return false;
  let sum = 0;
  for (let index = 0; index < 512; index += 1) sum += index >= 148 && index < 156 ? 32 : (head[index] ?? 0);
  return sum === stated;
}
