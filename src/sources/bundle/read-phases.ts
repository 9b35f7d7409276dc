import { allArtifacts } from '../../artifacts/index.ts';
import type { LogCollector } from '../../artifacts/logs/log-collector.ts';
import { isLogExport } from '../../formats/log-exports/index.ts';
import type { Identity, RawDocument } from '../../model/source.ts';
import type { Said } from '../../model/text.ts';
import { say } from '../../text/coverage.ts';
import { decode, encodingOf } from './decode.ts';
import { readExport } from './export-lines.ts';
import { isWanted } from './gather.ts';
import { sizeText } from './limits.ts';
import { eachLine } from './lines.ts';
import { readDocuments } from './read-documents.ts';
import type { Reading, SourceFile, Visit } from './reading.ts';
import { hasLogLines, type Shape, shapeOf } from './sniff.ts';

/** What the first walk makes of the files: documents, and the names of those to be read as logs. */
export interface FirstWalk {
  readonly documents: RawDocument[];
  readonly logs: Set<string>;
  /** Those of them that are read as logs only because nothing else fits. */
  readonly guessed: Set<string>;
  /** Those of them that a log store gave out, which are unwrapped before they are lines. */
  readonly exports: Set<string>;
  readonly notes: Said[];
  readonly listing: { readonly path: string; readonly bytes: number; readonly mtimeMs?: number }[];
  secrets: number;
  held: number;
}

export function newFirstWalk(): FirstWalk {
  return { documents: [], logs: new Set(), guessed: new Set(), exports: new Set(), notes: [], listing: [], secrets: 0, held: 0 };
}

/** First walk: documents are read and kept, logs only remembered. */
export function visitDocuments(walk: FirstWalk, reading: Reading): Visit {
  return async (file) => {
    const encoding = encodingOf(file.head);
    if (encoding === undefined) return reading.skip(file.path, say('notText', { kind: 'binary data' }));
    const shape = shapeOf(decode(file.head), file.complete, file.path);
    if (shape === 'csv') walk.exports.add(file.path);
    const isLog = shape === 'log' || shape === 'csv';
    const bytes = isLog ? undefined : await readWhole(file, shape, walk, reading);
    walk.listing.push({ path: file.path, bytes: bytes?.length ?? file.head.length, ...(file.mtimeMs === undefined ? {} : { mtimeMs: file.mtimeMs }) });
    if (shape === 'unsure') walk.guessed.add(file.path);
    if (isLog || (bytes === undefined && shape === 'unsure')) walk.logs.add(file.path);
    if (bytes === undefined) return;
    const text = decode(bytes);
    const { documents, secrets, notes } = readDocuments(file.path, text, shape, reading.limits.yamlValues);
    if (shape === 'json' && isExport(documents)) {
      walk.exports.add(file.path);
      walk.logs.add(file.path);
      return;
    }
    walk.secrets += secrets;
    const useful = shape === 'unsure' ? documents.filter((document) => isWanted(document, allArtifacts)) : documents;
    walk.documents.push(...useful);
    walk.held += bytes.length;
    if (shape !== 'unsure' || useful.length > 0) walk.notes.push(...notes);
    const isPage = useful.some((document) => document.body.kind === 'text' && isWanted(document, allArtifacts));
    if (shape !== 'json' && !isPage && (hasLogLines(text) || (shape === 'unsure' && useful.length === 0))) walk.logs.add(file.path);
  };
}

/** True for the answer of a log store: lines of logs, of which no artifact makes anything. */
function isExport(documents: readonly RawDocument[]): boolean {
  return documents.some((document) => document.body.kind === 'json' && !isWanted(document, allArtifacts) && isLogExport(document.body.value));
}

/** The whole file, or undefined (noted) when it is too large for a document. */
async function readWhole(file: SourceFile, shape: Shape, walk: FirstWalk, reading: Reading): Promise<Buffer | undefined> {
  const limit = shape === 'json' ? reading.limits.jsonBytes : reading.limits.textBytes;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of file.chunks()) {
    bytes += chunk.length;
    if (bytes > limit) {
      if (shape !== 'unsure') reading.skip(file.path, say('tooLarge', { limit: sizeText(limit) }));
      return undefined;
    }
    if (walk.held + bytes > reading.limits.documentBytes) {
      reading.skip(file.path, say('tooManyDocuments', { limit: sizeText(reading.limits.documentBytes) }));
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Second walk: logs stream through the collector, each under the name of whom it is about. */
export function visitLogs(walk: FirstWalk, identify: (path: string) => Identity, reading: Reading, collector: LogCollector): Visit {
  return async (file) => {
    if (!walk.logs.has(file.path)) return;
    const sink = collector.open(file.path, identify(file.path));
    if (walk.exports.has(file.path)) await readExport(file, reading.limits, sink.line);
    else {
      const { encoding, skip } = encodingOf(file.head) ?? { encoding: 'latin1', skip: 0 };
      await eachLine(file.chunks(), { encoding, skip, lineBytes: reading.limits.lineBytes }, sink.line);
    }
    sink.close();
  };
}
