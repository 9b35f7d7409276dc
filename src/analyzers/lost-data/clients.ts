import type { ContainerLog, Signal } from '../../artifacts/logs/types.ts';
import type { MetricsPage } from '../../artifacts/metrics/types.ts';
import type { Pod } from '../../facts/pods.ts';
import { workloadOfPodName } from '../../facts/workload-name.ts';
import { vmDefaultMs } from '../../knowledge/versions/index.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';
import { instant, type Milliseconds } from '../../model/time.ts';

/** A caller of an incident's target, with what its own pods say. */
export interface Client {
  readonly name: string;
  readonly logs: readonly ContainerLog[];
  readonly pages: readonly MetricsPage[];
  /** Whether its failing requests write or query; a program may do both, to different targets. */
  readonly writes: boolean;
  readonly queries: boolean;
}

const standardMs = (flag: string): Milliseconds => vmDefaultMs('vmalert', flag, undefined)?.ms ?? 0;
/** A batch is given up at most this long after its last failing row: six attempts within the time of retries, each of at most its own time (vmalert v1.91 to v1.150.0). */
const longestRetryMs = standardMs('remoteWrite.retryMaxTime') + 6 * standardMs('remoteWrite.sendTimeout');

const slackMs = 2_000;

const writing = /\/api\/v1\/(?:write|import)|\/insert\/|to send request failed|a block with size/;
const querying = /\/api\/v1\/query|\/select\/|failed to execute/;

/** Callers whose requests failed in this incident and of which a log or a page of metrics is there. */
export function clientsOf(incident: ObservedIncident, logs: readonly ContainerLog[], pages: readonly MetricsPage[], pods: readonly Pod[]): readonly Client[] {
  const workloadOf = ({ namespace, pod }: Named): string | undefined =>
    pod === undefined
      ? undefined
      : (pods.find((candidate) => candidate.name === pod && (namespace === undefined || candidate.namespace === namespace))?.workload.name ??
        workloadOfPodName(pod));
  return incident.clients.flatMap((name): readonly Client[] => {
    const failures = incident.failures.filter(({ client }) => client === name);
    const told = new Set(failures.flatMap(({ pod, direction }) => (direction === 'inbound' || pod === undefined ? [] : [namespaceOf(pod)])));
    const isOwn = (who: Named): boolean => workloadOf(who) === name && (told.size === 0 || who.namespace === undefined || told.has(who.namespace));
    const ownLogs = logs.filter(({ identity }) => identity.container !== 'istio-proxy' && isOwn(identity));
    const ownPages = pages.filter(({ source }) => isOwn(source));
    const words = failures.map(wordsOf);
    // callers of one name in several namespaces, and no row says which of them failed
    const namespaces = new Set([...ownLogs.map(({ identity }) => identity.namespace), ...ownPages.map(({ source }) => source.namespace)]);
    return namespaces.size !== 1
      ? []
      : [{ name, logs: ownLogs, pages: ownPages, writes: words.some((text) => writing.test(text)), queries: words.some((text) => querying.test(text)) }];
  });
}

interface Named {
  readonly namespace?: string;
  readonly pod?: string;
}

function namespaceOf(pod: string): string {
  return pod.split('/', 1)[0] ?? pod;
}

function wordsOf({ path, evidence }: Failure): string {
  const [first] = evidence;
  return `${path ?? ''} ${first.kind === 'log' ? first.text : ''}`;
}

/** Lines of one kind from the incident's start until nothing of it can still be tried. */
export function linesOf(client: Client, incident: ObservedIncident, id: string): readonly Signal[] {
  return client.logs.flatMap(({ signals }) =>
    signals.filter(
      (signal) => signal.id === id && signal.time !== undefined && signal.time >= incident.from - slackMs && signal.time <= incident.to + longestRetryMs,
    ),
  );
}

/** True when lines of one kind were more than a digest keeps: then numbers are at least what was kept. */
export function isCut(client: Client, id: string): boolean {
  return client.logs.some(({ signals, counts }) => (counts[id] ?? 0) > signals.filter((signal) => signal.id === id).length);
}

/** `≥ 400` where lines were left out. */
export function counted(number: number, cut: boolean): string {
  return `${cut ? '≥ ' : ''}${number}`;
}

/** First and last of some lines as evidence. */
export function endsOf(lines: readonly Signal[]): readonly Evidence[] {
  const [first] = lines;
  const last = lines.at(-1);
  return [first, last === first ? undefined : last].flatMap((signal) =>
    signal === undefined ? [] : [{ kind: 'log', at: signal.at, text: signal.text, ...(signal.time === undefined ? {} : { time: instant(signal.time) }) }],
  );
}
