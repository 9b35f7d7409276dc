import { booleanAt, stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Question } from '../../model/snapshot.ts';
import { workloadOf } from './choose-pods.ts';
import { type Collecting, eachOf, startCollecting } from './collecting.ts';
import type { CollectedFile, MissingFile } from './collection.ts';
import { collectIstiod, findIstiods } from './collect-istiod.ts';
import { collectObjects } from './collect-objects.ts';
import { collectPod, type LogLimits } from './collect-pod.ts';
import { discover } from './discovery.ts';
import type { EvidenceSink } from './evidence-sink.ts';
import { failingPods } from './failing-pods.ts';
import { listObjects } from './list-objects.ts';
import { both, type FoundObjects, findObjects } from './find-objects.ts';
import { otherEnds } from './other-ends.ts';
import { pathEnd } from './path-ends.ts';
import { type PodChoice, podChoices } from './pod-choice.ts';
import { podParts } from './pod-parts.ts';
import type { Missing, Requester } from './requester.ts';
import { collectSeries, type SeriesRequest } from './series/collect-series.ts';

export interface PathRequest {
  readonly ask: Requester;
  readonly sink: EvidenceSink;
  readonly question: Question;
  /** Namespaces beside those of both ends. */
  readonly namespaces: readonly string[];
  /** Where an end without a namespace is. */
  readonly fallbackNamespace: string;
  /** Istio's root namespace: its objects hold for the whole mesh, and istiod runs there. */
  readonly rootNamespace: string;
  /** Pods of each end whose proxies and logs are read. */
  readonly podsPerEnd: number;
  readonly logs: LogLimits;
  /** A Prometheus or VictoriaMetrics to ask as well. */
  readonly series?: SeriesRequest;
  /** True: what would be asked is listed and not asked, but for the lists that the rest follows from. */
  readonly isDry: boolean;
  readonly onStep?: (step: CollectStep) => void;
}

export type CollectStep =
  | { readonly step: 'finding' | 'objects' | 'mesh' | 'series' }
  | { readonly step: 'pod'; readonly pod: string; readonly index: number; readonly total: number };

/** What came together; `failed` when not even the first question got an answer. */
export interface PathCollection {
  readonly namespaces: readonly string[];
  readonly files: readonly CollectedFile[];
  readonly missing: readonly MissingFile[];
  readonly failed?: Missing;
}

/** Pods asked at the same moment. */
const AT_ONCE = 4;

/**
 * Gathers the evidence of one request path: finds the pods of both ends, reads their proxies, metrics and logs, then what of the mesh
 * and of Kubernetes bears on them. Where only one end is given, failing requests in its proxies' logs name the other. A piece
 * that cannot be had is noted and loses nothing else.
 */
export async function collectPath(request: PathRequest): Promise<PathCollection> {
  const { ask, question, onStep = () => undefined } = request;
  const collecting = startCollecting(ask, request.sink);
  onStep({ step: 'finding' });
  const { served, failed } = await discover(ask);
  // Who may not ask what is served may still read pods; who gets no answer at all need not go on.
  if (failed !== undefined && failed.reason !== 'forbidden' && failed.reason !== 'gone') return { namespaces: [], files: [], missing: [], failed };
  const ends = [question.from, question.to].flatMap((end) => (end === undefined ? [] : (pathEnd(end, request.fallbackNamespace) ?? [])));
  const first = [...new Set([...ends.map(({ namespace }) => namespace), ...request.namespaces])];
  const found = await findObjects(first, served, collecting);
  const choices = podChoices(ends, found, request.podsPerEnd);
  const istiods = await findIstiods(request.rootNamespace, found, ask);
  if (request.isDry) for (const one of [ask, request.series?.ask]) one?.pretend();
  const chosen: JsonObject[] = [];
  for (const { pods, most } of choices) {
    const failing = await failingPods(pods.slice(most), request.logs.sinceMs, ask);
    chosen.push(...pods.slice(0, most), ...failing.slice(0, most));
  }

  const done = new Map<string, JsonObject>();
  const readPods = async (pods: readonly JsonObject[]): Promise<string> => {
    const fresh = pods.filter((pod) => !done.has(nameOf(pod)));
    for (const pod of fresh) done.set(nameOf(pod), pod);
    const logs: string[] = [];
    await eachOf([...fresh.entries()], AT_ONCE, async ([index, pod]) => {
      onStep({ step: 'pod', pod: nameOf(pod), index: index + 1, total: fresh.length });
      logs.push(await collectPod(podParts(pod), request.logs, collecting));
    });
    return logs.join('\n');
  };
  const readMesh = async (): Promise<void> => {
    onStep({ step: 'mesh' });
    await collectIstiod(istiods, collecting);
  };
  const readObjects = async (namespaces: readonly string[]): Promise<void> => {
    onStep({ step: 'objects' });
    const more = await findObjects(namespaces.slice(first.length), served, collecting);
    await collectObjects(
      {
        namespaces,
        rootNamespace: request.rootNamespace,
        served,
        found: both(found, more),
        pods: [...done.values()],
        further: istiods.isListedAlone ? istiods.pods : [],
      },
      collecting,
    );
  };
  const readSeries = async (namespaces: readonly string[]): Promise<void> => {
    if (request.series === undefined) return;
    onStep({ step: 'series' });
    const workloads = [...ends.map(({ name }) => name), ...[...done.values()].map(workloadOf)];
    await collectSeries(request.series, { namespaces, workloads }, collecting);
  };
  const unique = [...new Map(chosen.map((pod) => [nameOf(pod), pod])).values()];
  const others = isOneEnded(question) ? await otherPods(await readPods(unique), request, found, ask) : [];
  const namespaces = [...new Set([...first, ...others.map((pod) => stringAt(pod, 'metadata', 'namespace') ?? '')])];
  const last = isOneEnded(question) ? others.slice(0, request.podsPerEnd) : unique;
  const rest = [() => readPods(last), readMesh, () => readObjects(namespaces), () => readSeries(namespaces)];
  // an Envoy with many clusters takes a second for its dump, in which the API server has nothing else to do
  await eachOf(rest, request.isDry ? 1 : rest.length, async (work) => void (await work()));
  for (const choice of choices) noteLeftOut(choice, done, collecting);
  return { namespaces, files: collecting.files(), missing: collecting.missing() };
}

/** Then the other end follows from logs, and its namespace with it. */
function isOneEnded({ from, to }: Question): boolean {
  return (from === undefined) !== (to === undefined);
}

function nameOf(pod: JsonObject): string {
  return `${stringAt(pod, 'metadata', 'namespace')}/${stringAt(pod, 'metadata', 'name')}`;
}

/** Says that an end has no pods, and how many were not read. */
function noteLeftOut({ end, pods }: PodChoice, done: ReadonlyMap<string, JsonObject>, { miss }: Collecting): void {
  const about = { path: ['pods', ...(end === undefined ? [] : [end])], artifact: 'pods' };
  const of = end === undefined ? '' : ` of ${end}`;
  const count = pods.filter((pod) => !done.has(nameOf(pod))).length;
  if (pods.length === 0 && end !== undefined) miss(about, { reason: 'no-pod', detail: `no pod of ${end} was found` });
  if (count > 0) miss(about, { reason: 'left-out', detail: `${count} of ${pods.length} pods${of}` });
}

/** Most addresses that are looked up. */
const MOST_ADDRESSES = 4;

/** The pods at the other end of failing requests, where the question names one end only. */
async function otherPods(log: string, { question }: PathRequest, found: FoundObjects, ask: Requester): Promise<readonly JsonObject[]> {
  if (!isOneEnded(question)) return [];
  const pods: JsonObject[] = [];
  for (const ip of otherEnds(log, question.from === undefined ? 'downstream' : 'upstream').slice(0, MOST_ADDRESSES)) {
    const known = found.pods.find((pod) => stringAt(pod, 'status', 'podIP') === ip);
    pods.push(...(known === undefined ? (await listObjects(ask, `/api/v1/pods?fieldSelector=${encodeURIComponent(`status.podIP=${ip}`)}`)).items : [known]));
  }
  // What shares the node's address is no end of this request.
  return pods.filter((pod) => booleanAt(pod, 'spec', 'hostNetwork') !== true);
}
