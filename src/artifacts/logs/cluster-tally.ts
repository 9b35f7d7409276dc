import { overlapSlackMs } from '../../race/row-tolerances.ts';
import type { AccessRow } from '../../formats/access-log/row.ts';
import { createBinCounter } from '../../race/binned.ts';
import type { Use } from './connection-history.ts';
import { createTimelineBuilder, type TimelineBuilder } from './timeline-builder.ts';
import type { Direction, RowOutcome, Timeline, UpstreamPool } from './types.ts';

/** What is counted per upstream cluster: its pool of connections and its timeline. */
export interface ClusterTally {
  readonly add: (row: AccessRow, outcome: RowOutcome) => void;
  /** Notes the use of a connection, and the request whose gap became known by it. */
  readonly use: (use: Use, settled: Use | undefined, isNew: boolean) => void;
  readonly requests: () => number;
  readonly pool: (direction: Direction) => UpstreamPool;
  readonly timeline: (direction: Direction) => Timeline;
}

export function createClusterTally(cluster: string): ClusterTally {
  const gaps = createBinCounter();
  const ordinals = createBinCounter();
  const ages = createBinCounter();
  const served = createBinCounter();
  let greatestGap: number | undefined;
  let overlaps = 0;
  let isBackward = false;
  const timeline: TimelineBuilder = createTimelineBuilder();
  let requests = 0;
  let failures = 0;
  let givenUp = 0;
  let connections = 0;
  let failuresOnFirstUse = 0;
  return {
    add(row, outcome) {
      requests += 1;
      if (outcome === 'failed') failures += 1;
      if (outcome === 'client-abort') givenUp += 1;
      if (outcome === 'ok' && row.durationMs !== undefined) served.add(row.durationMs);
      timeline.add(row.start, outcome === 'failed');
    },
    use(use, settled, isNew) {
      if (isNew) connections += 1;
      if (use.outcome === 'failed' && (isNew || use.connection.firstRow === use)) failuresOnFirstUse += 1;
      if (use.overlapMs !== undefined && use.overlapMs > overlapSlackMs) overlaps += 1;
      if (settled !== undefined && settled !== use) isBackward = true;
      if (use.outcome === 'ok' && !isBackward) {
        ordinals.add(use.seat - use.connection.lowest + 1);
        ages.add(use.connection.lastStart - use.connection.first);
      }
      if (settled === undefined) return;
      // The row read now came before: what was the connection's first request is its second.
      if (settled !== use && settled.outcome === 'failed') failuresOnFirstUse -= 1;
      if (settled.outcome !== 'ok' || settled.gap === undefined) return;
      gaps.add(settled.gap);
      if (greatestGap === undefined || settled.gap > greatestGap) greatestGap = settled.gap;
    },
    requests: () => requests,
    pool(direction) {
      return {
        direction,
        cluster,
        requests,
        failures,
        connections,
        survivorGaps: gaps.bins(),
        ...(greatestGap === undefined ? {} : { maxSurvivorGapMs: greatestGap }),
        ...(givenUp === 0 ? {} : { servedMs: served.bins() }),
        // kept only where something failed: they are many
        ...(isBackward || failures === 0 ? {} : { lives: { ordinals: ordinals.bins(), ages: ages.bins() } }),
        overlaps,
        failuresOnFirstUse,
      };
    },
    timeline: (direction) => timeline.finish(direction, cluster),
  };
}
