import type { MetricsPage, Sample } from './types.ts';

/** Flags that only one component has (VictoriaMetrics v1.93 to v1.150.0, app/<component>/main.go), the narrower first. */
const byFlags: readonly (readonly [string, readonly string[]])[] = [
  ['vmalert', ['datasource.url', 'rule']],
  ['vmauth', ['auth.config', 'failTimeout']],
  ['vmagent', ['remoteWrite.url', 'remoteWrite.tmpDataPath']],
  ['vmstorage', ['storageDataPath', 'vminsertAddr']],
  ['vminsert', ['storageNode', 'maxInsertRequestSize']],
  ['vmselect', ['storageNode', 'search.denyPartialResponse']],
  ['victoria-metrics', ['storageDataPath', 'retentionPeriod']],
];

/** First letters of metric names that only one component writes. */
const byMetrics: readonly (readonly [string, RegExp])[] = [
  ['vmalert', /^vmalert_/],
  ['vmagent', /^vmagent_/],
  ['vmauth', /^vmauth_/],
  ['vminsert', /^vm_rpc_rows_pushed_total|^vminsert_/],
  ['vmselect', /^vmselect_/],
  ['istiod', /^(?:pilot_info|pilot_xds\w*|istiod_uptime_seconds)$/],
  ['istio-agent', /^istio_agent_/],
  ['ztunnel', /^(?:istio_xds_connection_terminations|workload_manager_)/],
];

/** Which program wrote the page: by its own word, else by flags and metrics that no other has. */
export function appOf(samples: readonly Sample[], flags: MetricsPage['flags']): string | undefined {
  const said = /^([a-z][a-z-]*?)-\d{8}-/.exec(appVersion(samples)?.labels['version'] ?? '')?.[1];
  if (said !== undefined) return said;
  const flagged = byFlags.find(([, names]) => names.every((name) => flags.has(name)));
  if (flagged !== undefined) return flagged[0];
  const names = new Set(samples.map((sample) => sample.name));
  return byMetrics.find(([, pattern]) => names.values().some((name) => pattern.test(name)))?.[0];
}

/** Its version: VictoriaMetrics' `short_version`, istiod's `pilot_info`. A self-built VictoriaMetrics says none. */
export function versionOf(samples: readonly Sample[]): string | undefined {
  const own = appVersion(samples)?.labels;
  const pilot = samples.find(({ name, labels }) => name === 'pilot_info' || (name === 'istio_build' && labels['component'] === 'pilot'))?.labels;
  const said = [own?.['short_version'], /-tags-(v[\d.]+[\w.-]*?)(?:-0-g[0-9a-f]+)?$/.exec(own?.['version'] ?? '')?.[1], pilot?.['version'], pilot?.['tag']];
  return said.find((version) => version !== undefined && version !== '');
}

function appVersion(samples: readonly Sample[]): Sample | undefined {
  return samples.find((sample) => sample.name === 'vm_app_version');
}
