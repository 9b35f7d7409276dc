import type { Milliseconds } from '../../model/time.ts';
import type { PoolObservations, Reset } from '../observations.ts';
import { isNearRefusal } from '../refusals.ts';
import type { IdleLimit, Inference, Mechanism } from './inference.ts';
import { endOf } from './other-evidence.ts';

export interface Claim {
  readonly mechanism: Mechanism;
  /** The resets that it accounts for. */
  readonly fitting: readonly Reset[];
  readonly idleLimit?: IdleLimit;
  readonly ageLimit?: { readonly to: Milliseconds };
  readonly requestLimit?: number;
  /** Most requests come after the quiet time before the resets. */
  readonly isMetronome: boolean;
}

/**
 * Why the best mechanism cannot be what resets these requests, or cannot be told from another, whatever the odds: odds only compare explanations, and
 * where none of them is right one is still the best.
 */
export function contradictedBy(claim: Claim, observations: PoolObservations): Inference['withheld'] {
  const { mechanism, fitting, isMetronome } = claim;
  const { resets, survivors, refusals = [] } = observations;
  if (fitting.length < resets.length / 3) return 'explains-few';
  if (isOutlived(claim, observations)) return 'outlived';
  if (mechanism !== 'idle-limit' && isOneQuiet(claim.idleLimit, resets.length)) return 'also-idle';
  // the second request of a connection is as old as the connection was quiet, so one cannot be told from the other
  const isSecond = fitting.filter(({ ordinal }) => ordinal === 2).length > 0.5 * fitting.length;
  if ((mechanism === 'age-limit' || mechanism === 'request-limit') && isMetronome && isSecond) return 'same-as-idle';
  // a server that cannot be reached either has gone away: what it resets then is no matter of its limits
  const away = fitting.filter((reset) => isNearRefusal(refusals, reset.start, endOf(reset)));
  if (mechanism !== 'bursts' && 2 * away.length > fitting.length) return 'server-away';
  // without counts of what was under way, a server that is overloaded looks as one that closes new connections
  return mechanism === 'first-use' && survivors.inFlight === undefined ? 'load-unknown' : undefined;
}

/**
 * True when most resets come after one length of quiet that few other requests come after, so that chance would not do it anywhere one time in a thousand:
 * 10,000 lengths could have been the one.
 */
function isOneQuiet(idleLimit: IdleLimit | undefined, resets: number): boolean {
  if (idleLimit === undefined || 2 * idleLimit.resets.length < resets) return false;
  return -idleLimit.resets.length * Math.log(idleLimit.chance) - resets * Math.LN2 > Math.log(1e7);
}

/** A few survivors beyond a limit may be ports used again, or rows that are missing; many show that nothing ends there. */
function isOutlived({ mechanism, fitting, idleLimit, ageLimit, requestLimit }: Claim, { survivors }: PoolObservations): boolean {
  const isMany = (beyond: number, share: number): boolean => beyond >= 3 && beyond > share * fitting.length;
  switch (mechanism) {
    case 'idle-limit':
      return idleLimit !== undefined && isMany(idleLimit.survivors.beyond, 0.5);
    case 'age-limit':
      return ageLimit !== undefined && isMany(survivors.ages.within(ageLimit.to, Number.POSITIVE_INFINITY), 0.1);
    case 'request-limit':
      return requestLimit !== undefined && isMany(survivors.ordinals.within(requestLimit + 1, Number.POSITIVE_INFINITY), 0.1);
    default:
      return false;
  }
}
