import type { AccessRow } from '../../formats/access-log/row.ts';
import type { Use } from './connection-history.ts';
import { createHistogram, type Histogram } from './histogram.ts';
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
  const survivors: Histogram = createHistogram();
  const timeline: TimelineBuilder = createTimelineBuilder();
  let requests = 0;
  let failures = 0;
  let connections = 0;
  let failuresOnFirstUse = 0;
  return {
    add(row, outcome) {
      requests += 1;
      if (outcome === 'failed') failures += 1;
      timeline.add(row.start, outcome === 'failed');
    },
    use(use, settled, isNew) {
      if (isNew) connections += 1;
      if (use.outcome === 'failed' && (isNew || use.connection.firstRow === use)) failuresOnFirstUse += 1;
      if (settled === undefined) return;
      // The row read now came before: what was the connection's first request is its second.
      if (settled !== use && settled.outcome === 'failed') failuresOnFirstUse -= 1;
      if (settled.outcome === 'ok' && settled.gap !== undefined) survivors.add(settled.gap);
    },
    requests: () => requests,
    pool(direction) {
      const maxSurvivorGapMs = survivors.max();
      return {
        direction,
        cluster,
        requests,
        failures,
        connections,
        survivorGaps: survivors.bins(),
        ...(maxSurvivorGapMs === undefined ? {} : { maxSurvivorGapMs }),
        failuresOnFirstUse,
      };
    },
    timeline: (direction) => timeline.finish(direction, cluster),
  };
}
