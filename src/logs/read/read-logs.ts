import { closeSync, openSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { proxyStats } from '../../artifacts/envoy/proxy-stats.ts';
import type { ProxyStats } from '../../artifacts/envoy/types.ts';
import { startTime } from '../../formats/access-log/start-time.ts';
import type { SkippedEntry } from '../../model/snapshot.ts';
import type { RawDocument } from '../../model/source.ts';
import type { Said } from '../../model/text.ts';
import { exportChunks } from '../../sources/bundle/export-lines.ts';
import { decode, encodingOf } from '../../sources/bundle/decode.ts';
import { identityFromPath } from '../../sources/bundle/identity-from-path.ts';
import { takeInventory } from '../../sources/bundle/inventory.ts';
import { type BundleLimits, defaultLimits } from '../../sources/bundle/limits.ts';
import { singleByte } from '../../sources/bundle/lines.ts';
import { magicOf } from '../../sources/bundle/magic.ts';
import { createReading, type Progress, type Reading, type SourceFile } from '../../sources/bundle/reading.ts';
import { withScratch } from '../../sources/bundle/scratch.ts';
import { hasLogLines, shapeOf } from '../../sources/bundle/sniff.ts';
import { unpack } from '../../sources/bundle/unpack.ts';
import { diskChunks, type DiskFile, listFiles } from '../../sources/bundle/walk.ts';
import type { LogObserver } from '../observe/log-observer.ts';
import { ringSlots, type RingSlots } from './block-ring.ts';
import { type HelperThreads, LARGE, startHelpers } from './helper-threads.ts';
import { scanFile } from './scan-file.ts';
import { createStreamScanner, type StreamScanner } from './scan-stream.ts';

export interface ReadLogsOptions {
  /** Threads that scan large files, this one included; 0: as if there were none. */
  readonly workers: number;
  /** The threads but this one, where they run already. Whoever started them ends them. */
  readonly helpers?: HelperThreads;
  readonly limits?: Partial<BundleLimits>;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** What was read beside the rows. */
export interface LogSources {
  /** Files whose lines were looked at. */
  readonly files: readonly string[];
  readonly bytes: number;
  readonly skipped: readonly SkippedEntry[];
  /** Counters of the proxies, where the evidence holds pages of Envoy's statistics. */
  readonly stats: readonly ProxyStats[];
  /** True when reading was stopped before the end. */
  readonly isStopped: boolean;
}

/** Reasons kept; a folder may hold thousands of files that are no logs. */
const MOST_SKIPPED = 1_000;

/**
 * Reads all access logs among the given paths (files, folders, archives, compressed or not, `-` for standard input) into the observer, the oldest
 * first. Files that are no logs are passed over; what cannot be read is named. Throws a `UserError` for a path that cannot be read.
 */
export async function readLogs(paths: readonly string[], observer: LogObserver, options: ReadLogsOptions): Promise<LogSources> {
  const threads = threadsFor(options);
  const read = withScratch(async (scratch): Promise<LogSources> => {
    const skipped = new Map<string, SkippedEntry>();
    const skip = (file: string, reason: Said): void => {
      if (skipped.size < MOST_SKIPPED) skipped.set(`${file}\n${reason.id}`, { file, reason });
    };
    const { onProgress, signal } = options;
    const reading = createReading({
      limits: { ...defaultLimits, ...options.limits },
      isSingle: paths.length === 1,
      phase: 'logs',
      skip,
      scratch,
      ...(onProgress === undefined ? {} : { onProgress }),
      ...(signal === undefined ? {} : { signal }),
    });
    let scanner: StreamScanner | undefined; // one for all files: to make one costs more than most of them
    const files: string[] = [];
    const pages: RawDocument[] = [];
    const listed = (await listFiles(paths, reading)).map((file) => ({ file, start: firstStart(headOf(file)) }));
    for (const { file } of listed.toSorted((a, b) => a.start - b.start)) {
      if (reading.isStopped()) break;
      if (await readInParallel(file, observer, reading, threads)) files.push(file.path);
      else
        await unpack({ path: file.path, chunks: diskChunks(file, reading), mtimeMs: file.mtimeMs, disk: file.disk }, 0, reading, async (inner) => {
          if (isLog(inner.head, inner.complete, inner.path)) {
            files.push(inner.path);
            scanner ??= createStreamScanner();
            await readStream(inner, inner.chunks(), observer, scanner);
          } else if (isExport(inner)) {
            files.push(inner.path);
            scanner ??= createStreamScanner();
            await readStream(inner, exportChunks(inner, reading.limits), observer, scanner);
          } else if (looksLikeStats(inner.head)) pages.push(await pageOf(inner, reading));
        });
    }
    const stats = proxyStats.parse(pages.filter(proxyStats.recognises));
    return { files, bytes: reading.totals.bytes, skipped: [...skipped.values()], stats, isStopped: reading.isStopped() };
  });
  return await read.finally(threads.end);
}

const inventory = takeInventory([]);

/** What large files are scanned with, made when the first of them comes. */
interface Threads {
  readonly use: () => { readonly helpers: HelperThreads; readonly slots: RingSlots } | undefined;
  readonly end: () => void;
}

function threadsFor({ workers, helpers: given }: ReadLogsOptions): Threads {
  let used: { readonly helpers: HelperThreads; readonly slots: RingSlots } | undefined;
  return {
    use() {
      if (workers < 1) return undefined;
      used ??= { helpers: given ?? startHelpers(workers - 1), slots: ringSlots(workers) };
      return used;
    },
    end: () => (given === undefined ? used?.helpers.end() : undefined),
  };
}

/** True when it was done: only large plain files in a one-byte encoding are for several threads. */
async function readInParallel(file: DiskFile, observer: LogObserver, reading: Reading, threads: Threads): Promise<boolean> {
  const { bytes = 0 } = file;
  if (bytes < LARGE) return false;
  const head = rawHead(file);
  const encoding = encodingOf(head)?.encoding;
  if (magicOf(head) !== undefined || encoding === 'utf16le' || encoding === 'utf16be' || !isLog(head, false, file.path)) return false;
  const used = threads.use();
  const name = used === undefined ? undefined : reading.admit(file.path);
  if (used === undefined || name === undefined) return false;
  const sink = observer.open(identityFromPath(name, inventory), name);
  await scanFile(file.disk, bytes, sink, { ...used, onBytes: reading.read, isStopped: reading.isStopped });
  return true;
}

async function readStream(file: SourceFile, chunks: AsyncIterable<Buffer>, observer: LogObserver, scanner: StreamScanner): Promise<void> {
  const { encoding, skip } = encodingOf(file.head) ?? { encoding: 'latin1', skip: 0 };
  const sink = observer.open(identityFromPath(file.path, inventory), file.path);
  try {
    for await (const chunk of singleByte(chunks, { encoding, skip })) scanner.push(chunk, sink);
  } finally {
    scanner.end(sink); // what came before a file turned out to be damaged counts
  }
}

function isLog(head: Buffer, isComplete: boolean, path: string): boolean {
  if (encodingOf(head) === undefined) return false;
  const text = decode(head);
  const shape = shapeOf(text, isComplete, path);
  return shape === 'log' || (shape !== 'json' && shape !== 'csv' && hasLogLines(text));
}

/** The saved answer of a log store, by its first bytes: its lines are unwrapped before they are scanned. */
function isExport({ head, complete, path }: SourceFile): boolean {
  const text = decode(head);
  const shape = shapeOf(text, complete, path);
  return shape === 'csv' || (shape === 'json' && /"(?:_source|_raw|stream|message|textPayload|jsonPayload|LogMessage|line|log|body)"\s*:/.test(text));
}

function looksLikeStats(head: Buffer): boolean {
  return head.includes('cluster.') || head.includes('envoy_cluster_') || head.includes('istio_requests_total');
}

async function pageOf(file: SourceFile, reading: Reading): Promise<RawDocument> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of file.chunks()) {
    bytes += chunk.length;
    if (bytes <= reading.limits.textBytes) chunks.push(chunk);
  }
  return { file: file.path, identity: identityFromPath(file.path, inventory), hints: [], body: { kind: 'text', text: decode(Buffer.concat(chunks)) }, line: 1 };
}

const HEAD = 64 * 1024;

/** The first bytes of a file; empty when it cannot be read, which whoever reads it for its content reports. */
function rawHead(file: DiskFile): Buffer {
  const buffer = Buffer.alloc(Math.min(HEAD, file.bytes ?? HEAD));
  try {
    const handle = openSync(file.disk, 'r');
    const count = readSync(handle, buffer, 0, buffer.length, 0);
    closeSync(handle);
    return buffer.subarray(0, count);
  } catch {
    return Buffer.alloc(0); // the reading itself says so
  }
}

/** The same, unpacked if it is compressed. */
function headOf(file: DiskFile): Buffer {
  const head = rawHead(file);
  if (magicOf(head)?.kind !== 'gzip') return head;
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * 1024 * 1024 });
  } catch {
    return Buffer.alloc(0); // damaged: the reading itself says so
  }
}

/** When the first row of a log began: rotated files are read in the order in which they were written. */
function firstStart(head: Buffer): number {
  const found = /\[?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)[\]"]/.exec(head.toString('latin1'));
  return found?.[1] === undefined ? Number.MAX_SAFE_INTEGER : (startTime(found[1]) ?? Number.MAX_SAFE_INTEGER);
}
