import { accessLogs } from '../artifacts/logs/index.ts';
import type { ProxyAccessLog, UpstreamPool } from '../artifacts/logs/types.ts';
import type { Failure } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { Span } from '../model/time.ts';
import { distributionOfBins } from '../race/binned.ts';
import type { Doubt } from '../race/completeness.ts';
import { type Inference, inferResets } from '../race/inference/index.ts';
import { timelineOf } from '../race/merged-timelines.ts';
import type { PoolObservations, RequestTimeline, Reset, SameSecond } from '../race/observations.ts';
import { createRefusals } from '../race/refusals.ts';
import { type IdleRace, idleRaces, raceOf } from './idle-race.ts';
import { logsOf, poolsOf } from './pools-of-failures.ts';

/** What the rows of one hop, all requests of its pools counted, say of what reset some of them. */
export interface ResetInference {
  readonly incidentId: string;
  readonly hop: string;
  readonly race: IdleRace;
  readonly inference: Inference;
  /** Resets that the most probable mechanism explains, as indices of the incident's failures. */
  readonly fitting: readonly number[];
  /** Requests that went well on the same pools. */
  readonly served: number;
}

/**
 * One entry per hop with resets whose pools' requests are known: its own proxy's log is here, and is written oldest first. Resets of servers that went away are left
 * out, as in `idle-races`.
 */
export const resetInferences: Fact<readonly ResetInference[]> = defineFact({
  id: 'reset-inferences',
  needs: { idleRaces, accessLogs },
  derive: ({ idleRaces: races, accessLogs: logs }) => races.flatMap((race) => inferenceOf(race, logs) ?? []),
});

function inferenceOf(race: IdleRace, logs: readonly ProxyAccessLog[]): ResetInference | undefined {
  const { incident, hop, resets: indices } = race;
  // another proxy's rows tell of its own connections
  if (race.isInferred) return undefined;
  const members = indices.flatMap((index) => {
    const failure = incident.failures[index];
    const reset = failure === undefined ? undefined : resetOf(failure);
    return failure === undefined || reset === undefined ? [] : [{ index, failure, reset }];
  });
  const failures = members.map(({ failure }) => failure);
  const pools = poolsOf(failures, logs.filter(logsOf(failures)));
  const observations = observationsOf(
    pools,
    members.map(({ reset }) => reset),
  );
  if (observations === undefined || members.length === 0) return undefined;
  const [first] = failures;
  const inference = inferResets(observations, {
    doubts: doubtsOf(pools.map(({ log }) => log)),
    ...(first === undefined ? {} : { raceMs: raceOf(first) }),
  });
  const fitting = inference.fitting.flatMap((at) => members[at]?.index ?? []);
  return { incidentId: incident.id, hop, race, inference, fitting, served: observations.survivors.ordinals.total };
}

function resetOf({ time, durationMs = 0, idleGapMs, ordinal, ageMs, inFlight }: Failure): Reset | undefined {
  if (ordinal === undefined) return undefined;
  return {
    start: time,
    durationMs,
    ordinal,
    ageMs: ageMs ?? 0,
    ...(idleGapMs === undefined || ordinal < 2 ? {} : { gapMs: idleGapMs }),
    ...(inFlight === undefined ? {} : { inFlight }),
  };
}

type Pools = readonly { readonly log: ProxyAccessLog; readonly pool: UpstreamPool }[];

/** Undefined when the places of the requests on their connections are not known of all pools. */
function observationsOf(pools: Pools, resets: readonly Reset[]): PoolObservations | undefined {
  const lives = pools.flatMap(({ pool }) => pool.lives ?? []);
  if (pools.length === 0 || lives.length < pools.length) return undefined;
  const company = pools.flatMap(({ pool }) => pool.company ?? []);
  const isCounted = company.length === pools.length;
  const ordinals = distributionOfBins(...lives.map((life) => life.ordinals));
  return {
    requests: ordinals.total + resets.length,
    resets,
    survivors: {
      gaps: distributionOfBins(...pools.map(({ pool }) => pool.survivorGaps)),
      ordinals,
      ages: distributionOfBins(...lives.map((life) => life.ages)),
      ...(isCounted ? { inFlight: distributionOfBins(...company.map(({ inFlight }) => inFlight)) } : {}),
    },
    refusals: pools.flatMap(({ log, pool }) => refusalsOf(log, pool)),
    renewals: distributionOfBins(...lives.map((life) => life.renewals)),
    overlaps: pools.reduce((sum, { pool }) => sum + pool.overlaps, 0),
    timeline: requestTimes(pools),
    ...(isCounted ? { sameSecond: together(company.map(({ sameSecond }) => sameSecond)) } : {}),
    first: Math.min(...pools.map(({ log }) => log.first)),
    last: Math.max(...pools.map(({ log }) => log.last)),
  };
}

/** When requests came for which no connection could be made. */
function refusalsOf({ failures }: ProxyAccessLog, { cluster, direction }: UpstreamPool): readonly Span[] {
  const refusals = createRefusals();
  for (const failure of failures)
    if (failure.row.upstreamCluster === cluster && failure.direction === direction && failure.row.flags.includes('UF')) refusals.add(failure.row.start);
  return refusals.spans();
}

function together(parts: readonly SameSecond[]): SameSecond {
  return parts.reduce((sum, { pairs, expected }) => ({ pairs: sum.pairs + pairs, expected: sum.expected + expected }), { pairs: 0, expected: 0 });
}

const mostBuckets = 10_000;

/** The pools' timelines in one, in buckets as wide as the widest of theirs. */
function requestTimes(pools: Pools): RequestTimeline {
  const timelines = pools.flatMap(({ log, pool }) =>
    log.timelines.filter(({ cluster, direction }) => cluster === pool.cluster && direction === pool.direction),
  );
  const buckets = timelines.flatMap((timeline) => timeline.buckets.map(({ from, requests }) => ({ from, count: requests })));
  return timelineOf(buckets, Math.max(1_000, ...timelines.map((timeline) => timeline.bucketMs)), mostBuckets);
}

/** What the reader of the logs knows of rows that are not there. */
function doubtsOf(logs: readonly ProxyAccessLog[]): readonly Doubt[] {
  const isCut = logs.some(({ failures, failuresSeen, damaged, rows }) => failuresSeen > failures.length || damaged > 0.01 * rows);
  return isCut ? ['cut'] : [];
}
