import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { objectsAt, stringAt, stringsAt } from '../../formats/json.ts';
import { matchesLabels, type Service } from '../../facts/services.ts';
import { hostCovers } from '../../facts/virtual-service-match.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';

/** A subset whose labels no pod of its Service has. */
export interface EmptySubset {
  readonly subset: string;
  readonly labels: string;
  readonly explains: readonly number[];
  readonly evidence: readonly [Evidence, Evidence];
}

/** Subsets that failing requests were for (`outbound|8080|v2|host`) and that take none of the Service's pods. */
export function emptySubsets(
  service: Service,
  incident: ObservedIncident,
  lacking: readonly number[],
  rules: readonly KubernetesObject[],
): readonly EmptySubset[] {
  const [pod] = service.selected ?? [];
  if (pod === undefined) return [];
  const bySubset = Map.groupBy(lacking, (index) => incident.failures[index]?.cluster?.split('|')[2] ?? '');
  return [...bySubset].flatMap(([subset, explains]): readonly EmptySubset[] => {
    if (subset === '') return [];
    for (const rule of rules) {
      if (!hostCovers(stringAt(rule.object, 'spec', 'host') ?? '', `${service.key}.svc.cluster.local`, rule.ref.namespace, service.namespace)) continue;
      const index = objectsAt(rule.object, 'spec', 'subsets').findIndex((defined) => defined['name'] === subset);
      if (index < 0) continue;
      const labels = stringsAt(objectsAt(rule.object, 'spec', 'subsets')[index], 'labels');
      if (service.selected?.some((candidate) => matchesLabels(labels, candidate.labels)) === true) return [];
      const words = Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(',');
      return [
        {
          subset,
          labels: words,
          explains,
          evidence: [
            { kind: 'field', at: { ...rule.at, path: `spec.subsets[${index}].labels` }, value: labels },
            { kind: 'field', at: { ...pod.object.at, path: 'metadata.labels' }, value: pod.labels },
          ],
        },
      ];
    }
    return [];
  });
}
