import { definitions } from '../../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Snapshot } from '../../model/snapshot.ts';

/** The CustomResourceDefinitions of the cluster that the evidence is from, live or saved. */
export function ownDefinitions({ artifacts }: Snapshot): readonly JsonObject[] {
  const gathered = artifacts[definitions.id];
  if (gathered?.status !== 'ok') return [];
  const found = gathered.value as readonly KubernetesObject[]; // the artifact's own type
  return found.filter(({ partial }) => partial !== true).map(({ object }) => object);
}
