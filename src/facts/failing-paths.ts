import { accessLogs } from '../artifacts/logs/index.ts';
import { pathShape } from '../artifacts/logs/path-shape.ts';
import type { PathCount, ProxyAccessLog } from '../artifacts/logs/types.ts';
import type { Failure, ObservedIncident } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { logChoose } from '../race/inference/log-beta.ts';
import { answerHadBegun } from './answer-begun.ts';
import type { Outage } from './outage.ts';
import { failuresDuring } from './outage-failures.ts';
import { outages } from './outages.ts';
import { logsOf, poolsOf } from './pools-of-failures.ts';
import { traffic } from './traffic.ts';

/** A path whose requests are all reset at one hop while the same server goes on answering others: what is asked for matters, not the connection. */
export interface FailingPath {
  readonly incidentId: string;
  readonly hop: string;
  /** As `pathShape` has it. */
  readonly path: string;
  /** Its resets, as indices of the incident's failures. */
  readonly resets: readonly number[];
  /** Of them, those on a connection that was never used before. */
  readonly onNew: number;
  /** Requests for other paths that went well on the same pools. */
  readonly served: number;
}

/**
 * Asks four things, for a race with an idle limit, a restart or a rare path can each look alike in one of them: none of its requests went well; that they
 * alone fail is no chance; the server answered others between them; and what closes quiet or old connections does not explain it, since new connections
 * are reset as well, or others that were quiet for longer are not.
 */
export const failingPaths: Fact<readonly FailingPath[]> = defineFact({
  id: 'failing-paths',
  needs: { traffic, accessLogs },
  wants: { outages },
  derive: ({ traffic, accessLogs: logs, outages = [] }) => traffic.incidents.flatMap((incident) => failingPathsOf(incident, logs, outages)),
});

/** Fewer may be chance whatever the numbers. */
const leastResets = 3;
/** ln of the greatest probability that just these requests fail by chance. */
const chance = Math.log(0.001);

function failingPathsOf(incident: ObservedIncident, logs: readonly ProxyAccessLog[], all: readonly Outage[]): readonly FailingPath[] {
  const dead = new Set(all.flatMap((outage) => failuresDuring(incident, outage)));
  const resets = incident.failures.flatMap((failure, index) =>
    failure.family === 'reset' && failure.path !== undefined && !answerHadBegun(failure) && !dead.has(index)
      ? [{ failure, index, path: pathShape(failure.path) }]
      : [],
  );
  return [...Map.groupBy(resets, ({ failure }) => failure.hop)].flatMap(([hop, members]) => {
    const failures = members.map(({ failure }) => failure);
    const pools = poolsOf(failures, logs.filter(logsOf(failures)));
    const counts = pools.flatMap(({ pool }) => pool.paths ?? []);
    if (pools.some(({ pool }) => pool.paths === undefined)) return [];
    const whole = total(counts);
    return [...Map.groupBy(members, ({ path }) => path)].flatMap(([path, own]): readonly FailingPath[] => {
      const ofPath = total(counts.filter((count) => count.path === path));
      const served = whole.requests - whole.failures;
      // attempts that a retry saved are rows too, and no failures of the incident
      if (own.length < leastResets || own.length < 0.9 * ofPath.failures || ofPath.failures < ofPath.requests) return [];
      if (logChoose(whole.failures, ofPath.requests) - logChoose(whole.requests, ofPath.requests) > chance) return [];
      const rows = own.map(({ failure }) => failure);
      const onNew = rows.filter(({ ordinal }) => ordinal === 1).length;
      if (!isServedBetween(rows, pools) || !(onNew >= 2 || outlastsQuiet(rows, pools))) return [];
      return [{ incidentId: incident.id, hop, path, resets: own.map(({ index }) => index), onNew, served }];
    });
  });
}

function total(counts: readonly PathCount[]): Omit<PathCount, 'path'> {
  return counts.reduce((sum, { requests, failures }) => ({ requests: sum.requests + requests, failures: sum.failures + failures }), {
    requests: 0,
    failures: 0,
  });
}

type Pools = ReturnType<typeof poolsOf>;

/** Whether the server answered others between these resets, at two moments at least. */
function isServedBetween(rows: readonly Failure[], pools: Pools): boolean {
  const times = rows.map(({ time }) => time).toSorted((a, b) => a - b);
  const answered = pools.flatMap(({ log, pool }) =>
    log.timelines
      .filter(({ cluster, direction }) => cluster === pool.cluster && direction === pool.direction)
      .flatMap(({ bucketMs, buckets }) => buckets.filter(({ requests, failures }) => requests > failures).map(({ from }) => ({ from, to: from + bucketMs }))),
  );
  const apart = times.slice(1).filter((time, index) => answered.some(({ from, to }) => to > (times[index] ?? 0) && from <= time));
  return apart.length >= 2;
}

/** Whether connections that were quiet for longer than before these resets went on serving others. */
function outlastsQuiet(rows: readonly Failure[], pools: Pools): boolean {
  const gaps = rows.flatMap(({ idleGapMs }) => idleGapMs ?? []);
  const longest = Math.max(...gaps);
  const outlasting = pools.reduce((sum, { pool }) => sum + pool.survivorGaps.reduce((count, bin) => count + (bin.from > longest ? bin.count : 0), 0), 0);
  return gaps.length >= leastResets && outlasting >= leastResets;
}
