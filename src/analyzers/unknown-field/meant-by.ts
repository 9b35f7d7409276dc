import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { circuitBreakerOverflow } from '../../causes/circuit-breaker-overflow.ts';
import { configRejected } from '../../causes/config-rejected.ts';
import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { mtlsModeMismatch } from '../../causes/mtls-mode-mismatch.ts';
import { noRoute } from '../../causes/no-route.ts';
import { requestTimeout } from '../../causes/request-timeout.ts';
import { sidecarScope } from '../../causes/sidecar-scope.ts';
import type { ExposedHop } from '../../facts/exposed-hops.ts';
import { coversService } from '../../facts/rule-host.ts';
import { matchesLabels } from '../../facts/services.ts';
import { stringsAt } from '../../formats/json.ts';
import type { ForeignField } from '../../knowledge/istio-fields.ts';
import type { Cause } from '../../model/cause.ts';

const byKind: { readonly [kind: string]: Cause | undefined } = {
  DestinationRule: circuitBreakerOverflow,
  EnvoyFilter: configRejected,
  PeerAuthentication: mtlsModeMismatch,
  Sidecar: sidecarScope,
  VirtualService: noRoute,
};

/** What somebody hoped to end by such a field, as its name tells, else as its object's kind does. */
export function meantBy(kind: string, fields: readonly ForeignField[]): Cause {
  const names = fields.map(({ path }) => path).join(' ');
  if (/idle|keep.?alive|inbound|pool|protocolOptions|retr|maxRequests/i.test(names)) return keepaliveIdleMismatch;
  if (/timeout/i.test(names)) return requestTimeout;
  if (/tls/i.test(names)) return mtlsModeMismatch;
  return byKind[kind] ?? configRejected;
}

/** The hop that an idle setting of this object would have been for. */
export function hopMeant(entry: KubernetesObject, meantFor: Cause, hops: readonly ExposedHop[]): ExposedHop | undefined {
  if (meantFor.id !== keepaliveIdleMismatch.id) return undefined;
  if (entry.ref.kind === 'DestinationRule') return hops.find(({ services }) => services.some((service) => coversService(entry, service)));
  const selector = stringsAt(entry.object, 'spec', 'workloadSelector', 'labels');
  // the pods' labels are not at hand: a selector that names another workload is the only one told apart
  const isOther = (name: string): boolean =>
    Object.keys(selector).length > 0 && !Object.values(selector).includes(name) && !matchesLabels(selector, { app: name });
  return hops.find(({ isOwn, workload }) => isOwn && workload.namespace === entry.ref.namespace && !isOther(workload.name));
}
