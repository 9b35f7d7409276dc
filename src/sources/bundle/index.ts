import { createHash } from 'node:crypto';
import { allArtifacts } from '../../artifacts/index.ts';
import { snapshotTime } from '../../artifacts/snapshot-time.ts';
import type { ContainerLog } from '../../artifacts/logs/types.ts';
import { createLogCollector, type LogCollector } from '../../artifacts/logs/log-collector.ts';
import { instant } from '../../model/time.ts';
import type { Identity, RawDocument } from '../../model/source.ts';
import type { SkippedEntry, Snapshot } from '../../model/snapshot.ts';
import type { Said } from '../../model/text.ts';
import { say } from '../../text/coverage.ts';
import { isCollectionRecord, readCollectionRecord } from './collection-record.ts';
import { gatherArtifacts } from './gather.ts';
import { placeRows } from './place-rows.ts';
import { identityFromPath } from './identity-from-path.ts';
import { folderOf, takeInventory } from './inventory.ts';
import { type BundleLimits, defaultLimits } from './limits.ts';
import { type FirstWalk, newFirstWalk, visitDocuments, visitLogs } from './read-phases.ts';
import { createReading, type Progress } from './reading.ts';
import { withScratch } from './scratch.ts';
import { silentProxies } from './silent-proxies.ts';
import { latestMoment, latestOf, type Moment } from './taken-at.ts';
import { unpack } from './unpack.ts';
import { diskChunks, type DiskFile, listFiles } from './walk.ts';

export type { BundleLimits } from './limits.ts';
export { defaultLimits } from './limits.ts';
export type { Progress } from './reading.ts';

export interface BundleOptions {
  /** What deviates from `defaultLimits`. */
  readonly limits?: Partial<BundleLimits>;
  readonly onProgress?: (progress: Progress) => void;
  /** Aborted: reading stops, and what was read makes the snapshot, with a note. */
  readonly signal?: AbortSignal;
}

/** A report lists no more than this; the rest is counted. */
const MOST_SKIPPED = 1_000;

/**
 * Reads evidence in any shape (files, folders, archives, `-` for standard input) into a snapshot. Walks twice: documents
 * first, so that logs can be told whose they are. Throws a `UserError` for a path that cannot be read.
 */
export async function readBundle(paths: readonly string[], options: BundleOptions = {}): Promise<Snapshot> {
  return await withScratch((scratch) => read(paths, options, scratch));
}

async function read(paths: readonly string[], options: BundleOptions, scratch: () => Promise<string>): Promise<Snapshot> {
  const limits = { ...defaultLimits, ...options.limits };
  const skipped = new Map<string, SkippedEntry>();
  const skip = (file: string, reason: Said): void => void skipped.set(`${file}\n${reason.id}`, { file, reason });
  const { onProgress, signal } = options;
  const common = {
    limits,
    skip,
    scratch,
    isSingle: paths.length === 1,
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  };

  const first = createReading({ ...common, phase: 'documents' });
  const files = await listFiles(paths, first);
  const walk = newFirstWalk();
  const withLogs: DiskFile[] = [];
  for (const file of files) {
    const before = walk.logs.size;
    await unpack({ path: file.path, chunks: diskChunks(file, first), mtimeMs: file.mtimeMs, disk: file.disk }, 0, first, visitDocuments(walk, first));
    if (walk.logs.size > before) withLogs.push(file);
  }

  const inventory = takeInventory(walk.documents);
  const identify = (path: string): Identity => {
    const found = identityFromPath(path, inventory);
    return found.pod === undefined && isProxyFile(path) ? { ...inventory.proxyOf(folderOf(path)), ...found } : found;
  };
  const records = walk.documents.filter(isCollectionRecord);
  const collections = records.map(readCollectionRecord);
  for (const { file, reason } of collections.flatMap(({ skipped: missed }) => missed)) skip(file, reason);
  const evidence = walk.documents.filter((document) => !records.includes(document));
  const documents = evidence.map((document) => placeRows({ ...document, identity: identify(document.file) }, inventory)).toSorted(byPlace);

  const second = createReading({ ...common, phase: 'logs' });
  const collector = createLogCollector({ failureLimit: limits.failures });
  for (const file of withLogs) {
    await unpack(
      { path: file.path, chunks: diskChunks(file, second), mtimeMs: file.mtimeMs, disk: file.disk },
      0,
      second,
      visitLogs(walk, identify, second, collector),
    );
  }
  const finished = collector.finish();
  const isProse = (log: ContainerLog): boolean =>
    walk.guessed.has(log.at.file) && log.signals.length === 0 && log.first === undefined && log.identity.pod === undefined;
  const logs = { ...finished, containerLogs: finished.containerLogs.filter((log) => !isProse(log)) };
  const accounted = new Set([
    ...[...logs.accessLogs, ...logs.proxyLogs, ...logs.containerLogs].map(({ at }) => at.file),
    ...[...skipped.values()].map(({ file }) => file),
  ]);
  for (const log of finished.containerLogs) if (isProse(log) && !accounted.has(log.at.file)) skip(log.at.file, say('unknownContent', { kind: 'text' }));
  const gathered = gatherArtifacts(documents, logs, allArtifacts);
  const time = takenAt(documents, logs, walk);
  const notes = [...collections.flatMap((collection) => collection.notes), ...silentProxies(gathered.artifacts), ...walk.notes, ...logs.notes, ...time.notes];
  if (walk.secrets > 0) notes.push(say('secretsDropped', { count: walk.secrets }));
  if (signal?.aborted === true) notes.push(say('stopped'));
  if (first.totals.files === 0) notes.push(say('noFiles', { origin: paths.join(', ') }));
  else if (gathered.read.length === 0) notes.push(say('nothingKnown', { files: first.totals.files }));
  const left = [...skipped.values(), ...gathered.skipped].toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  if (left.length > MOST_SKIPPED) notes.push(say('moreSkipped', { count: left.length - MOST_SKIPPED, shown: MOST_SKIPPED }));
  const [collection] = collections;
  return {
    id: idOf(walk),
    takenAt: time.at,
    takenAtText: instant(time.at),
    origin: collections.length === 1 && paths.length === 1 ? (collection?.origin ?? '') : paths.join(', '),
    ...(collection === undefined || collections.length > 1 ? {} : { collectedFor: collection.question }),
    artifacts: { ...gathered.artifacts, [snapshotTime.id]: { status: 'ok', value: { takenAt: time.at } } },
    coverage: {
      files: first.totals.files,
      bytes: first.totals.bytes + second.totals.bytes,
      read: gathered.read,
      skipped: left.slice(0, MOST_SKIPPED),
      missing: gathered.missing,
      notes,
    },
  };
}

/** Names under which Envoy's own output is kept: beside a config dump they are of the same proxy. */
function isProxyFile(path: string): boolean {
  return /^(access|clusters|certs|listeners|stats|server_info|config_dump|istio-proxy|envoy|proxy|prometheus)\b/.test(path.slice(path.lastIndexOf('/') + 1));
}

function byPlace(a: RawDocument, b: RawDocument): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line;
}

/** The same evidence has the same id, wherever it lies. */
function idOf(walk: FirstWalk): string {
  const listing = walk.listing.map(({ path, bytes }) => `${path}\t${bytes}`).toSorted();
  return createHash('sha256').update(listing.join('\n')).digest('hex').slice(0, 16);
}

type Logs = ReturnType<LogCollector['finish']>;

function takenAt(documents: readonly RawDocument[], logs: Logs, walk: FirstWalk): { readonly at: number; readonly notes: readonly Said[] } {
  const moments: Moment[] = documents.flatMap((document) => {
    const at = latestMoment(document);
    return at === undefined ? [] : [{ file: document.file, at }];
  });
  for (const log of [...logs.accessLogs, ...logs.proxyLogs, ...logs.containerLogs])
    if (log.last !== undefined && log.last > 0) moments.push({ file: log.at.file, at: log.last });
  const latest = latestOf(moments);
  if (latest !== undefined) {
    return { at: latest.at, notes: latest.outlier === undefined ? [] : [say('clockOutlier', { file: latest.outlier.file, time: instant(latest.outlier.at) })] };
  }
  const newest = Math.max(0, ...walk.listing.map(({ mtimeMs }) => mtimeMs ?? 0).slice(0, 10_000));
  const at = Math.trunc(newest);
  return { at, notes: at === 0 ? [say('timeUnknown')] : [say('timeFromFiles', { time: instant(at) })] };
}
