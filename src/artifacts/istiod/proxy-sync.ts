import { asObject, asString } from '../../formats/json.ts';
import type { Place } from '../../model/evidence.ts';
import { type Artifact, defineArtifact, type RawDocument } from '../../model/source.ts';
import { readStatusTable } from './proxy-status-table.ts';
import { syncState, type XdsType, xdsType } from './sync-state.ts';
import type { ProxySync } from './types.ts';

/** Whether each proxy acknowledged what istiod sent: `/debug/syncz` or `istioctl proxy-status`. */
export const proxySync: Artifact<readonly ProxySync[]> = defineArtifact({
  id: 'proxy-sync',
  title: 'State of the proxies as istiod sees it',
  collectWith: ['kubectl -n istio-system exec deploy/istiod -- pilot-discovery request GET /debug/syncz', 'istioctl proxy-status'],
  recognises: (document) => rows(document).length > 0,
  parse: (documents) => {
    // Several istiods (and both forms) may speak of one proxy: the one that says more is kept, syncz first.
    const kept = new Map<string, ProxySync>();
    for (const row of documents.flatMap(rows)) {
      const earlier = kept.get(row.proxy);
      if (earlier === undefined || weight(row) > weight(earlier)) kept.set(row.proxy, row);
    }
    return [...kept.values()];
  },
});

function weight(row: ProxySync): number {
  const states = Object.values(row.types);
  return states.filter(({ state }) => state !== 'unknown').length * 1e15 + states.reduce((last, { sentAt }) => Math.max(last, sentAt ?? 0), 0);
}

function rows(document: RawDocument): readonly ProxySync[] {
  if (document.body.kind === 'text') return readStatusTable(document.body.text, document.file, document.line);
  const { value } = document.body;
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => row(item, { artifact: 'proxy-sync', file: document.file, path: `[${index}]` }));
  // One istiod's answer may be wrapped by its name: { "istiod-7d9c…": [ … ] }.
  return Object.entries(asObject(value) ?? {}).flatMap(([key, list]) =>
    Array.isArray(list) ? list.flatMap((item: unknown, index) => row(item, { artifact: 'proxy-sync', file: document.file, path: `${key}[${index}]` })) : [],
  );
}

function row(item: unknown, at: Place): readonly ProxySync[] {
  const object = asObject(item);
  const proxy = asString(object?.['proxy']);
  if (object === undefined || proxy === undefined || !isSyncRow(object)) return [];
  const istioVersion = asString(object['istio_version']);
  const types: Record<string, ProxySync['types'][string]> = {};
  for (const type of ['cluster', 'listener', 'route', 'endpoint', 'extensionconfig'] as const) {
    const sent = asString(object[`${type}_sent`]);
    const acked = asString(object[`${type}_acked`]);
    // istiod leaves out what it never sent. Extension configuration is asked for by few proxies: its absence says nothing.
    if (type !== 'extensionconfig' || sent !== undefined) types[short[type]] = syncState(sent, acked);
  }
  for (const [url, status] of Object.entries(asObject(object['resources']) ?? {})) {
    const name = xdsType(url);
    const detail = asObject(status);
    if (name === undefined || detail === undefined) continue;
    types[name] = syncState(asString(detail['sent']), asString(detail['acked']), asString(detail['sentTime']));
  }
  return [{ proxy, at, ...(istioVersion === undefined ? {} : { istioVersion }), types }];
}

const short: Readonly<Record<'cluster' | 'listener' | 'route' | 'endpoint' | 'extensionconfig', XdsType>> = {
  cluster: 'CDS',
  listener: 'LDS',
  route: 'RDS',
  endpoint: 'EDS',
  extensionconfig: 'ECDS',
};

function isSyncRow(object: { readonly [key: string]: unknown }): boolean {
  return ['cluster_sent', 'listener_sent', 'endpoint_sent', 'route_sent', 'resources', 'proxy_type'].some((key) => object[key] !== undefined);
}
