import { asList, asNumber, asObjects, at, numberAt, stringAt, stringsAt } from '../../formats/json.ts';
import type { Place } from '../../model/evidence.ts';
import { type Artifact, defineArtifact, type Identity, type RawDocument } from '../../model/source.ts';
import type { EpochMs } from '../../model/time.ts';
import { objectOf } from '../identity-object.ts';

/** One value of a series. */
export interface SeriesPoint {
  readonly time: EpochMs;
  readonly value: number;
}

/** One series of an answer: its name, its other labels and its values in order of time. */
export interface MetricSeries {
  readonly name: string;
  readonly labels: { readonly [name: string]: string };
  /** The pod that its labels name. */
  readonly source: Identity;
  readonly at: Place;
  readonly points: readonly [SeriesPoint, ...SeriesPoint[]];
  /** The newest moment of the answers it is from: a series that ends before has no newer value. */
  readonly answeredAt: EpochMs;
}

/**
 * Answers of `/api/v1/query_range` and `/api/v1/query` as Prometheus and VictoriaMetrics give them (Prometheus 2.x and 3.x, VictoriaMetrics v1.93 to v1.150.0).
 * A series without a name says nothing here: ask for the metric itself, not for a rate of it.
 */
export const metricSeries: Artifact<readonly MetricSeries[]> = defineArtifact({
  id: 'metric-series',
  title: 'Series of Prometheus or VictoriaMetrics',
  collectWith: [
    'why503 diagnose --from {namespace}/CALLER --to {namespace}/SERVICE --metrics http://PROMETHEUS:9090',
    "curl -sG http://PROMETHEUS:9090/api/v1/query_range --data-urlencode 'query=kube_pod_container_status_restarts_total' -d start=$(date -d -6hours +%s) -d end=$(date +%s) -d step=60",
  ],
  recognises: isAnswer,
  parse: allSeries,
});

/** True for an answer that holds a named series. */
export function isAnswer({ body }: RawDocument): boolean {
  if (body.kind !== 'json') return false;
  const type = stringAt(body.value, 'data', 'resultType');
  if (stringAt(body.value, 'status') !== 'success' || (type !== 'matrix' && type !== 'vector')) return false;
  return asList(at(body.value, 'data', 'result')).some((series) => (stringAt(series, 'metric', '__name__') ?? '') !== '');
}

/** Far above what collecting asks for; keeps a hostile answer from filling memory. */
const mostSeries = 50_000;
const mostPoints = 12_000;

/** The series of all answers. The same one from several is one: a person saves a range twice, or two halves of it. */
export function allSeries(documents: readonly RawDocument[]): readonly MetricSeries[] {
  return merged(documents.flatMap(seriesOf));
}

function seriesOf(document: RawDocument): readonly MetricSeries[] {
  if (document.body.kind !== 'json') return [];
  const results = asObjects(at(document.body.value, 'data', 'result')).slice(0, mostSeries);
  const read = results.flatMap((result, index) => {
    const { __name__: name = '', ...labels } = stringsAt(result, 'metric');
    const [first, ...rest] = pointsOf(result);
    if (name === '' || first === undefined) return [];
    const source = sourceOf(labels);
    const object = objectOf(source);
    const place: Place = {
      artifact: 'metric-series',
      file: document.file,
      path: `data.result[${index}]`,
      ...(object === undefined ? {} : { object }),
      ...(document.line > 1 ? { line: document.line } : {}),
    };
    return [{ name, labels, source, at: place, points: [first, ...rest] as const }];
  });
  const answeredAt = read.reduce((newest, { points }) => Math.max(newest, (points.at(-1) ?? points[0]).time), 0);
  return read.map((series) => ({ ...series, answeredAt }));
}

/** Values of a range, or the one of an instant; what is no number (`NaN` marks the end of a series) is left out. */
function pointsOf(result: Readonly<Record<string, unknown>>): readonly SeriesPoint[] {
  const pairs = 'values' in result ? asList(result['values']) : [result['value']];
  return pairs
    .slice(-mostPoints)
    .flatMap((pair) => {
      const [seconds, value] = [numberAt(pair, 0), asNumber(asList(pair)[1])];
      return seconds === undefined || value === undefined ? [] : [{ time: Math.round(seconds * 1_000), value }];
    })
    .toSorted((a, b) => a.time - b.time);
}

/** Names of the labels by which scrape configurations of Prometheus, its operator and VictoriaMetrics' tell the pod. */
function sourceOf(labels: MetricSeries['labels']): Identity {
  const [namespace, pod, container] = [
    labels['namespace'] ?? labels['kubernetes_namespace'],
    labels['pod'] ?? labels['pod_name'] ?? labels['kubernetes_pod_name'],
    labels['container'] ?? labels['container_name'],
  ];
  return {
    ...(namespace === undefined ? {} : { namespace }),
    ...(pod === undefined ? {} : { pod }),
    ...(container === undefined ? {} : { container }),
  };
}

function merged(all: readonly MetricSeries[]): readonly MetricSeries[] {
  const groups = Map.groupBy(all, ({ name, labels }) => JSON.stringify([name, ...Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))]));
  return [...groups.values()].flatMap((group) => {
    const [series, ...others] = group;
    if (series === undefined) return [];
    if (others.length === 0) return [series];
    const byTime = new Map(group.flatMap(({ points }) => points.map((point) => [point.time, point] as const)));
    const [first = series.points[0], ...rest] = [...byTime.values()].toSorted((a, b) => a.time - b.time);
    return [{ ...series, points: [first, ...rest] as const, answeredAt: Math.max(...group.map(({ answeredAt }) => answeredAt)) }];
  });
}
