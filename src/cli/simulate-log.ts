import { createLogObserver, observerLimits } from '../logs/observe/log-observer.ts';
import type { SeenPool } from '../logs/observe/observed.ts';
import { observationsOf } from '../logs/observe/pool.ts';
import { readLogs } from '../logs/read/read-logs.ts';
import { judgeLogs } from '../logs/report/judge-logs.ts';
import { mergedPools } from '../logs/report/merged-pools.ts';
import { createBinCounter, distributionOfBins } from '../race/binned.ts';
import { judgeCompleteness } from '../race/completeness.ts';
import type { DistributionBin } from '../race/distribution.ts';
import type { Traffic } from '../race/traffic.ts';
import { UserError } from '../sources/user-error.ts';
import type { SimulateTexts } from './simulate-texts.ts';

/** The traffic of one pool of a log. */
export interface LoggedTraffic {
  readonly traffic: Traffic;
  /** The cluster, or the host where rows name no cluster. */
  readonly cluster: string;
  readonly gaps: number;
  /** Rows seem to be missing, or to be of several proxies: quiet times may be wrong. */
  readonly isDoubtful: boolean;
}

/**
 * The traffic of the pool with the most resets, or else the most requests, of the access logs in a file or folder: quiet times before requests that
 * went well, and before those that were reset.
 */
export async function trafficFromLog(path: string, signal: AbortSignal, say: SimulateTexts): Promise<LoggedTraffic> {
  const observer = createLogObserver(observerLimits);
  const { stats } = await readLogs([path], observer, { workers: 0, signal });
  const observed = observer.observed();
  const groups = [...Map.groupBy(observed.pools, ({ proxy, pool }) => `${proxy.number} ${nameOf(pool)}`).values()];
  const [best] = groups.flatMap(poolOf).toSorted((one, other) => other.resets - one.resets || other.requests - one.requests);
  if (best === undefined) throw new UserError('simulate-no-gaps', say.noGaps, say.noGapsNext);
  const { gaps, number, requests, seconds, cluster, isDoubtful } = best;
  return {
    traffic: { kind: 'counted', gaps, perSecond: requests / seconds },
    cluster,
    gaps: Math.round(gaps.reduce((sum, { count }) => sum + count, 0)),
    isDoubtful: isDoubtful || judgeLogs(observed, stats).doubts.some((doubt) => doubt.number === number),
  };
}

interface LoggedPool {
  readonly number: number;
  readonly cluster: string;
  readonly requests: number;
  readonly resets: number;
  readonly seconds: number;
  readonly gaps: readonly DistributionBin[];
  readonly isDoubtful: boolean;
}

/** None where no connection was used twice. */
function poolOf(pools: readonly SeenPool[]): readonly LoggedPool[] {
  const [first] = pools;
  const observations = mergedPools(pools.map(({ pool }) => observationsOf(pool)));
  const gaps = distributionOfBins(observations.survivors.gaps.bins(), ...pools.map(({ pool }) => gapsBeforeResets(pool))).bins();
  if (first === undefined || gaps.length === 0) return [];
  return [
    {
      number: first.proxy.number,
      cluster: nameOf(first.pool),
      requests: observations.requests,
      resets: pools.reduce((sum, { pool }) => sum + pool.resetCount, 0),
      seconds: Math.max(1, (observations.last - observations.first) / 1_000),
      gaps,
      isDoubtful: judgeCompleteness(observations).doubts.length > 0,
    },
  ];
}

/** Resets beyond those that were kept one by one are taken to be like them. */
function gapsBeforeResets({ resets, resetCount }: SeenPool['pool']): readonly DistributionBin[] {
  const counter = createBinCounter();
  for (const { gapMs } of resets) if (gapMs !== undefined) counter.add(gapMs);
  return counter.bins().map((bin) => ({ ...bin, count: (bin.count * resetCount) / resets.length }));
}

/** Rows without a cluster have `-` for it; those of one host belong together. */
function nameOf({ cluster, host }: SeenPool['pool']): string {
  return cluster === '-' ? host : cluster;
}
