import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import type { ProxyAccessLog } from '../../artifacts/logs/types.ts';
import { indicesWhere, spanOf } from '../../facts/incident-rows.ts';
import { servicesOf } from '../../facts/incident-target.ts';
import { matchesLabels, type Service } from '../../facts/services.ts';
import { hostCovers } from '../../facts/virtual-service-match.ts';
import { objectsAt, stringAt, stringsAt } from '../../formats/json.ts';
import { istioDefaultMs } from '../../knowledge/versions/index.ts';
import type { Evidence, Place } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import { type EpochMs, instant, type Milliseconds } from '../../model/time.ts';

/** A subset whose first pod became ready as its requests stopped to find no host. */
export interface LateSubset {
  readonly subset: string;
  readonly pod: string;
  readonly time: EpochMs;
  /** Requests for other subsets of the host that went well meanwhile; `okAt` is absent where there were none. */
  readonly ok: number;
  readonly okAt?: Place;
  readonly evidence: readonly [Evidence, Evidence];
  readonly explains: readonly number[];
}

/** From a pod's readiness to the endpoints of a proxy, and to the next request. */
const beforeMs: Milliseconds = 2_000;
const afterMs: Milliseconds = istioDefaultMs('longestPushDelay') + 5_000;
/** Pods that are older than this were there once before: then they lost their readiness, which is another matter. */
const newMs: Milliseconds = 600_000;

interface Given {
  readonly accessLogs: readonly ProxyAccessLog[];
  readonly services: readonly Service[];
  readonly destinationRules: readonly KubernetesObject[];
}

export function lateSubsets(incident: ObservedIncident, { accessLogs, services, destinationRules }: Given): readonly LateSubset[] {
  const lacking = Map.groupBy(
    indicesWhere(incident, ({ family, cluster }) => family === 'no-host' && (cluster?.split('|')[2] ?? '') !== ''),
    (index) => incident.failures[index]?.cluster ?? '',
  );
  return [...lacking].flatMap(([cluster, explains]): readonly LateSubset[] => {
    const [, , subset = '', host = ''] = cluster.split('|');
    const { from, to } = spanOf(incident, explains);
    for (const service of servicesOf(incident, services)) {
      const defined = definitionOf(subset, service, destinationRules);
      if (defined === undefined || service.selected === undefined) continue;
      const members = service.selected.filter((pod) => matchesLabels(defined.labels, pod.labels));
      const isNew = members.every(({ createdAt }) => createdAt !== undefined && createdAt > from - newMs);
      const [first] = members
        .flatMap((pod) => (pod.readySince === undefined ? [] : [{ pod, time: pod.readySince }]))
        .toSorted((a, b) => a.time - b.time || a.pod.name.localeCompare(b.pod.name));
      if (!isNew || first === undefined || first.time < to - beforeMs || first.time > to + afterMs) continue;
      const others = accessLogs
        .flatMap(({ groups }) => groups)
        .filter((group) => group.outcome === 'ok' && group.last >= from && group.first <= to && isOtherSubset(group.cluster, cluster, host));
      const [other] = others;
      return [
        {
          subset,
          pod: first.pod.name,
          time: first.time,
          ok: others.reduce((sum, { count }) => sum + count, 0),
          ...(other === undefined ? {} : { okAt: other.lastAt }),
          evidence: [
            { kind: 'field', at: { ...first.pod.object.at, path: 'status.conditions' }, value: instant(first.time) },
            { kind: 'field', at: defined.at, value: defined.labels },
          ],
          explains,
        },
      ];
    }
    return [];
  });
}

function isOtherSubset(name: string | undefined, cluster: string, host: string): boolean {
  return name !== undefined && name !== cluster && name.startsWith('outbound|') && name.endsWith(`|${host}`);
}

function definitionOf(
  subset: string,
  service: Service,
  rules: readonly KubernetesObject[],
): { readonly labels: Readonly<Record<string, string>>; readonly at: Place } | undefined {
  for (const rule of rules) {
    if (!hostCovers(stringAt(rule.object, 'spec', 'host') ?? '', `${service.key}.svc.cluster.local`, rule.ref.namespace, service.namespace)) continue;
    const index = objectsAt(rule.object, 'spec', 'subsets').findIndex((defined) => defined['name'] === subset);
    if (index < 0) continue;
    const path = `${rule.at.path === undefined ? '' : `${rule.at.path}.`}spec.subsets[${index}].labels`;
    return { labels: stringsAt(objectsAt(rule.object, 'spec', 'subsets')[index], 'labels'), at: { ...rule.at, path } };
  }
  return undefined;
}
