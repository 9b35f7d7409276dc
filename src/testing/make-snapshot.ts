import { allArtifacts } from '../artifacts/index.ts';
import { createLogCollector } from '../artifacts/logs/log-collector.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Gathered, RawDocument } from '../model/source.ts';
import { type EpochMs, instant } from '../model/time.ts';
import type { Given } from './given.ts';

const defaultTime = Date.UTC(2026, 0, 1);

/** A snapshot of what a case gives, made by the same artifacts and log reader as a real one. Nothing given = everything absent. */
export function makeSnapshot(given: readonly Given[]): Snapshot {
  const documents = given.flatMap((item) => (item.kind === 'documents' ? item.documents : []));
  const time = given.find((item) => item.kind === 'time');
  const takenAt = time === undefined ? defaultTime : time.at;
  return {
    id: 'test',
    takenAt,
    takenAtText: instant(takenAt),
    origin: 'test',
    artifacts: { ...fromDocuments(documents), ...fromLogs(given), ...timeOf(takenAt) },
    coverage: { files: 0, bytes: 0, read: [], skipped: [], missing: [], notes: [] },
  };
}

function timeOf(takenAt: EpochMs): { readonly [id: string]: Gathered } {
  return { 'snapshot-time': { status: 'ok', value: { takenAt } } };
}

function fromDocuments(documents: readonly RawDocument[]): { readonly [id: string]: Gathered } {
  const taken = new Set<RawDocument>();
  const entries = allArtifacts.map((artifact): readonly [string, Gathered] => {
    const own = documents.filter((document) => artifact.recognises(document));
    for (const document of own) taken.add(document);
    if (own.length === 0) return [artifact.id, { status: 'absent', reason: 'not given' }];
    // A parse that throws is a defect here, not an answer: the case should see it.
    return [artifact.id, { status: 'ok', value: artifact.parse(own) }];
  });
  const ignored = documents.find((document) => !taken.has(document));
  if (ignored !== undefined) throw new Error(`${ignored.file}: no artifact recognises this document, so the case gives less than it says`);
  return Object.fromEntries(entries);
}

function fromLogs(given: readonly Given[]): { readonly [id: string]: Gathered } {
  const logs = given.flatMap((item) => (item.kind === 'log' ? [item] : []));
  if (logs.length === 0) return {};
  const collector = createLogCollector({});
  for (const { file, identity, lines } of logs) {
    const log = collector.open(file, identity);
    for (const [index, line] of lines.entries()) log.line(line, index + 1);
    log.close();
  }
  const { accessLogs, proxyLogs, containerLogs } = collector.finish();
  return {
    ...(accessLogs.length === 0 ? {} : { 'access-logs': { status: 'ok', value: accessLogs } }),
    ...(proxyLogs.length === 0 ? {} : { 'proxy-logs': { status: 'ok', value: proxyLogs } }),
    ...(containerLogs.length === 0 ? {} : { 'container-logs': { status: 'ok', value: containerLogs } }),
  };
}
