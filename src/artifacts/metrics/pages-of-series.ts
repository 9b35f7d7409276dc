import type { MetricSeries } from './series.ts';
import { appOf, versionOf } from './app.ts';
import type { MetricsPage, Sample } from './types.ts';

/** A scraper writes a value each minute at most; Prometheus shows the last one for five minutes. */
const freshMs = 330_000;
/** Of proxies, kubelets and kube-state-metrics: they speak of a pod and are not its program's own page. */
const ofOthers = /^(?:envoy_|istio_|kube_|container_|node_|machine_|pilot_|up$|scrape_)/;

/**
 * What each program's page would show at the end of the answers, put together from its series: counters and gauges read alike, however they came. A pod whose
 * page was read directly has no second one, and one that is gone has none.
 */
export function pagesOfSeries(all: readonly MetricSeries[], read: readonly MetricsPage[]): readonly MetricsPage[] {
  const own = all.filter(({ name, source, points, answeredAt }) => {
    const last = points.at(-1) ?? points[0];
    return !ofOthers.test(name) && source.pod !== undefined && answeredAt - last.time <= freshMs;
  });
  const groups = Map.groupBy(own, ({ source: { namespace, pod, container } }) => `${namespace ?? ''}/${pod ?? ''}/${container ?? ''}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || read.some(({ source }) => isSamePod(source, first.source))) return [];
    const samples: readonly Sample[] = group.map(({ name, labels, points, at: { line = 1 } }) => ({
      name,
      labels,
      value: (points.at(-1) ?? points[0]).value,
      line,
    }));
    const app = appOf(samples, new Map());
    const version = versionOf(samples);
    const { path: _path, ...place } = first.at;
    return [
      {
        source: first.source,
        at: place,
        samples,
        flags: new Map(),
        ...(version === undefined ? {} : { version }),
        ...(app === undefined ? {} : { app }),
      },
    ];
  });
}

function isSamePod(a: MetricsPage['source'], b: MetricsPage['source']): boolean {
  return a.pod === b.pod && (a.namespace === undefined || b.namespace === undefined || a.namespace === b.namespace);
}
