import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { numberAt, objectAt, objectsAt, stringAt } from '../../formats/json.ts';
import { clusterHost } from '../../facts/failures.ts';
import { nameOfHost } from '../../facts/parties.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import type { Limit } from './limits-in-config.ts';

const fields = [
  ['maxConnections', ['tcp', 'maxConnections']],
  ['http1MaxPendingRequests', ['http', 'http1MaxPendingRequests']],
  ['http2MaxRequests', ['http', 'http2MaxRequests']],
  ['maxRetries', ['http', 'maxRetries']],
] as const;

/** Limits that DestinationRules set for the hosts of the refused requests. A rule for a host also shapes the server's own sidecar. */
export function limitsInRules(incident: ObservedIncident, refused: readonly number[], rules: readonly KubernetesObject[]): readonly Limit[] {
  const hosts = new Set(refused.flatMap((index) => nameOf(clusterHost(incident.failures[index]?.cluster) ?? incident.failures[index]?.authority)));
  return rules.flatMap((rule) => {
    const host = stringAt(rule.object, 'spec', 'host') ?? '';
    if (![...hosts].some((wanted) => covers(host, wanted, rule.ref.namespace))) return [];
    const policies = [
      { policy: objectAt(rule.object, 'spec', 'trafficPolicy'), path: 'spec.trafficPolicy' },
      ...objectsAt(rule.object, 'spec', 'subsets').map((subset, index) => ({
        policy: objectAt(subset, 'trafficPolicy'),
        path: `spec.subsets[${index}].trafficPolicy`,
      })),
    ].flatMap(({ policy, path }) => [
      { policy, path },
      ...objectsAt(policy, 'portLevelSettings').map((port, index) => ({ policy: port, path: `${path}.portLevelSettings[${index}]` })),
    ]);
    return policies.flatMap(({ policy, path }) =>
      fields.flatMap(([name, keys]): readonly Limit[] => {
        const value = numberAt(policy, 'connectionPool', ...keys);
        return value === undefined
          ? []
          : [{ name, value, evidence: { kind: 'field', at: { ...rule.at, path: `${path}.connectionPool.${keys.join('.')}` }, value } }];
      }),
    );
  });
}

function nameOf(host: string | undefined): readonly string[] {
  if (host === undefined) return [];
  const { name, namespace } = nameOfHost(host);
  return [namespace === undefined ? name : `${name}.${namespace}`];
}

/** A rule's host may be short (in its own namespace), full, or begin with a wildcard. */
function covers(host: string, wanted: string, namespace: string | undefined): boolean {
  if (host === '*') return true;
  if (host.startsWith('*.')) {
    const zone = host.slice(2).replace(/\.svc\..*$/, '');
    return host.endsWith('.local') && !host.slice(2).includes('.svc.') ? true : wanted.endsWith(`.${zone}`);
  }
  const { name, namespace: own } = nameOfHost(host);
  const full = own === undefined ? (name.includes('.') ? name : `${name}.${namespace ?? ''}`) : `${name}.${own}`;
  return full === wanted || name === wanted;
}
