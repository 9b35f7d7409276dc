import type { Question } from '../../model/snapshot.ts';
import { instant } from '../../model/time.ts';
import { UserError } from '../user-error.ts';
import type { ClusterPort } from './cluster-port.ts';
import { collectPath, type CollectStep, type PathRequest } from './collect-path.ts';
import { createArchive } from './collection-archive.ts';
import type { CollectionRecord } from './collection.ts';
import { type CollectBudget, createRequester, type Missing } from './requester.ts';
import type { SeriesRequest } from './series/collect-series.ts';

export interface CollectRequest {
  readonly port: ClusterPort;
  readonly question: Question;
  readonly namespaces: readonly string[];
  readonly fallbackNamespace: string;
  readonly rootNamespace: string;
  readonly podsPerEnd: number;
  readonly logs: PathRequest['logs'];
  readonly budget: CollectBudget;
  /** A Prometheus or VictoriaMetrics to ask as well: `--metrics`. */
  readonly metrics?: ClusterPort;
  /** The tool's own version. */
  readonly version: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly onStep?: (step: CollectStep) => void;
}

/** Gathers the evidence of a path from a cluster into an archive, which is then whole even when the signal stopped it early. Throws a `UserError` where nothing can be asked or written. */
export async function collect(request: CollectRequest, file: string): Promise<CollectionRecord> {
  const { port, question, signal, budget, now } = request;
  const ask = createRequester(port, budget, signal);
  const started = now();
  const series = seriesRequest(request, started);
  const archive = await createArchive(file, started);
  try {
    const { failed, ...collected } = await collectPath({ ...pathRequest(request), ...series, ask, sink: archive, isDry: false });
    if (failed !== undefined) throw unanswered(port, failed);
    const record: CollectionRecord = {
      apiVersion: 'why503/v1',
      kind: 'Collection',
      metadata: { name: 'collection' },
      collectedBy: `why503 ${request.version}`,
      startedAt: instant(started),
      finishedAt: instant(now()),
      cluster: port.context,
      question,
      namespaces: collected.namespaces,
      requests: ask.count(),
      ...(series.series === undefined ? {} : { metrics: { server: series.series.shown, requests: series.series.ask.count() } }),
      redacted: true,
      files: collected.files,
      missing: collected.missing,
    };
    await archive.finish(record);
    return record;
  } catch (error) {
    await archive.discard();
    throw error;
  }
}

/** The requests that `collect` would make, in order. Those that the rest follows from are made: discovery, and the lists of pods, Services and EndpointSlices. */
export async function planCollect(request: CollectRequest): Promise<readonly string[]> {
  const { port, signal, budget } = request;
  const ask = createRequester(port, budget, signal);
  const series = seriesRequest(request, request.now());
  const { failed } = await collectPath({ ...pathRequest(request), ...series, ask, sink: { put: async () => 0, redacted: (text) => text }, isDry: true });
  if (failed !== undefined) throw unanswered(port, failed);
  return [...ask.requests(), ...(series.series?.ask.requests() ?? []).map((line) => line.replace(/^GET /, () => `GET ${series.series?.shown}`))];
}

/** What asking a metrics server may cost beside the cluster. */
const seriesBudget: CollectBudget = {
  totalMs: 60_000,
  requests: 40,
  bytes: 96 * 1024 ** 2,
  rate: 10,
  answerBytes: 24 * 1024 ** 2,
  answerMs: 20_000,
};

function seriesRequest({ metrics, logs, signal }: CollectRequest, to: number): { readonly series?: SeriesRequest } {
  if (metrics === undefined) return {};
  return { series: { ask: createRequester(metrics, seriesBudget, signal), shown: metrics.context, to, rangeMs: logs.sinceMs } };
}

function pathRequest(request: CollectRequest): Omit<PathRequest, 'ask' | 'sink' | 'isDry' | 'series'> {
  const { question, namespaces, fallbackNamespace, rootNamespace, podsPerEnd, logs, onStep } = request;
  return { question, namespaces, fallbackNamespace, rootNamespace, podsPerEnd, logs, ...(onStep === undefined ? {} : { onStep }) };
}

function unanswered({ context }: ClusterPort, { reason, detail = reason }: Missing): UserError {
  const isStranger = reason === 'unauthenticated';
  return new UserError(
    isStranger ? 'cluster-credentials' : 'cluster-unreachable',
    `The cluster ${context} gave no answer: ${detail}`,
    isStranger
      ? 'Log in as you do for kubectl, and see whether kubectl get pods works.'
      : 'See whether kubectl version reaches it; choose another by --context or --kubeconfig.',
  );
}
