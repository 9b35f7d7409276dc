import { documentPlace } from '../identity-object.ts';
import { parsePrometheus } from '../../formats/prometheus/parse-prometheus.ts';
import { type Artifact, defineArtifact, type RawDocument } from '../../model/source.ts';
import { appOf, versionOf } from './app.ts';
import { pagesOfSeries } from './pages-of-series.ts';
import { allSeries, isAnswer } from './series.ts';
import type { MetricsPage, Sample } from './types.ts';

export { type MetricSeries, metricSeries, type SeriesPoint } from './series.ts';

/**
 * Prometheus pages of applications, istiod and agents, and what such pages would show by the newest values of recorded series. Envoy's own statistics in this
 * form belong to the artifact `proxy-stats`.
 */
export const metricsPages: Artifact<readonly MetricsPage[]> = defineArtifact({
  id: 'metrics',
  title: 'Metrics of applications and istiod',
  collectWith: [
    'kubectl -n {namespace} exec {pod} -- curl -s http://localhost:8480/metrics',
    'kubectl -n {namespace} port-forward {pod} 8480 & curl -s http://localhost:8480/metrics',
    'kubectl -n istio-system exec deploy/istiod -- curl -s http://localhost:15014/metrics',
  ],
  recognises: (document) => (document.body.kind === 'text' ? isPage(document.body.text) : holdsPages(document)),
  parse: (documents) => {
    const pages = documents.flatMap(readPage);
    return [...pages, ...pagesOfSeries(allSeries(documents), pages)];
  },
});

function holdsPages(document: RawDocument): boolean {
  return isAnswer(document) && pagesOfSeries(allSeries([document]), []).length > 0;
}

const sampleLine = /^[a-zA-Z_:][\w:]*(?:\{[^\n]{0,5000}\})?[ \t]+(?:[+-]?(?:\d[\d.]*(?:[eE][+-]?\d+)?|Inf)|NaN)(?:[ \t]|$)/;
const ofProxy = /^(?:envoy_|istio_re(?:quest|sponse)|istio_tcp_)/;

/** Enough of the start is looked at to tell the form, and every line's first letters to tell whose page it is. */
function isPage(text: string): boolean {
  const start = text.slice(0, 16_384).split('\n', 200).slice(0, -1);
  const lines = start.length === 0 ? [text.slice(0, 16_384)] : start;
  const content = lines.filter((line) => line.trim() !== '');
  const samples = content.filter((line) => sampleLine.test(line));
  const marks = content.filter((line) => /^# (?:TYPE|HELP|UNIT) [a-zA-Z_:]/.test(line)).length;
  if (marks === 0 && (samples.length < 3 || samples.length < content.length * 0.8 || !samples.some((line) => /^\w*_\w*|\{/.test(line)))) return false;
  if (marks > 0 && samples.length + marks < content.length * 0.5) return false;
  return hasOthersThanProxy(text);
}

/** A page merged by the agent holds both: it counts here once more than a handful of its samples are not the proxy's. */
function hasOthersThanProxy(text: string): boolean {
  let others = 0;
  let proxys = 0;
  for (let from = 0; from < text.length; ) {
    const head = text.slice(from, from + 24);
    if (ofProxy.test(head)) proxys += 1;
    else if (/^[a-zA-Z_:]/.test(head)) others += 1;
    if (others > 100) return true;
    const newline = text.indexOf('\n', from);
    if (newline < 0) break;
    from = newline + 1;
  }
  return others > proxys;
}

function readPage(document: RawDocument): readonly MetricsPage[] {
  if (document.body.kind !== 'text') return [];
  const samples: readonly Sample[] = parsePrometheus(document.body.text, document.line).samples.filter((sample) => !sample.name.startsWith('envoy_'));
  if (samples.length === 0) return [];
  const flags = new Map(
    samples.flatMap(({ name, labels, line }) => {
      const [flag, value] = [labels['name'], labels['value']];
      return name === 'flag' && flag !== undefined && value !== undefined ? [[flag, { value, isSet: labels['is_set'] === 'true', line }] as const] : [];
    }),
  );
  const app = appOf(samples, flags);
  const version = versionOf(samples);
  return [
    {
      source: document.identity,
      at: { ...documentPlace('metrics', document), ...(document.line > 1 ? { line: document.line } : {}) },
      samples,
      flags,
      ...(version === undefined ? {} : { version }),
      ...(app === undefined ? {} : { app }),
    },
  ];
}
