import { accessLogs } from '../artifacts/logs/index.ts';
import type { ProxyAccessLog } from '../artifacts/logs/types.ts';
import { type MetricSeries, metricSeries } from '../artifacts/metrics/index.ts';
import type { Party } from '../model/diagnosis.ts';
import type { Failure } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { type Actor, actorByPod, type Cast, cast } from './cast.ts';
import { clientFailures } from './client-failures.ts';
import { familyOf } from './family.ts';
import { touches } from './merged-spans.ts';
import { destinationParty, proxyParty, receivingParty } from './parties.ts';
import { askedFrom, type Rise, risesOf, scrapeMs, seriesEvidence } from './series-rises.ts';
import { workloadOfPodName } from './workload-name.ts';

/** More of one rise tell no more, and more in all than a person asks about are cut. */
const mostOfRise = 200;
const mostInAll = 20_000;

/**
 * Failing requests that only counters of the proxies tell of (`istio_requests_total`, Istio 1.5 to 1.32), known to the time between two scrapes: where no access
 * log of either end covers that time and no caller's own words do. Both ends count a request; what its server's proxy counted as failing, the caller's proxy
 * counts once more as an answer that it passed on.
 */
export const countedFailures: Fact<readonly Failure[]> = defineFact({
  id: 'counted-failures',
  needs: { metricSeries, cast },
  wants: { accessLogs, clientFailures },
  derive: ({ metricSeries, cast, accessLogs = [], clientFailures = [] }) => {
    const series = metricSeries.filter(({ name }) => name === 'istio_requests_total');
    const from = askedFrom(series);
    const counted = series.filter(({ labels }) => isFailing(labels)).flatMap((each) => risesOf(each, from).map((rise) => countedOf(each, rise)));
    const atServer = new Map(
      [...Map.groupBy(counted, ({ path }) => path)].map(([path, group]) => [
        path,
        touches(group.flatMap(({ isOutbound, rise }) => (isOutbound ? [] : [{ from: rise.from - scrapeMs, to: rise.to + scrapeMs }]))),
      ]),
    );
    const byCaller = new Map(
      [...Map.groupBy(clientFailures, ({ server }) => server.workload.name)].map(([name, group]) => [
        name,
        touches(group.map(({ time, end }) => ({ from: time - scrapeMs, to: end + scrapeMs }))),
      ]),
    );
    return counted
      .filter(({ isPassedOn, path, rise }) => !isPassedOn || atServer.get(path)?.(rise) !== true)
      .filter((each) => !accessLogs.some((log) => isLogOf(log, each) && covers(log, each.rise)))
      .flatMap((each) => failuresOf(each, cast))
      .filter(({ server, time, end }) => byCaller.get(server.workload.name)?.({ from: time, to: end }) !== true)
      .slice(0, mostInAll)
      .toSorted((a, b) => a.time - b.time);
  },
});

/** A rise of a counter of failing requests. */
interface Counted {
  readonly series: MetricSeries;
  readonly rise: Rise;
  readonly isOutbound: boolean;
  /** No flag at the caller's proxy: the answer came from further on. */
  readonly isPassedOn: boolean;
  readonly path: string;
}

/** An answer of 5xx, or a flag of a failure; who left (DC, 0) counts as nobody's failure, as with rows. */
function isFailing({ response_code: code = '', response_flags: flags = '-' }: MetricSeries['labels']): boolean {
  return /^5\d\d$/.test(code) || (/^[1-9]/.test(code) && flags !== '-' && flags !== 'DC' && flags !== '');
}

function countedOf(series: MetricSeries, rise: Rise): Counted {
  const { reporter, response_flags: flags = '-', source_workload: source, destination_service: service, destination_workload: server } = series.labels;
  const isOutbound = reporter !== 'destination';
  return { series, rise, isOutbound, isPassedOn: isOutbound && flags === '-', path: `${source ?? ''} ${server ?? service ?? ''}` };
}

/** Its own proxy's log, or that of the other end, which has a row of the same request. */
function isLogOf({ proxy }: ProxyAccessLog, { series: { labels, source } }: Counted): boolean {
  if (proxy.pod === undefined) return true; // whose it is, is not known: it may hold these requests
  return proxy.pod === source.pod || [labels['source_workload'], labels['destination_workload']].includes(workloadOfPodName(proxy.pod));
}

function covers(log: ProxyAccessLog, { from, to }: Rise): boolean {
  return log.rows > 0 && to >= log.first && from <= log.last + scrapeMs;
}

function failuresOf({ series, rise, isOutbound, isPassedOn }: Counted, people: Cast): readonly Failure[] {
  const { labels, source } = series;
  const own = source.pod === undefined ? undefined : actorByPod(people, source.namespace, source.pod);
  const server = isOutbound ? serverOf(labels, people) : serverOf({ ...labels, ...ownLabels(own) }, people);
  if (server === undefined) return [];
  const pod = own?.key ?? (source.pod === undefined ? undefined : [source.namespace, source.pod].filter((part) => part !== undefined).join('/'));
  const client = named(labels['source_workload']);
  const flags = (labels['response_flags'] ?? '-') === '-' ? [] : (labels['response_flags'] ?? '').split(',');
  const code = Number(labels['response_code']);
  const family = familyOf({ flags, code, method: 'GET' });
  const sender = isOutbound
    ? proxyParty(
        own?.workload ?? client ?? 'client',
        own?.namespace ?? named(labels['source_workload_namespace']),
        own?.proxy === 'gateway' ? 'gateway' : 'sidecar',
      )
    : proxyParty(server.workload.name, server.workload.namespace);
  const receiver: Party = isOutbound ? server : { ...server, role: 'app', name: server.workload.name };
  const failure: Failure = {
    time: rise.from,
    end: rise.to,
    family,
    flags,
    code,
    direction: isOutbound ? 'outbound' : 'inbound',
    writer: isPassedOn || family === 'answered' ? receiver : sender,
    hop: `${sender.name}->${receiver.name}`,
    server: receiver,
    ...(pod === undefined ? {} : { pod }),
    ...(!isOutbound && pod !== undefined ? { serverPod: pod } : {}),
    ...(client === undefined ? {} : { client }),
    bytesReceived: 0,
    bytesSent: 0,
    savedByRetry: false,
    unseenBeyond: isPassedOn,
    evidence: [seriesEvidence(series, rise.point.value)],
  };
  return Array.from({ length: Math.min(mostOfRise, Math.max(1, Math.round(rise.by))) }, () => failure);
}

function ownLabels(own: Actor | undefined): MetricSeries['labels'] {
  return own === undefined
    ? {}
    : { destination_workload: own.workload, ...(own.namespace === undefined ? {} : { destination_workload_namespace: own.namespace }) };
}

/** The workload that the request was for; where none took it (UH, UF, NR), the host that was asked for. */
function serverOf(labels: MetricSeries['labels'], people: Cast): Party | undefined {
  const [workload, namespace] = [named(labels['destination_workload']), named(labels['destination_workload_namespace'])];
  const host = named(labels['destination_service']) ?? named(labels['destination_service_name']);
  if (workload === undefined) return host === undefined ? undefined : destinationParty(people, { host });
  const actor = people.actors.find((candidate) => candidate.workload === workload && (namespace === undefined || candidate.namespace === namespace));
  return actor === undefined ? proxyParty(workload, namespace) : receivingParty(actor);
}

function named(label: string | undefined): string | undefined {
  return label === undefined || label === '' || label === 'unknown' || label === 'PassthroughCluster' || label === 'BlackHoleCluster' ? undefined : label;
}
