import type { AccessFormat, AccessRow } from '../../formats/access-log/row.ts';
import type { Place } from '../../model/evidence.ts';
import type { Identity } from '../../model/source.ts';
import type { EpochMs } from '../../model/time.ts';
import type { Waiting } from '../../race/in-flight.ts';
import { objectOf } from '../identity-object.ts';
import { createBothEnds } from './both-ends.ts';
import { type ClusterTally, createClusterTally } from './cluster-tally.ts';
import { createConnectionHistory, type Use } from './connection-history.ts';
import { detached, detachedFields } from './detached.ts';
import { createRequestGroups } from './request-groups.ts';
import { directionOf, hostOf, settledDirection } from './row-direction.ts';
import { isUntoldGrpc, outcomeOf } from './row-outcome.ts';
import type { SavedRequests } from './saved-requests.ts';
import type { Direction, FailureRow, ProxyAccessLog } from './types.ts';

/** What bounds the memory of one proxy's digest. */
export interface DigestLimits {
  readonly failures: number;
  readonly groups: number;
  readonly connections: number;
  readonly clusters: number;
}

/** Give-ups are few beside failures wherever they matter. */
const giveUpLimit = 2_000;

export const digestLimits: DigestLimits = { failures: 5000, groups: 2000, connections: 50_000, clusters: 500 };

/** The access log of one proxy while it streams by. Memory is bounded by the limits, whatever the log's length. */
export interface AccessDigest {
  readonly add: (row: AccessRow, file: string, line: number, text: string) => void;
  readonly damaged: (file: string, line: number) => void;
  /** Undefined when no row could be read. Ask for it when all files of all proxies are read. */
  readonly finish: () => ProxyAccessLog | undefined;
}

interface KeptFailure {
  readonly row: AccessRow;
  readonly at: Place;
  readonly text: string;
  readonly direction: Direction;
  readonly use?: Use;
  readonly waiting?: Waiting;
}

/** Waits for requests that neither went well nor failed. */
const nobody: Waiting = {};

export function createAccessDigest(identity: Identity, file: string, saved: SavedRequests, limits: DigestLimits = digestLimits): AccessDigest {
  const connections = createConnectionHistory(limits.connections);
  const groups = createRequestGroups(limits.groups);
  const failures = createBothEnds<KeptFailure>(limits.failures);
  const giveUps = createBothEnds<KeptFailure>(giveUpLimit);
  const clusters = new Map<string, { readonly tally: ClusterTally; readonly sample: AccessRow; direction: Direction }>();
  const formats = new Set<AccessFormat>();
  const own = new Set<string>();
  let rows = 0;
  let first: EpochMs = Number.POSITIVE_INFINITY;
  let last: EpochMs = Number.NEGATIVE_INFINITY;
  let damaged = 0;
  let damagedAt: Place | undefined;
  // rows are the proxy's, whatever the file is called
  const object = objectOf({ ...identity, container: identity.container ?? 'istio-proxy' });
  const place = (rowFile: string, line: number): Place => ({ artifact: 'access-logs', file: rowFile, ...(object === undefined ? {} : { object }), line });
  let answeredAs: string | undefined;
  let gatewayRows = 0;
  let inboundRows = 0;
  let grpcUntold = 0;

  const tallyOf = (row: AccessRow, direction: Direction): ClusterTally => {
    const name = row.upstreamCluster ?? '-';
    const key = row.upstreamCluster ?? `- ${direction}`;
    const known = clusters.get(key) ?? (clusters.size < limits.clusters ? undefined : clusters.get('other'));
    if (known !== undefined) {
      if (direction === 'gateway') known.direction = direction;
      return known.tally;
    }
    const isOther = clusters.size >= limits.clusters;
    const tally = createClusterTally(isOther ? 'other' : detached(name));
    clusters.set(isOther ? 'other' : key, { tally, sample: detachedFields(row), direction });
    return tally;
  };
  const learnAddress = (address: string | undefined): void => {
    const host = address === undefined || own.size >= 64 ? undefined : hostOf(address);
    if (host !== undefined && !host.startsWith('127.') && host !== '::1' && host !== '::6') own.add(detached(host));
  };

  return {
    add(row, rowFile, line, text) {
      rows += 1;
      if (row.start < first) first = row.start;
      if (row.start > last) last = row.start;
      formats.add(row.format);
      const direction = directionOf(row);
      const outcome = outcomeOf(row);
      if (outcome === 'ok' && isUntoldGrpc(row)) grpcUntold += 1;
      if (direction === 'gateway') gatewayRows += 1;
      if (direction === 'inbound') {
        inboundRows += 1;
        if (row.downstreamLocal !== answeredAs) {
          answeredAs = row.downstreamLocal;
          learnAddress(answeredAs);
        }
      }
      groups.add(row, direction, outcome, rowFile, line);
      let use: Use | undefined;
      let waiting: Waiting | undefined;
      if (outcome !== 'tcp-closed') {
        const tally = tallyOf(row, direction);
        tally.add(row, outcome);
        const used = connections.use(row, outcome);
        if (used !== undefined) {
          use = used.use;
          tally.use(row, used.use, used.settled, used.isNew);
          waiting = outcome === 'failed' ? {} : outcome === 'ok' ? undefined : nobody;
          tally.underWay(row, waiting);
          if (used.isNew && (direction === 'outbound' || direction === 'gateway')) learnAddress(row.upstreamLocal);
        }
        if (outcome === 'ok') saved.ended(row, direction);
      }
      const kept = (): KeptFailure => ({
        row: detachedFields(row),
        at: place(rowFile, line),
        text: detached(text.slice(0, 2000)),
        direction,
        ...(use === undefined ? {} : { use }),
        ...(waiting === undefined ? {} : { waiting }),
      });
      if (outcome === 'client-abort') giveUps.add(kept);
      if (outcome !== 'failed') return;
      saved.failed(row);
      failures.add(kept);
    },

    damaged(rowFile, line) {
      damaged += 1;
      damagedAt ??= place(rowFile, line);
    },

    finish() {
      if (rows === 0) return undefined;
      const isGateway = inboundRows === 0 && (gatewayRows > 0 || /gateway|waypoint/.test(identity.pod ?? ''));
      // applications may be called gateways too: these are as Istio names its own
      const isSure = isGateway && (gatewayRows > 0 || /^istio-(?:in|e)gressgateway-/.test(identity.pod ?? ''));
      const settle = (direction: Direction, row: AccessRow): Direction => settledDirection(direction, row, own, isGateway, isSure);
      const tallies = [...clusters.entries()].map(([key, { tally, sample, direction }]) => ({ key, tally, direction: settle(direction, sample) }));
      // first, for by it failures learn what was under way beside them
      const pools = tallies.filter(({ key }) => !key.startsWith('- ')).map(({ tally, direction }) => tally.pool(direction));
      return {
        proxy: identity,
        at: { artifact: 'access-logs', file, ...(object === undefined ? {} : { object }) },
        formats: [...formats],
        rows,
        first,
        last,
        groups: groups.finish(settle),
        failures: failures.items().map((failure) => failureRow(failure, settle, saved)),
        failuresSeen: failures.seen(),
        ...(grpcUntold === 0 ? {} : { grpcUntold }),
        clientAborts: giveUps.seen(),
        giveUps: giveUps.items().map((giveUp) => failureRow(giveUp, settle, saved)),
        pools,
        timelines: tallies.map(({ tally, direction }) => tally.timeline(direction)),
        damaged,
        ...(damagedAt === undefined ? {} : { damagedAt }),
        localAddresses: [...own].toSorted(),
      };
    },
  };
}

function failureRow(kept: KeptFailure, settle: (direction: Direction, row: AccessRow) => Direction, saved: SavedRequests): FailureRow {
  const { row, at, text, use, waiting } = kept;
  const connection = use?.connection;
  const direction = settle(kept.direction, row);
  return {
    row,
    at,
    text,
    direction,
    ...(use?.gap === undefined ? {} : { idleGapMs: use.gap }),
    ...(use === undefined || connection === undefined ? {} : { ordinal: use.seat - connection.lowest + 1, ageMs: Math.max(0, row.start - connection.first) }),
    ...(waiting?.inFlight === undefined ? {} : { inFlight: waiting.inFlight }),
    ...(saved.isSaved(row, direction) ? { savedByRetry: true } : {}),
  };
}
