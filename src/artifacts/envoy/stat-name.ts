import type { PrometheusSample } from './prometheus-line.ts';

/**
 * A stat name without the `;` that Istio >= 1.23 puts at the end of a cluster's part:
 * `cluster.outbound|8480||host;.upstream_cx_total`.
 */
export function plainStatName(name: string): string {
  return name.replace(';.', '.');
}

/**
 * Labels that hold the part of a stat name which Envoy's tag extraction took out, by what stands after `envoy_`. Istio's own
 * bootstrap names them so; Envoy by default puts `envoy_` before them.
 */
const scopes: readonly (readonly [prefix: string, scope: string, label: string])[] = [
  ['cluster_', 'cluster', 'cluster_name'],
  ['http_', 'http', 'http_conn_manager_prefix'],
  ['listener_', 'listener', 'listener_address'],
  ['tcp_', 'tcp', 'tcp_prefix'],
];
const single = ['cluster_manager', 'listener_manager', 'http2', 'main_thread', 'runtime', 'server', 'wasm'];
const nested = [
  'circuit_breakers_default_',
  'circuit_breakers_high_',
  'outlier_detection_',
  'health_check_',
  'external_',
  'internal_',
  'ssl_',
  'http1_',
  'http2_',
];

/**
 * The Envoy name behind a Prometheus sample, as far as it can be told: Prometheus names have `_` for every dot, so only known
 * groups get their dots back. Undefined for what is not Envoy's, and for histogram buckets.
 */
export function envoyStatName({ name, labels }: PrometheusSample): string | undefined {
  if (!name.startsWith('envoy_') || labels['le'] !== undefined) return undefined;
  const rest = name.slice('envoy_'.length);
  for (const [prefix, scope, label] of scopes) {
    const owner = labels[label] ?? labels[`envoy_${label}`];
    if (rest.startsWith(prefix) && owner !== undefined) return `${scope}.${owner.replace(/;$/, '')}.${responseCode(dotted(rest.slice(prefix.length)), labels)}`;
  }
  const scope = single.find((one) => rest.startsWith(`${one}_`));
  return scope === undefined ? undefined : `${scope}.${rest.slice(scope.length + 1)}`;
}

function dotted(stat: string): string {
  const group = nested.find((prefix) => stat.startsWith(prefix));
  if (group === undefined) return stat;
  return `${group.slice(0, -1).replace('circuit_breakers_', 'circuit_breakers.')}.${stat.slice(group.length)}`;
}

/**
 * Response codes are tags too: `upstream_rq{response_code="503"}` is `upstream_rq_503`; the class comes as
 * `upstream_rq{response_code_class="5xx"}` (Istio) or `upstream_rq_xx{envoy_response_code_class="5"}` (Envoy): `upstream_rq_5xx`.
 */
function responseCode(stat: string, labels: PrometheusSample['labels']): string {
  const code = labels['response_code'] ?? labels['envoy_response_code'];
  const family = labels['response_code_class'] ?? labels['envoy_response_code_class'];
  if (code !== undefined && stat.endsWith('_rq')) return `${stat}_${code}`;
  return family !== undefined && /_rq(?:_xx)?$/.test(stat) ? `${stat.replace(/_xx$/, '')}_${family.replace(/xx$/, '')}xx` : stat;
}
