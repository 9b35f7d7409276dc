import type { Milliseconds } from '../../model/time.ts';
import type { PoolObservations } from '../observations.ts';
import type { IdleLimit, Inference, Mechanism } from './inference.ts';

/** No server that is known closes idle connections sooner than after 1 to 2 s (gunicorn 2 s; knowledge/keepalive); half of that is far enough. */
const shortestIdle: Milliseconds = 500;

/**
 * Why the best mechanism cannot be what resets these requests, whatever the odds against the others: odds only compare explanations, and where none of
 * them is right one is still the best.
 * @param fitting How many resets it accounts for.
 */
export function contradictedBy(mechanism: Mechanism, fitting: number, idleLimit: IdleLimit | undefined, observations: PoolObservations): Inference['withheld'] {
  if (fitting < observations.resets.length / 3) return 'explains-few';
  if (mechanism === 'idle-limit' && idleLimit !== undefined) {
    if (idleLimit.estimate < shortestIdle) return 'too-short';
    // a few survivors beyond may be ports used again, or rows that are missing
    const { beyond } = idleLimit.survivors;
    if (beyond >= 3 && beyond > fitting / 2) return 'outlived';
  }
  // a server that cannot be reached either has gone away: what it resets then is no matter of its limits
  if (mechanism !== 'bursts' && (observations.refused ?? 0) > observations.resets.length) return 'server-away';
  // without counts of what was under way, a server that is overloaded looks as one that closes new connections
  return mechanism === 'first-use' && observations.survivors.inFlight === undefined ? 'load-unknown' : undefined;
}
