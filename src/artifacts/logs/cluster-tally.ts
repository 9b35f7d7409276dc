import { overlapSlackMs } from '../../race/row-tolerances.ts';
import type { AccessRow } from '../../formats/access-log/row.ts';
import { binsLess, createBinCounter } from '../../race/binned.ts';
import { createInFlightCounter, type Waiting } from '../../race/in-flight.ts';
import type { Use } from './connection-history.ts';
import { createIdleConnections } from './idle-connections.ts';
import { createPathCounter } from './path-counter.ts';
import { createTimelineBuilder, type TimelineBuilder } from './timeline-builder.ts';
import type { Direction, RowOutcome, Timeline, UpstreamPool } from './types.ts';

/** What is counted per upstream cluster: its pool of connections and its timeline. */
export interface ClusterTally {
  readonly add: (row: AccessRow, outcome: RowOutcome) => void;
  /** Notes the use of a connection, and the request whose gap became known by it. */
  readonly use: (row: AccessRow, use: Use, settled: Use | undefined, isNew: boolean) => void;
  /** Notes that a request with a connection was under way; one that did not go well waits to know beside how many. */
  readonly underWay: (row: AccessRow, waiting: Waiting | undefined) => void;
  readonly requests: () => number;
  readonly pool: (direction: Direction) => UpstreamPool;
  readonly timeline: (direction: Direction) => Timeline;
}

export function createClusterTally(cluster: string): ClusterTally {
  const gaps = createBinCounter();
  const ordinals = createBinCounter();
  const ages = createBinCounter();
  const served = createBinCounter();
  const renewals = createBinCounter();
  const taking = createBinCounter();
  const idle = createIdleConnections();
  let greatestGap: number | undefined;
  let overlaps = 0;
  let isBackward = false;
  const timeline: TimelineBuilder = createTimelineBuilder();
  const inFlight = createInFlightCounter();
  const paths = createPathCounter();
  const [starts, durations] = [new Float64Array(1), new Int32Array(1)];
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
      paths.add(row.path, outcome === 'failed');
    },
    use(row, use, settled, isNew) {
      const quiet = isNew ? idle.passedOver(row.upstreamHost ?? '-', row.start) : undefined;
      if (quiet !== undefined) renewals.add(quiet);
      const taken = idle.used(use.connection, row.upstreamHost ?? '-', row.start);
      if (taken !== undefined) taking.add(taken);
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
    underWay(row, waiting) {
      starts[0] = row.start;
      durations[0] = Math.min(2 ** 31 - 1, row.durationMs ?? 0);
      inFlight.addFrom(starts, durations, 0, waiting);
    },
    requests: () => requests,
    pool(direction) {
      // kept only where something failed: they are many
      const company = isBackward || failures === 0 ? undefined : inFlight.company();
      const counted = failures === 0 ? undefined : paths.counts();
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
        ...(isBackward || failures === 0
          ? {}
          : { lives: { ordinals: ordinals.bins(), ages: ages.bins(), renewals: binsLess(renewals.bins(), taking.bins()) } }),
        ...(company === undefined ? {} : { company: { ...company, inFlight: company.inFlight.bins() } }),
        ...(counted === undefined ? {} : { paths: counted }),
        overlaps,
        failuresOnFirstUse,
      };
    },
    timeline: (direction) => ({ cluster, direction, ...timeline.finish() }),
  };
}
