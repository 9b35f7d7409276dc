import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { fieldOf } from '../../facts/field-of.ts';
import type { Pod } from '../../facts/pods.ts';
import type { ProxyView } from '../../facts/proxy-views.ts';
import { objectsAt, stringAt } from '../../formats/json.ts';
import type { Evidence, Place } from '../../model/evidence.ts';

/** The contexts of an EnvoyFilter when none of them is that of a proxy it is for. `ANY`, or none given, is everybody's. */
export function contextsOfOthers(filter: KubernetesObject, pods: readonly Pod[]): { readonly context: string; readonly setting: Evidence } | undefined {
  const patches = objectsAt(filter.object, 'spec', 'configPatches');
  const contexts = patches.map((patch) => stringAt(patch, 'match', 'context') ?? 'ANY');
  const setting = fieldOf(filter, 'spec', 'configPatches', 0, 'match', 'context');
  if (pods.length === 0 || setting === undefined || contexts.some((context) => pods.some((pod) => isOf(context, pod)))) return undefined;
  return { context: [...new Set(contexts)].join(', '), setting };
}

function isOf(context: string, pod: Pod): boolean {
  if (context === 'GATEWAY') return pod.isGateway;
  return context.startsWith('SIDECAR_') ? !pod.isGateway : true;
}

/** A cluster that patches name in full and that no proxy under the filter has, of those whose clusters are known. */
export function unknownClusters(
  filter: KubernetesObject,
  pods: readonly Pod[],
  views: ReadonlyMap<string, ProxyView> | undefined,
): { readonly cluster: string; readonly setting: Evidence; readonly pod: Pod; readonly at: Place } | undefined {
  const known = pods.flatMap((pod) => {
    const config = views?.get(pod.key)?.config;
    return config === undefined || config.clusters.length === 0 ? [] : [{ pod, config }];
  });
  const [first] = known;
  if (first === undefined) return undefined;
  for (const [index, patch] of objectsAt(filter.object, 'spec', 'configPatches').entries()) {
    const cluster = stringAt(patch, 'match', 'cluster', 'name');
    const setting = fieldOf(filter, 'spec', 'configPatches', index, 'match', 'cluster', 'name');
    if (stringAt(patch, 'applyTo') !== 'CLUSTER' || stringAt(patch, 'patch', 'operation') === 'ADD' || cluster === undefined || setting === undefined) continue;
    if (known.some(({ config }) => config.clusters.some(({ name }) => name === cluster))) continue;
    return { cluster, setting, pod: first.pod, at: { ...first.config.at, path: 'dynamic_active_clusters' } };
  }
  return undefined;
}
