import { interruptedContainer, readyCondition } from '../../facts/pod-state.ts';
import type { Pod } from '../../facts/pods.ts';
import type { Service } from '../../facts/services.ts';
import { type Evidence, isNonEmpty, type NonEmpty } from '../../model/evidence.ts';
import type { Traffic } from '../../model/failure.ts';
import type { EpochMs } from '../../model/time.ts';

/** Younger pods are starting up. */
const startUpMs = 120_000;

/** Services that somebody calls and whose pods all run unready, where no request tells how that went. */
export function idlePrediction(
  services: readonly Service[],
  used: ReadonlyMap<string, readonly Evidence[]> | undefined,
  presumed: ReadonlyMap<string, 'called' | 'idle'> | undefined,
  traffic: Traffic | undefined,
  now: EpochMs,
): readonly { readonly service: Service; readonly isCalled: boolean; readonly unready: NonEmpty<Pod>; readonly evidence: NonEmpty<Evidence> }[] {
  if (traffic?.observed === true) return []; // requests were seen: they tell, not the state afterwards
  return services.flatMap((service) => {
    const mention = used?.get(service.key);
    const use = presumed?.get(service.key);
    const selected = (service.selected ?? []).filter((pod) => pod.phase === 'Running' && pod.deletedAt === undefined);
    if ((mention === undefined && use === undefined) || service.publishesNotReady || !isNonEmpty(selected)) return [];
    const conditions = selected.flatMap((pod) => readyCondition(pod) ?? []);
    const isSteady = selected.every((pod) => interruptedContainer(pod, 0) === undefined);
    const [first, ...rest] = conditions;
    if (
      first === undefined ||
      conditions.length !== selected.length ||
      !isSteady ||
      conditions.some((condition) => condition.isReady || condition.since === undefined || now - condition.since < startUpMs)
    )
      return [];
    const slices = (service.endpoints ?? [])
      .filter((endpoint) => !endpoint.isReady)
      .map((endpoint): Evidence => ({ kind: 'field', at: endpoint.at, value: { ready: false } }));
    return [
      {
        service,
        isCalled: mention !== undefined || use === 'called',
        unready: selected,
        evidence: [first.evidence, ...rest.slice(0, 2).map((condition) => condition.evidence), ...slices.slice(0, 2), ...(mention ?? [])],
      },
    ];
  });
}
