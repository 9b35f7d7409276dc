import type { Pod } from '../../facts/pods.ts';
import type { RestartLoop } from '../../facts/restart-loops.ts';
import type { Service } from '../../facts/services.ts';
import { type Evidence, isNonEmpty, type NonEmpty } from '../../model/evidence.ts';
import type { Traffic } from '../../model/failure.ts';
import type { EpochMs } from '../../model/time.ts';

/** A service without a server, since every one of its containers is kept back by the kubelet. */
export interface LoopPrediction {
  readonly service: Service;
  /** False where nobody is known to call it and its endpoints are not there to confirm, or so many services stand empty. */
  readonly isCalled: boolean;
  readonly loop: RestartLoop;
  readonly pods: NonEmpty<Pod>;
  readonly evidence: NonEmpty<Evidence>;
}

/** The state of now: a pause between two runs lasts five minutes at most. */
const recentMs = 300_000;

/** Services that somebody calls and whose pods are all in a restart loop as the evidence ends, where no request tells how that went. */
export function loopPrediction(
  services: readonly Service[],
  used: ReadonlyMap<string, readonly Evidence[]> | undefined,
  presumed: ReadonlyMap<string, 'called' | 'idle'> | undefined,
  all: readonly Pod[],
  loops: readonly RestartLoop[],
  traffic: Traffic | undefined,
  now: EpochMs,
): readonly LoopPrediction[] {
  if (traffic?.observed === true) return []; // requests were seen: they tell, not the state afterwards
  return services.flatMap((service): readonly LoopPrediction[] => {
    const mention = used?.get(service.key);
    const use = presumed?.get(service.key);
    const selected = (service.selected ?? namesakes(service, all)).filter(
      (pod) => pod.phase !== 'Succeeded' && pod.phase !== 'Failed' && pod.deletedAt === undefined,
    );
    if ((mention === undefined && use === undefined) || service.publishesNotReady || !isNonEmpty(selected)) return [];
    const own = selected.map((pod) =>
      pod.isReady === true ? undefined : loops.find((loop) => loop.pod === pod.key && loop.isBackingOff && !loop.isProxy && now - loop.to < recentMs),
    );
    const [loop, ...others] = own.flatMap((candidate) => candidate ?? []);
    // a loop that something outside ends has its own cause
    if (loop === undefined || others.length + 1 !== selected.length || loop.endsBy === 'oom' || loop.endsBy === 'liveness') return [];
    return [
      {
        service,
        isCalled: mention !== undefined || (use === 'called' && service.endpointsAt !== undefined),
        loop,
        pods: selected,
        evidence: [...loop.evidence, ...others.slice(0, 2).map((other) => other.evidence[0]), ...(mention ?? [])],
      },
    ];
  });
}

/** Pods without labels: those of the Service's own name, when its endpoints confirm that none is ready. */
function namesakes(service: Service, all: readonly Pod[]): readonly Pod[] {
  if (service.endpointsAt === undefined || service.endpoints?.some((endpoint) => endpoint.isReady) === true) return [];
  return all.filter((pod) => pod.namespace === service.namespace && pod.workload.name === service.name);
}
