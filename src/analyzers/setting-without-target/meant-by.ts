import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { configRejected } from '../../causes/config-rejected.ts';
import { circuitBreakerOverflow } from '../../causes/circuit-breaker-overflow.ts';
import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { mtlsModeMismatch } from '../../causes/mtls-mode-mismatch.ts';
import { sidecarScope } from '../../causes/sidecar-scope.ts';
import type { ExposedHop } from '../../facts/exposed-hops.ts';
import { coversService } from '../../facts/rule-host.ts';
import type { Cause } from '../../model/cause.ts';
import type { Family, ObservedIncident } from '../../model/failure.ts';

/** What somebody hoped to end by an object, as the fields in it tell. */
export function meantBy({ ref, object }: KubernetesObject): Cause {
  const text = JSON.stringify(object['spec'] ?? {}).slice(0, 20_000);
  if (ref.kind === 'PeerAuthentication') return mtlsModeMismatch;
  if (/idle_?timeout|keepalive|retry_on|max_requests_per_connection|maxRequestsPerConnection|inboundConnectionPool/i.test(text)) return keepaliveIdleMismatch;
  if (ref.kind === 'Sidecar') return sidecarScope;
  if (ref.kind === 'DestinationRule') return /"tls"/.test(text) ? mtlsModeMismatch : circuitBreakerOverflow;
  return configRejected;
}

/** The hop such an object would have been for: that of its host, else the only one of its namespace where an idle limit is missing. */
export function hopMeant(entry: KubernetesObject, meantFor: Cause, hops: readonly ExposedHop[]): ExposedHop | undefined {
  if (meantFor.id !== keepaliveIdleMismatch.id) return undefined;
  if (entry.ref.kind === 'DestinationRule') return hops.find(({ services }) => services.some((service) => coversService(entry, service)));
  const [only, ...others] = hops.filter(({ isOwn, workload }) => isOwn && workload.namespace === entry.ref.namespace);
  return others.length > 0 ? undefined : only;
}

/** Families in which a mode that does not fit shows: on either side, in TLS 1.3 and before. */
const ofTls: readonly Family[] = ['reset', 'connect', 'refused-by-listener'];

/** The incident that a PeerAuthentication of the receiving namespace would have been for. */
export function tlsIncident({ ref }: KubernetesObject, incidents: readonly ObservedIncident[]): string | undefined {
  if (ref.kind !== 'PeerAuthentication') return undefined;
  return incidents.find(({ targetNamespace, families }) => targetNamespace === ref.namespace && families.some((family) => ofTls.includes(family)))?.id;
}
