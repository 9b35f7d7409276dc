import { accessLogs } from '../artifacts/logs/index.ts';
import type { ProxyAccessLog, UpstreamPool } from '../artifacts/logs/types.ts';
import { endedConnectionBytes } from '../knowledge/envoy/body-lengths.ts';
import type { Party } from '../model/diagnosis.ts';
import type { Place } from '../model/evidence.ts';
import type { Failure, ObservedIncident } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { Milliseconds } from '../model/time.ts';
import { distributionOfBins } from '../race/binned.ts';
import { binOf, edgesOf } from '../race/distribution.ts';
import { proxyRaceMs, raceMs } from '../race/row-tolerances.ts';
import { answerHadBegun } from './answer-begun.ts';
import { failingPaths } from './failing-paths.ts';
import { type HopIdle, hopIdle } from './hop-idle.ts';
import { otherProxies } from './other-proxies.ts';
import type { Outage } from './outage.ts';
import { failuresDuring } from './outage-failures.ts';
import { outages } from './outages.ts';
import { appParty, portOf } from './parties.ts';
import { isLogOf, logsOf, poolsOf } from './pools-of-failures.ts';
import { traffic } from './traffic.ts';

/** What the failing rows of one hop say for and against "the connection was closed for idleness while it was reused". */
export interface IdleRace {
  readonly incident: ObservedIncident;
  readonly hop: string;
  /** Indices of resets (UC) on this hop, or of answers that tell of one; the rest are parts of it. */
  readonly resets: readonly number[];
  /** On a connection that was used before, so that its quiet time is known. */
  readonly timed: readonly number[];
  /** On a connection's first use, in the part of the log where that can be told from a cut-off beginning. */
  readonly firstUse: readonly number[];
  /** Took longer than a race does. */
  readonly slow: readonly number[];
  /** Timed, quick, and after a quiet time at the receiver's limit. */
  readonly atLimit: readonly number[];
  /** Quiet times before the timed ones, ascending. */
  readonly gaps: readonly Milliseconds[];
  readonly idle: HopIdle;
  /** Requests that went well on a reused connection, by their quiet time against the band (the limit's, else the failing gaps'). */
  readonly survivors: { readonly below: number; readonly inside: number; readonly beyond: number };
  readonly band?: { readonly from: Milliseconds; readonly to: Milliseconds };
  readonly at: Place;
  /**
   * True when the proxy that lost the connection has no log here, and the row is its caller's: by the length of the answer's body it was
   * a reset, and by the caller's own connection it was quiet for so long.
   */
  readonly isInferred: boolean;
}

/** How long a race with the failure's server may take. */
export function raceOf({ server }: Failure): Milliseconds {
  return server.role === 'app' || server.role === 'external' ? raceMs : proxyRaceMs;
}

/** How far a gap read from millisecond rows may lie from the limit: transfer time, lateness of timers, throttling. */
export function gapTolerance(limit: Milliseconds): Milliseconds {
  return Math.max(100, 0.03 * limit);
}

/** One entry per incident and hop that has resets. */
export const idleRaces: Fact<readonly IdleRace[]> = defineFact({
  id: 'idle-races',
  needs: { traffic, hopIdle },
  wants: { accessLogs, otherProxies, outages, failingPaths },
  derive: ({ traffic, accessLogs, otherProxies = [], hopIdle, outages, failingPaths: refused = [] }) => {
    // callers' words alone tell of no connection of a proxy
    if (accessLogs === undefined && otherProxies.length === 0) return undefined;
    const logs = accessLogs ?? [];
    return traffic.incidents.flatMap((incident) => {
      // what a server never answers it resets on any connection
      const never = new Set(refused.flatMap(({ incidentId, resets }) => (incidentId === incident.id ? resets : [])));
      const resets = ofLivingServers(
        incident.failures.flatMap((failure, index) =>
          failure.family === 'reset' && !answerHadBegun(failure) && !never.has(index) ? [{ failure, index }] : [],
        ),
        incident,
        outages ?? [],
      );
      const passedOn = incident.failures.flatMap((failure, index) => (isPassedOnReset(failure) ? [{ failure, index }] : []));
      return [
        ...[...Map.groupBy(resets, ({ failure }) => failure.hop)].flatMap(([hop, members]) => idleRaceOf(incident, hop, members, logs, hopIdle) ?? []),
        ...[...Map.groupBy(passedOn, ({ failure }) => failure.server.name)].flatMap(([server, members]) => {
          const app = appParty(members[0]?.failure.server.workload.name ?? server, members[0]?.failure.server.workload.namespace);
          const race = idleRaceOf(incident, `${server}->${app.name}`, members, logs, (failure) => hopIdle(atServer(failure, app)));
          return race === undefined ? [] : [{ ...race, isInferred: true }];
        }),
      ];
    });
  },
});

/** Resets of a server that went away are no race and would blur its picture; they stay only where nothing else is left to judge. */
function ofLivingServers(resets: readonly Reset[], incident: ObservedIncident, outages: readonly Outage[]): readonly Reset[] {
  const dead = new Set(outages.flatMap((outage) => failuresDuring(incident, outage)));
  const living = resets.filter(({ index }) => !dead.has(index));
  return living.length > 0 ? living : resets;
}

/** A 503 that the next proxy made for a reset of its own, whose log is not here. */
function isPassedOnReset({ family, unseenBeyond, code, bytesSent, server, direction }: Failure): boolean {
  return family === 'answered' && unseenBeyond && code === 503 && endedConnectionBytes.has(bytesSent) && server.role === 'sidecar' && direction !== 'inbound';
}

/** The same request one hop on: from the receiving proxy to its application. */
function atServer(failure: Failure, app: Party): Failure {
  const { serverPod, pod: _client, ...rest } = failure;
  const port = failure.upstreamHost === undefined ? undefined : portOf(failure.upstreamHost);
  return { ...rest, ...(serverPod === undefined ? {} : { serverPod, pod: serverPod }), server: app, direction: 'inbound', cluster: `inbound|${port ?? ''}||` };
}

interface Reset {
  readonly failure: Failure;
  readonly index: number;
}

function idleRaceOf(
  incident: ObservedIncident,
  hop: string,
  members: readonly Reset[],
  logs: readonly ProxyAccessLog[],
  idleOf: (failure: Failure) => HopIdle,
): IdleRace | undefined {
  const [first] = members;
  if (first === undefined) return undefined;
  const failures = members.map(({ failure }) => failure);
  const own = logs.filter(logsOf(failures));
  const at = own[0]?.at ?? first.failure.evidence[0].at;
  const pools = poolsOf(failures, own).map(({ pool }) => pool);
  const limitMs = raceOf(first.failure);
  const timed = members.filter(({ failure }) => failure.idleGapMs !== undefined && (failure.ordinal ?? 2) >= 2);
  const gaps = timed.map(({ failure }) => failure.idleGapMs ?? 0).toSorted((a, b) => a - b);
  const idle = withoutRefutedDefault(idleOf(first.failure), gaps);
  const isQuick = ({ failure }: Reset): boolean => (failure.durationMs ?? 0) <= limitMs;
  const band = bandOf(idle, gaps);
  return {
    incident,
    hop,
    resets: indices(members),
    timed: indices(timed),
    firstUse: indices(firstUses(members, timed, own, idle)),
    slow: indices(members.filter((member) => !isQuick(member))),
    atLimit:
      idle.server === undefined || band === undefined ? [] : indices(timed.filter((member) => isQuick(member) && within(member.failure.idleGapMs ?? 0, band))),
    gaps,
    idle,
    survivors: survivorsOf(pools, band),
    ...(band === undefined ? {} : { band }),
    at,
    isInferred: false,
  };
}

const indices = (members: readonly Reset[]): readonly number[] => members.map(({ index }) => index);
const within = (gap: Milliseconds, band: { readonly from: Milliseconds; readonly to: Milliseconds }): boolean => gap >= band.from && gap <= band.to;

/**
 * Software that has its limit in a file or in code, which no evidence shows, seldom keeps its default (nginx: 75 s). Where several losses come after one
 * other length of quiet, the limit is unknown rather than the default. A default that a flag would change is known, for flags are seen.
 */
function withoutRefutedDefault(idle: HopIdle, gaps: readonly Milliseconds[]): HopIdle {
  const { server, ...rest } = idle;
  const [low, high] = [gaps[0], gaps.at(-1)];
  if (server === undefined || low === undefined || high === undefined || server.origin !== 'default' || server.key.startsWith('-') || gaps.length < 3)
    return idle;
  const band = bandOf(idle, gaps);
  const isOneLength = high - low <= Math.max(150, 0.06 * high);
  const isElsewhere = band !== undefined && !gaps.some((gap) => within(gap, band));
  // sooner than servers close for idleness: nothing that another limit would explain
  return isOneLength && isElsewhere && low >= 1_000 ? rest : idle;
}

function bandOf(idle: HopIdle, gaps: readonly Milliseconds[]): IdleRace['band'] {
  if (idle.server !== undefined) return { from: idle.server.from - gapTolerance(idle.server.from), to: idle.server.upTo + gapTolerance(idle.server.upTo) };
  const [low] = gaps;
  const high = gaps.at(-1);
  return low === undefined || high === undefined ? undefined : { from: low - 2, to: high + 2 };
}

/**
 * The first row of a connection is its first use only where the log reaches back further than a connection lives idle. When every
 * reset is a first row and there are several, no cut-off beginning explains them all.
 */
function firstUses(members: readonly Reset[], timed: readonly Reset[], logs: readonly ProxyAccessLog[], idle: HopIdle): readonly Reset[] {
  const first = members.filter(({ failure }) => failure.ordinal === 1);
  if (first.length >= 4 && timed.length === 0) return first;
  const reach = (idle.server?.upTo ?? 60_000) + 5_000;
  return first.filter(({ failure }) => logs.some((log) => isLogOf(log, failure) && failure.time - log.first > reach));
}

function survivorsOf(pools: readonly UpstreamPool[], band: IdleRace['band']): IdleRace['survivors'] {
  if (band === undefined) return { below: 0, inside: 0, beyond: 0 };
  const gaps = distributionOfBins(...pools.map(({ survivorGaps }) => survivorGaps));
  // a bin that the band touches is inside
  const [from, to] = [edgesOf(binOf(band.from)).from - 1, edgesOf(binOf(band.to)).to];
  return { below: gaps.within(-1, from), inside: gaps.within(from, to), beyond: gaps.within(to, Number.POSITIVE_INFINITY) };
}
