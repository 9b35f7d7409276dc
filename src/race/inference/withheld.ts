import type { Completeness } from '../completeness.ts';
import type { PoolObservations, Reset } from '../observations.ts';
import type { Inference, Mechanism } from './inference.ts';
import { momentsOf } from './other-evidence.ts';
import { comesInTicks } from './ticks.ts';

export interface VerdictContext {
  readonly observations: PoolObservations;
  readonly completeness: Completeness;
  /** Counters outside of the log agree with it. */
  readonly isComplete: boolean;
  readonly isRestartLike: boolean;
}

/** Why a mechanism must not be named although it foretells the rows best: something else would make the same rows. */
export function withheldBy(mechanism: Mechanism, { observations, completeness, isComplete, isRestartLike }: VerdictContext): Inference['withheld'] {
  if (completeness.doubts.length > 0) return 'incomplete';
  switch (mechanism) {
    case 'first-use':
      if (!isComplete && !completeness.explainsConnections) return 'first-use-unconfirmed';
      return isUnderLoad(observations, observations.resets) ? 'under-load' : undefined;
    case 'age-limit':
    case 'request-limit':
      return isRestartLike ? 'same-since-restart' : undefined;
    case 'bursts': {
      if (isUnderLoad(observations, middlesOf(momentsOf(observations.resets)))) return 'under-load';
      const isInTicks = comesInTicks(observations);
      return isInTicks === undefined ? 'too-coarse' : isInTicks ? 'requests-in-ticks' : undefined;
    }
    case 'load':
      return isOnFirstUse(observations) ? 'under-load' : undefined;
    case 'idle-limit':
    case 'background':
      return undefined;
  }
}

/** True when resets, all of them independent, come with more requests under way than chance would have it, one time in a hundred. */
function isUnderLoad({ survivors: { inFlight } }: PoolObservations, resets: readonly Reset[]): boolean {
  if (inFlight === undefined || inFlight.total === 0) return false;
  const loads = resets.flatMap(({ inFlight: load }) => load ?? []).toSorted((a, b) => a - b);
  const middle = loads[Math.floor(loads.length / 2)] ?? 1;
  const heavy = loads.filter((load) => load >= middle).length / Math.max(1, loads.length);
  const usual = Math.max(1e-9, inFlight.within(middle - 1, Number.POSITIVE_INFINITY) / inFlight.total);
  if (heavy <= usual) return false;
  const light = heavy < 1 ? (1 - heavy) * Math.log((1 - heavy) / (1 - usual)) : 0;
  return loads.length * (heavy * Math.log(heavy / usual) + light) > Math.log(100);
}

/** Of each moment the reset with the middle number of requests under way: the more there are, the more of them a crash resets, so that all would say too much. */
function middlesOf(moments: readonly (readonly Reset[])[]): readonly Reset[] {
  return moments.flatMap((resets) => resets.toSorted((a, b) => (a.inFlight ?? 0) - (b.inFlight ?? 0))[Math.floor((resets.length - 1) / 2)] ?? []);
}

/** True when most resets are on a first use, which only few requests are: load opens connections. */
function isOnFirstUse({ resets, requests, survivors: { ordinals } }: PoolObservations): boolean {
  const first = resets.filter(({ ordinal }) => ordinal === 1).length;
  return first > 0.5 * resets.length && ordinals.within(0, 1) < 0.2 * requests;
}
