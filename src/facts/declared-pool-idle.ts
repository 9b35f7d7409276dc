import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { stringAt } from '../formats/json.ts';
import { parseDuration } from '../formats/time/index.ts';
import { defaultUpstreamIdle } from '../knowledge/versions/index.ts';
import type { Traced } from '../model/evidence.ts';
import type { Failure } from '../model/failure.ts';
import type { Milliseconds } from '../model/time.ts';
import { clusterHost } from './failures.ts';
import { hostCovers } from './virtual-service-match.ts';

/**
 * The idle limit of a proxy's pool as the mesh's objects ask for it, for evidence without a configuration dump. A DestinationRule
 * shapes the callers' clusters and, in the receiver's own namespace, its inbound cluster; a Sidecar's inbound pool overrides that
 * (pilot/pkg/networking/core/cluster_builder.go, Istio 1.21 to 1.31). Objects collected and none setting it: Envoy's default.
 */
export function declaredPoolIdle(
  failure: Failure,
  rules: readonly KubernetesObject[] | undefined,
  sidecars: readonly KubernetesObject[] | undefined,
): Traced<Milliseconds> | undefined {
  if (failure.direction !== 'inbound' && failure.direction !== 'outbound' && failure.direction !== 'gateway') return undefined;
  const namespace = failure.server.workload.namespace;
  const own =
    failure.direction === 'inbound'
      ? (sidecars ?? []).flatMap((object) => (object.ref.namespace === namespace ? idleAt(object, 'spec', 'inboundConnectionPool', 'http', 'idleTimeout') : []))
      : [];
  const host = failure.direction === 'inbound' ? undefined : clusterHost(failure.cluster);
  const ruled = (rules ?? []).flatMap((rule) =>
    speaksOf(rule, host, failure) ? idleAt(rule, 'spec', 'trafficPolicy', 'connectionPool', 'http', 'idleTimeout') : [],
  );
  const found = own[0] ?? ruled[0];
  if (found !== undefined) return found;
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

function idleAt(object: KubernetesObject, ...path: readonly string[]): readonly Traced<Milliseconds>[] {
  const text = stringAt(object.object, ...path);
  const value = text === undefined ? undefined : parseDuration(text);
  return value === undefined || text === undefined
    ? []
    : [
        {
          value,
          from: [{ kind: 'field', at: { ...object.at, path: `${object.at.path === undefined ? '' : `${object.at.path}.`}${path.join('.')}` }, value: text }],
        },
      ];
}

/** True when the rule's host is the one called, or, seen from the receiver, names its workload in its namespace. */
function speaksOf(rule: KubernetesObject, host: string | undefined, failure: Failure): boolean {
  const named = stringAt(rule.object, 'spec', 'host');
  if (named === undefined) return false;
  if (host !== undefined) return hostCovers(named, host, rule.ref.namespace, undefined);
  const { name, namespace } = failure.server.workload;
  const full = named.includes('.') ? named : `${named}.${rule.ref.namespace ?? 'default'}.svc.cluster.local`;
  return rule.ref.namespace === namespace && (full === failure.authority?.replace(/:\d+$/, '') || full.startsWith(`${name}.${namespace ?? ''}`));
}
