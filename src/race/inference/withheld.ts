import type { Completeness } from '../completeness.ts';
import type { PoolObservations } from '../observations.ts';
import type { Inference, Mechanism } from './inference.ts';
import { comesInTicks } from './ticks.ts';

export interface VerdictContext {
  readonly observations: PoolObservations;
  readonly completeness: Completeness;
  /** Counters outside of the log agree with it. */
  readonly isComplete: boolean;
  readonly isRestartLike: boolean;
  /** At which requests were reset. */
  readonly moments: number;
}

/** Why a mechanism must not be named although it foretells the rows best: something else would make the same rows. */
export function withheldBy(mechanism: Mechanism, { observations, completeness, isComplete, isRestartLike, moments }: VerdictContext): Inference['withheld'] {
  if (completeness.doubts.length > 0) return 'incomplete';
  switch (mechanism) {
    case 'first-use':
      if (!isComplete && !completeness.explainsConnections) return 'first-use-unconfirmed';
      return isUnderLoad(observations, observations.resets.length) ? 'under-load' : undefined;
    case 'age-limit':
    case 'request-limit':
      return isRestartLike ? 'same-since-restart' : undefined;
    case 'bursts': {
      if (isUnderLoad(observations, moments)) return 'under-load';
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

/** True when resets come with more requests under way than chance would have it, if so many of them are independent. */
function isUnderLoad({ resets, survivors: { inFlight } }: PoolObservations, independent: number): boolean {
  if (inFlight === undefined || inFlight.total === 0) return false;
  const loads = resets.flatMap(({ inFlight: load }) => load ?? []);
  const middle = loads.toSorted((a, b) => a - b)[Math.floor(loads.length / 2)] ?? 1;
  const heavy = loads.filter((load) => load >= middle).length;
  const share = inFlight.within(middle - 1, Number.POSITIVE_INFINITY) / inFlight.total;
  return ((heavy * independent) / resets.length) * Math.log(Math.max(share, 1e-9)) < Math.log(0.01);
}

/** True when most resets are on a first use, which only few requests are: load opens connections. */
function isOnFirstUse({ resets, requests, survivors: { ordinals } }: PoolObservations): boolean {
  const first = resets.filter(({ ordinal }) => ordinal === 1).length;
  return first > 0.5 * resets.length && ordinals.within(0, 1) < 0.2 * requests;
}
