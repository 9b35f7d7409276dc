import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { isGatewayCluster } from '../formats/access-log/gateway-cluster.ts';
import { numberAt, objectsAt, stringsAt } from '../formats/json.ts';
import { parseDuration } from '../formats/time/index.ts';
import { defaultUpstreamIdle, inboundIdleControls } from '../knowledge/versions/index.ts';
import type { Traced } from '../model/evidence.ts';
import type { Failure } from '../model/failure.ts';
import type { Milliseconds } from '../model/time.ts';
import { clusterHost } from './failures.ts';
import { fieldOf } from './field-of.ts';
import { gatewayPoolIdle } from './gateway-limits.ts';
import { servicePortOf } from './incident-target.ts';
import { nameOfHost } from './parties.ts';
import type { Pod } from './pods.ts';
import { lookUp } from './rule-lookup.ts';
import { matchesLabels } from './services.ts';

/** What the mesh's objects say, as far as it was collected. */
export interface Declared {
  /** Routes, and what Contour and Envoy Gateway have in place of DestinationRules. */
  readonly gateways?: readonly KubernetesObject[] | undefined;
  readonly rules?: readonly KubernetesObject[] | undefined;
  readonly sidecars?: readonly KubernetesObject[] | undefined;
  readonly pods?: readonly Pod[] | undefined;
  readonly root: string;
  /** The Istio version that runs. */
  readonly istio?: string | undefined;
}

/**
 * The idle limit of a proxy's pool as the mesh's objects ask for it, for evidence without a configuration dump. A DestinationRule
 * shapes the callers' clusters and the inbound cluster of a receiver that takes it; a Sidecar's inbound pool overrides that from Istio 1.21 on
 * (pilot/pkg/networking/core/cluster_builder.go, Istio 1.21 to 1.31). Objects collected and none setting it: Envoy's default. Undefined where
 * the objects leave it open: a version that nobody collected, a selector whose pods are not known.
 */
export function declaredPoolIdle(failure: Failure, { gateways, rules, sidecars, pods, root, istio }: Declared): Traced<Milliseconds> | undefined {
  // no object of Istio reaches their proxies
  if (failure.cluster !== undefined && isGatewayCluster(failure.cluster)) return gatewayPoolIdle(failure.cluster, gateways ?? []);
  if (failure.direction !== 'inbound' && failure.direction !== 'outbound' && failure.direction !== 'gateway') return undefined;
  const own = failure.direction === 'inbound' ? sidecarPool(failure, sidecars ?? [], pods) : undefined;
  if (own !== undefined) {
    const { known } = inboundIdleControls(istio);
    if (own === 'open' || known === undefined) return undefined;
    if (known.value.includes('sidecar-inbound-pool')) return own;
  }
  const ruled = rulePool(failure, rules ?? [], root);
  if (ruled !== undefined) return ruled === 'open' ? undefined : ruled;
  // an absence is only told by lists that were collected
  const [rule] = rules ?? [];
  if (rules === undefined || failure.cluster === undefined) return undefined;
  const { value, documentedBy } = defaultUpstreamIdle(failure.cluster);
  if (value === 'off') return undefined;
  const at = rule === undefined ? { artifact: 'destination-rules', file: 'destination-rules' } : { artifact: rule.at.artifact, file: rule.at.file };
  return {
    value,
    from: [
      { kind: 'absence', at, lookedFor: 'connectionPool.http.idleTimeout' },
      { kind: 'default', at, value, documentedBy },
    ],
  };
}

type Answer = Traced<Milliseconds> | 'open' | undefined;

/** The pool of a Sidecar that selects the receiving pod, else of one that selects all pods of its namespace. */
function sidecarPool(failure: Failure, sidecars: readonly KubernetesObject[], pods: readonly Pod[] | undefined): Answer {
  const { namespace, name } = failure.server.workload;
  const pod = pods?.find(({ key }) => key === failure.pod) ?? pods?.find((one) => one.workload.name === name && one.namespace === namespace);
  const own = sidecars.filter((sidecar) => sidecar.ref.namespace === namespace);
  const selecting = own.filter((sidecar) => Object.keys(selectorOf(sidecar)).length > 0);
  const isPool = (sidecar: KubernetesObject): boolean => idleAt(sidecar, 'spec', 'inboundConnectionPool', 'http', 'idleTimeout') !== undefined;
  if (pod === undefined) return selecting.some(isPool) ? 'open' : idleOfFirst(own);
  const selected = selecting.filter((sidecar) => matchesLabels(selectorOf(sidecar), pod.labels));
  return idleOfFirst(selected.length > 0 ? selected : own.filter((sidecar) => !selecting.includes(sidecar)));
}

const selectorOf = (sidecar: KubernetesObject): Readonly<Record<string, string>> => stringsAt(sidecar.object, 'spec', 'workloadSelector', 'labels');

function idleOfFirst(sidecars: readonly KubernetesObject[]): Answer {
  return sidecars.map((sidecar) => idleAt(sidecar, 'spec', 'inboundConnectionPool', 'http', 'idleTimeout')).find((found) => found !== undefined);
}

/** What the rule says that Istio finds for the sending proxy; for the receiver's inbound cluster one with a workloadSelector never counts. */
function rulePool(failure: Failure, rules: readonly KubernetesObject[], root: string): Answer {
  const target = failure.direction === 'inbound' ? undefined : clusterHost(failure.cluster);
  const host = target ?? failure.authority ?? '';
  const { name, namespace } = nameOfHost(host);
  const workload = failure.server.workload;
  const service = namespace === undefined ? `${workload.name}.${workload.namespace ?? ''}` : `${name}.${namespace}`;
  const [, serviceNamespace = ''] = service.split('.');
  const proxy = failure.pod?.includes('/') === true ? failure.pod.split('/')[0] : undefined;
  const found = lookUp(rules, service, serviceNamespace, proxy ?? serviceNamespace, root);
  if (found === undefined) return undefined;
  if (found.isUnsure) return 'open';
  const rule = found.rules.find((one) => fieldOf(one, 'spec', 'trafficPolicy') !== undefined);
  return rule === undefined ? undefined : idleOfRule(rule, servicePortOf(failure));
}

/** A connectionPool for the port replaces the one for the host. */
function idleOfRule(rule: KubernetesObject, port: number | undefined): Answer {
  const index = objectsAt(rule.object, 'spec', 'trafficPolicy', 'portLevelSettings').findIndex((setting) => numberAt(setting, 'port', 'number') === port);
  const ported = ['spec', 'trafficPolicy', 'portLevelSettings', index, 'connectionPool'] as const;
  const place = port !== undefined && index >= 0 && fieldOf(rule, ...ported) !== undefined ? ported : (['spec', 'trafficPolicy', 'connectionPool'] as const);
  return idleAt(rule, ...place, 'http', 'idleTimeout');
}

function idleAt(object: KubernetesObject, ...path: readonly (string | number)[]): Traced<Milliseconds> | undefined {
  const field = fieldOf(object, ...path);
  const value = typeof field?.value === 'string' ? parseDuration(field.value) : undefined;
  return field === undefined || value === undefined ? undefined : { value, from: [field] };
}
