import { accessLogs, containerLogs } from '../../artifacts/logs/index.ts';
import type { ContainerLog, ProxyAccessLog } from '../../artifacts/logs/types.ts';
import { proxyLogs } from '../../artifacts/proxy-logs/index.ts';
import type { ProxyLog } from '../../artifacts/proxy-logs/types.ts';
import { stringAt } from '../../formats/json.ts';
import type { Artifact, Gathered, RawDocument } from '../../model/source.ts';
import type { MissingEntry, ReadEntry, SkippedEntry } from '../../model/snapshot.ts';
import { en, say } from '../../text/coverage.ts';

export interface GatheredArtifacts {
  readonly artifacts: { readonly [id: string]: Gathered };
  readonly read: readonly ReadEntry[];
  readonly missing: readonly MissingEntry[];
  readonly skipped: readonly SkippedEntry[];
}

/** Offers every document to every artifact. A `parse` that throws makes that artifact `failed` and nothing else. */
export function gatherArtifacts(
  documents: readonly RawDocument[],
  logs: { readonly accessLogs: readonly ProxyAccessLog[]; readonly proxyLogs: readonly ProxyLog[]; readonly containerLogs: readonly ContainerLog[] },
  all: readonly Artifact<unknown>[],
): GatheredArtifacts {
  const artifacts: { [id: string]: Gathered } = {};
  const read: ReadEntry[] = [];
  const missing: MissingEntry[] = [];
  const taken = new Set<RawDocument>();
  const streamed: { readonly [id: string]: readonly (ProxyAccessLog | ProxyLog | ContainerLog)[] } = {
    [accessLogs.id]: logs.accessLogs,
    [containerLogs.id]: logs.containerLogs,
    [proxyLogs.id]: logs.proxyLogs,
  };
  for (const artifact of all) {
    const own = documents.filter((document) => recognises(artifact, document));
    for (const document of own) taken.add(document);
    const found = streamed[artifact.id];
    const value = found === undefined ? parsed(artifact, own) : found.length > 0 ? { status: 'ok' as const, value: found } : absent(artifact);
    artifacts[artifact.id] = value;
    if (value.status === 'ok')
      read.push({
        artifact: artifact.id,
        title: artifact.title,
        files: unique(found === undefined ? own.map(({ file }) => file) : found.map(({ at }) => at.file)),
        items: itemsOf(value.value),
      });
    else missing.push({ artifact: artifact.id, title: artifact.title, collectWith: artifact.collectWith });
  }
  const rest = documents.filter((document) => !taken.has(document));
  const others = rest.filter(isKubernetes);
  if (others.length > 0)
    read.push({ artifact: 'other-kubernetes-objects', title: en.otherKubernetes, files: unique(others.map(({ file }) => file)), items: others.length });
  const takenFiles = new Set([...taken, ...others].map(({ file }) => file));
  const skipped = rest
    .filter((document) => !others.includes(document) && !takenFiles.has(document.file))
    .map((document) => ({ file: document.file, reason: reasonFor(document) }));
  return { artifacts, read, missing, skipped };
}

/** True when some artifact makes use of the document. One that fails on it has not recognised it. */
export function isWanted(document: RawDocument, all: readonly Artifact<unknown>[]): boolean {
  return all.some((artifact) => recognises(artifact, document));
}

function recognises(artifact: Artifact<unknown>, document: RawDocument): boolean {
  try {
    return artifact.recognises(document);
  } catch {
    return false; // judged on hostile input; `parse` failures are the ones recorded
  }
}

function parsed(artifact: Artifact<unknown>, own: readonly RawDocument[]): Gathered {
  if (own.length === 0) return absent(artifact);
  try {
    return { status: 'ok', value: artifact.parse(own) };
  } catch (error) {
    return { status: 'failed', error: error instanceof Error ? error.message : String(error) };
  }
}

function absent(artifact: Artifact<unknown>): Gathered {
  return { status: 'absent', reason: `no ${artifact.title} in the evidence` };
}

/** Rows and lines for logs, members for lists, 1 for anything else. */
function itemsOf(value: unknown): number {
  if (!Array.isArray(value)) return 1;
  return value.reduce<number>(
    (sum, item: { readonly rows?: unknown; readonly lines?: unknown }) =>
      sum + (typeof item?.rows === 'number' ? item.rows : typeof item?.lines === 'number' ? item.lines : 1),
    0,
  );
}

function isKubernetes({ body }: RawDocument): boolean {
  if (body.kind !== 'json') return false;
  const items = typeof body.value === 'object' && body.value !== null && 'items' in body.value ? body.value.items : undefined;
  if (Array.isArray(items) && items.length === 0) return false;
  return stringAt(body.value, 'kind') !== undefined && stringAt(body.value, 'apiVersion') !== undefined;
}

function reasonFor({ body }: RawDocument): SkippedEntry['reason'] {
  if (body.kind === 'text') return say('unknownContent', { kind: 'text' });
  return stringAt(body.value, 'kind')?.endsWith('List') === true ? say('emptyList') : say('unknownContent', { kind: 'JSON or YAML' });
}

function unique(files: readonly string[]): readonly string[] {
  return [...new Set(files)].toSorted();
}
