import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { fieldOf, nameOf, placeOf } from '../../facts/field-of.ts';
import type { Pod } from '../../facts/pods.ts';
import { byAge, madeAt } from '../../facts/rule-lookup.ts';
import { matchesLabels } from '../../facts/services.ts';
import type { Evidence } from '../../model/evidence.ts';
import { hostsOf, selectorOf } from './egress-hosts.ts';

/** A Sidecar that would hold for a pod if another one did not. */
export interface Displacement {
  readonly sidecar: KubernetesObject;
  readonly winner: KubernetesObject;
  readonly pod: Pod;
  readonly reason: 'scope' | 'pool' | 'younger' | 'one-of-two';
  readonly evidence: Evidence;
}

/** One per Sidecar and reason, for the first pod by name that shows it. */
export function displacements(sidecars: readonly KubernetesObject[], pods: readonly Pod[], root: string): readonly Displacement[] {
  const first = new Map<string, Displacement>();
  for (const pod of pods.filter(({ sidecar, isGateway }) => sidecar !== 'none' && !isGateway).toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    for (const displacement of ofPod(sidecars, pod, root)) {
      const key = `${displacement.reason} ${nameOf(displacement.sidecar)}`;
      if (!first.has(key)) first.set(key, displacement);
    }
  }
  return [...first.values()];
}

function ofPod(sidecars: readonly KubernetesObject[], pod: Pod, root: string): readonly Displacement[] {
  const own = sidecars.filter(({ ref }) => ref.namespace === pod.namespace);
  const broad = (entry: KubernetesObject): boolean => Object.keys(selectorOf(entry)).length === 0;
  const ranks = [
    own.filter((entry) => !broad(entry) && matchesLabels(selectorOf(entry), pod.labels)),
    own.filter(broad),
    pod.namespace === root ? [] : sidecars.filter((entry) => entry.ref.namespace === root && broad(entry)),
  ].filter((rank) => rank.length > 0);
  const [equal = [], ...below] = ranks;
  const [winner, ...younger] = equal.toSorted(byAge);
  if (winner === undefined) return [];
  const isTold = equal.every((entry) => madeAt(entry) !== undefined);
  return [
    ...younger.map((sidecar): Displacement => ({ sidecar, winner, pod, reason: isTold ? 'younger' : 'one-of-two', evidence: whole(sidecar) })),
    ...below.flat().flatMap((sidecar): readonly Displacement[] => {
      const pool = fieldOf(sidecar, 'spec', 'inboundConnectionPool');
      const egress = fieldOf(sidecar, 'spec', 'egress');
      const isLimit = egress !== undefined && !hostsOf(sidecar).includes('*/*');
      return [
        ...(pool !== undefined && JSON.stringify(pool.value) !== JSON.stringify(fieldOf(winner, 'spec', 'inboundConnectionPool')?.value)
          ? [{ sidecar, winner, pod, reason: 'pool' as const, evidence: pool }]
          : []),
        ...(isLimit && fieldOf(winner, 'spec', 'egress') === undefined ? [{ sidecar, winner, pod, reason: 'scope' as const, evidence: egress }] : []),
      ];
    }),
  ];
}

const whole = (entry: KubernetesObject): Evidence => ({ kind: 'field', at: placeOf(entry, 'metadata', 'name'), value: nameOf(entry) });
