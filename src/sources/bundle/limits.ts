const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

/** How much is read. Every limit can be raised; what a limit leaves out is noted, and everything else is still analysed. */
export interface BundleLimits {
  /** Files and archive entries. Default 200,000. */
  readonly files: number;
  /** Bytes that come out of archives and compressed files, in total. Default 16 GiB. */
  readonly unpackedBytes: number;
  /** Bytes out for one byte in, of one compressed stream, judged after its first 64 MiB. Default 500 (logs reach 50 to 100). */
  readonly compressionRatio: number;
  /** Layers of packing inside one another; a `.tar.gz` has two. Default 8. */
  readonly depth: number;
  /** Bytes of one JSON document. Default 256 MiB. */
  readonly jsonBytes: number;
  /** Bytes of one YAML or text document. Default 64 MiB. */
  readonly textBytes: number;
  /** Bytes of all documents together: they are held in memory (logs are not). Default 1 GiB. */
  readonly documentBytes: number;
  /** Bytes of a ZIP inside another archive that are held in memory; larger ones go through a temporary file. Default 64 MiB. */
  readonly nestedZipBytes: number;
  /** Bytes of one line of a log; the rest of a longer line is left out. Default 1 MiB. */
  readonly lineBytes: number;
  /** Values of one YAML document once its aliases are followed. Default 2,000,000. */
  readonly yamlValues: number;
  /** Failing rows of one proxy that are kept whole. Default 5,000. */
  readonly failures: number;
}

export const defaultLimits: BundleLimits = {
  files: 200_000,
  unpackedBytes: 16 * GiB,
  compressionRatio: 500,
  depth: 8,
  jsonBytes: 256 * MiB,
  textBytes: 64 * MiB,
  documentBytes: GiB,
  nestedZipBytes: 64 * MiB,
  lineBytes: MiB,
  yamlValues: 2_000_000,
  failures: 5_000,
};

/** A size for people: `64 MiB`. */
export function sizeText(bytes: number): string {
  if (bytes >= GiB) return `${Number((bytes / GiB).toFixed(1))} GiB`;
  if (bytes >= MiB) return `${Number((bytes / MiB).toFixed(1))} MiB`;
  return `${bytes} bytes`;
}
