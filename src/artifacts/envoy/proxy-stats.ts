import { documentPlace } from '../identity-object.ts';
import { asNumber, asObject, asObjects, asString } from '../../formats/json.ts';
import { type Artifact, defineArtifact, type RawDocument } from '../../model/source.ts';
import { linesOf } from './lines.ts';
import { mergeByProxy } from './merge-by-proxy.ts';
import { prometheusLine } from './prometheus-line.ts';
import { proxyIdentity } from './proxy-identity.ts';
import { envoyStatName, plainStatName } from './stat-name.ts';
import type { ProxyStats, StatValue } from './types.ts';

/** What each proxy counted: `/stats` as text or JSON, `/stats/prometheus`. */
export const proxyStats: Artifact<readonly ProxyStats[]> = defineArtifact({
  id: 'proxy-stats',
  title: 'Envoy statistics',
  collectWith: [
    'kubectl -n {namespace} exec {pod} -c istio-proxy -- pilot-agent request GET stats',
    'kubectl -n {namespace} exec {pod} -c istio-proxy -- pilot-agent request GET stats/prometheus',
  ],
  recognises: (document) => formOf(document) !== undefined,
  parse: (documents) => mergeByProxy(documents.flatMap(read), merge),
});

type Form = 'text' | 'prometheus' | 'json' | 'flat';

const textLine =
  /^(?:cluster|listener|http|tcp|server|cluster_manager|listener_manager|main_thread|runtime|filesystem|vhost|dns)\.[^\n]{1,500}: (?:\d+$|"|P0\(|No recorded)/m;
const prometheusMark =
  /^(?:envoy_(?:cluster|http|listener|server|tcp|main_thread|runtime)_\w+|istio_requests_total|istio_request_\w+|istio_tcp_\w+|envoy_cluster_manager_\w+)(?:\{|\s)/m;

function formOf(document: RawDocument): Form | undefined {
  if (document.body.kind === 'json') {
    const object = asObject(document.body.value);
    const first = asObjects(object?.['stats'])[0];
    if (first !== undefined && (typeof first['name'] === 'string' || first['histograms'] !== undefined)) return 'json';
    // The text form is YAML by accident; a source may have read it so.
    return object !== undefined &&
      Object.keys(object)
        .slice(0, 50)
        .some((key) => /^(cluster|listener|http|server)\..+\..|^(?:cluster|listener)_manager\./.test(key))
      ? 'flat'
      : undefined;
  }
  const head = document.body.text.slice(0, 200_000);
  if (textLine.test(head)) return 'text';
  return prometheusMark.test(head) ? 'prometheus' : undefined;
}

function read(document: RawDocument): readonly ProxyStats[] {
  const form = formOf(document);
  if (form === undefined) return [];
  const values = new Map<string, StatValue>();
  const labelled: ProxyStats['labelled'][number][] = [];
  for (const [name, value, line] of pairs(document, form)) if (!values.has(name)) values.set(name, { value, line });
  if (document.body.kind === 'text') {
    for (const { text, number } of linesOf(document.body.text, document.line)) {
      const sample = form === 'prometheus' ? prometheusLine(text) : istioStat(text);
      if (sample === undefined || !/^(?:envoy|istio)_/.test(sample.name)) continue;
      labelled.push({ ...sample, line: number });
      const name = envoyStatName(sample);
      if (name !== undefined && !values.has(name)) values.set(name, { value: sample.value, line: number });
    }
  }
  return [{ proxy: proxyIdentity(document, undefined), at: documentPlace('proxy-stats', document), values, labelled }];
}

/** Names and numbers; histograms and texts are left out. JSON has no lines: 1. */
function* pairs(document: RawDocument, form: Form): Generator<readonly [string, number, number]> {
  if (document.body.kind === 'text') {
    if (form !== 'text') return;
    for (const { text, number } of linesOf(document.body.text, document.line)) {
      const colon = text.lastIndexOf(': ');
      const value = colon > 0 ? asNumber(text.slice(colon + 2)) : undefined;
      if (value !== undefined) yield [plainStatName(text.slice(0, colon)), value, number];
    }
    return;
  }
  const object = asObject(document.body.value) ?? {};
  const entries = form === 'flat' ? Object.entries(object) : asObjects(object['stats']).map((stat) => [asString(stat['name']) ?? '', stat['value']] as const);
  for (const [name, raw] of entries) {
    const value = typeof raw === 'string' && form === 'flat' ? undefined : asNumber(raw);
    if (name !== '' && value !== undefined) yield [plainStatName(name), value, document.line];
  }
}

/** Istio's own metrics in the text form: `istiocustom.istio_requests_total.reporter.=.source.;.…: 5` and its variants. */
function istioStat(line: string): { readonly name: string; readonly labels: { readonly [name: string]: string }; readonly value: number } | undefined {
  if (line.length > 20_000) return undefined;
  const name = /^(?:istiocustom\.|wasmcustom\.)?(istio_[a-z_]+?)(?=[.;])/.exec(line);
  const colon = line.lastIndexOf(': ');
  const value = asNumber(line.slice(colon + 2));
  if (name?.[1] === undefined || colon < 0 || value === undefined) return undefined;
  const labels = line
    .slice(name[0].length, colon)
    .split(/\.?;\.?/)
    .flatMap((part) => {
      const [key, ...rest] = part.split(/\.?=\.?/);
      return key === undefined || key === '' || rest.length === 0 ? [] : [[key.replace(/^\./, ''), rest.join('=')] as const];
    });
  return { name: name[1], labels: Object.fromEntries(labels), value };
}

/** Envoy's own names win over those guessed from Prometheus; a number of another file says which. */
function merge(a: ProxyStats, b: ProxyStats): ProxyStats {
  const [kept, next] = a.labelled.length > 0 && b.labelled.length === 0 ? [b, a] : [a, b];
  const extra = [...next.values]
    .filter(([name]) => !kept.values.has(name))
    .map(([name, stat]) => [name, { ...stat, file: stat.file ?? next.at.file }] as const);
  return { ...kept, values: new Map([...kept.values, ...extra]), labelled: [...kept.labelled, ...next.labelled] };
}
