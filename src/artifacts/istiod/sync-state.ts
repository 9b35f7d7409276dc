import type { EpochMs } from '../../model/time.ts';
import type { ProxySync, SyncState } from './types.ts';

export type XdsType = 'CDS' | 'LDS' | 'EDS' | 'RDS' | 'ECDS';

/**
 * State by the last nonce sent and the last acknowledged. istiod 1.24+ writes a nonce as `2026-11-22T17:40:23Z/6911…` (the
 * push's version and a random part); older ones write the random part only, so no time is known.
 */
export function syncState(sent: string | undefined, acked: string | undefined, sentTime?: string): ProxySync['types'][string] {
  const sentAt = timeOf(sentTime) ?? timeOf(sent);
  const ackedAt = timeOf(acked);
  return { state: stateOf(sent ?? '', acked ?? ''), ...(sentAt === undefined ? {} : { sentAt }), ...(ackedAt === undefined ? {} : { ackedAt }) };
}

function stateOf(sent: string, acked: string): SyncState {
  if (sent === '') return 'not-sent';
  if (acked === '') return 'never-acked';
  return sent === acked ? 'synced' : 'stale';
}

/** `type.googleapis.com/envoy.config.cluster.v3.Cluster` is CDS; types that decide nothing here give undefined. */
export function xdsType(url: string): XdsType | undefined {
  if (url.endsWith('.Cluster')) return 'CDS';
  if (url.endsWith('.Listener')) return 'LDS';
  if (url.endsWith('.ClusterLoadAssignment')) return 'EDS';
  if (url.endsWith('.RouteConfiguration')) return 'RDS';
  return url.endsWith('.TypedExtensionConfig') ? 'ECDS' : undefined;
}

function timeOf(text: string | undefined): EpochMs | undefined {
  const time = /^\d{4}-\d\d-\d\dT[\d:.]{8,20}(?:Z|[+-]\d\d:\d\d)/.exec(text ?? '')?.[0];
  const at = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? undefined : at;
}
