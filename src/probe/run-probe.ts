import { createBrake, type Stop } from './brake.ts';
import type { IntermediarySign } from './intermediary-signs.ts';
import { watchLoopLag } from './loop-lag.ts';
import { measureAge } from './measure-age.ts';
import { type Measuring, measureIdle } from './measure-idle.ts';
import { measureRequests } from './measure-requests.ts';
import type { AgeRow, IdleRow, RequestsRow } from './observed.ts';
import type { OpenStream } from './open-stream.ts';
import type { ProbePlan } from './plan.ts';
import { rounded } from './rounded.ts';

/** Everything that a probe saw, unjudged. */
export interface Observed {
  readonly connections: readonly IdleRow[];
  readonly requests?: RequestsRow;
  readonly age?: AgeRow;
  readonly signs: readonly IntermediarySign[];
  readonly stopped?: Stop;
  readonly tookMs: number;
  /** The longest that this process stood still. */
  readonly worstLagMs: number;
}

export interface Progress {
  readonly phase: 'requests' | 'idle';
  readonly closed: number;
  readonly of: number;
}

/**
 * Does what the plan says and nothing else. `interrupt` ends it at any time with what is known so far. Never throws for what the server does.
 */
export async function runProbe(plan: ProbePlan, open: OpenStream, interrupt: AbortSignal, onProgress: (progress: Progress) => void): Promise<Observed> {
  const brake = createBrake(interrupt, plan.allowLoadBalancer);
  const lag = watchLoopLag();
  const begun = performance.now();
  const measuring: Measuring = { plan, open, brake, lag, begun, firstClosed: new AbortController() };
  try {
    const of = plan.idle.startsMs.length;
    let closed = 0;
    onProgress({ phase: plan.requests === undefined ? 'idle' : 'requests', closed, of });
    const requests = plan.requests === undefined ? undefined : await measureRequests(measuring, plan.requests);
    onProgress({ phase: 'idle', closed, of });
    const idle = plan.idle.startsMs.map(async (_, index) => {
      const row = await measureIdle(measuring, index);
      closed += 1;
      onProgress({ phase: 'idle', closed, of });
      return row;
    });
    const [connections, age] = await Promise.all([
      Promise.all(idle),
      plan.age === undefined || brake.signal.aborted ? undefined : measureAge(measuring, plan.age),
    ]);
    const stopped = brake.stopped();
    return {
      connections: connections.filter((row) => Object.keys(row).length > 1),
      ...(requests === undefined ? {} : { requests }),
      ...(age === undefined ? {} : { age }),
      signs: brake.signs(),
      ...(stopped === undefined ? {} : { stopped }),
      tookMs: rounded(performance.now() - begun),
      worstLagMs: rounded(lag.worst()),
    };
  } finally {
    lag.stop();
  }
}
