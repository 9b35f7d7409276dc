import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import type { Pod } from '../facts/pods.ts';
import { matchesLabels } from '../facts/services.ts';
import { stringsAt } from '../formats/json.ts';

/** The Sidecar that shapes a pod's proxy: exactly one does. */
export interface OwnSidecar {
  readonly sidecar: KubernetesObject;
  /** `pod` selects it by labels; `namespace` and `mesh` shape every proxy that no Sidecar nearer to it selects. */
  readonly reach: 'pod' | 'namespace' | 'mesh';
}

/** As istiod picks it: one of the pod's namespace that selects it, else that namespace's own, else the root namespace's (push_context.go, Istio 1.18 to 1.31). */
export function ownSidecar(sidecars: readonly KubernetesObject[], pod: Pod, root: string): OwnSidecar | undefined {
  const here = sidecars.filter((sidecar) => sidecar.ref.namespace === pod.namespace);
  const selecting = here.find((sidecar) => selects(sidecar) && matchesLabels(selectorOf(sidecar), pod.labels));
  if (selecting !== undefined) return { sidecar: selecting, reach: 'pod' };
  const general = here.find((sidecar) => !selects(sidecar));
  if (general !== undefined) return { sidecar: general, reach: 'namespace' };
  const ofMesh = sidecars.find((sidecar) => sidecar.ref.namespace === root && !selects(sidecar));
  return ofMesh === undefined ? undefined : { sidecar: ofMesh, reach: 'mesh' };
}

const selectorOf = (sidecar: KubernetesObject): Readonly<Record<string, string>> => stringsAt(sidecar.object, 'spec', 'workloadSelector', 'labels');
const selects = (sidecar: KubernetesObject): boolean => Object.keys(selectorOf(sidecar)).length > 0;
