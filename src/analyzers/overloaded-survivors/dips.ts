import type { ProxyAccessLog } from '../../artifacts/logs/types.ts';
import type { Outage } from '../../facts/outage.ts';
import type { Pod } from '../../facts/pods.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';
import type { EpochMs, Span } from '../../model/time.ts';

/** A time in which fewer pods could serve than before. */
export interface Dip extends Span {
  readonly usual: number;
  readonly least: number;
}

/**
 * When fewer pods of the target could serve than before the first of them went. Pods that go count until they are told to, new ones from
 * when they are ready. Undefined where a pod's readiness is not known, or fewer were never there.
 */
export function dipOf(going: readonly Outage[], own: readonly Pod[]): Dip | undefined {
  const ends = new Map(going.toReversed().map(({ pod, from }) => [pod, from])); // the first sign of each pod stays
  const first = [...ends.values()].reduce((least, from) => Math.min(least, from), Number.POSITIVE_INFINITY);
  const rest = own.filter(({ key }) => !ends.has(key));
  const isNew = ({ createdAt }: Pod): boolean => createdAt !== undefined && createdAt >= first - 60_000;
  const fresh = rest.filter(isNew);
  if (fresh.length === 0 || fresh.some(({ readySince }) => readySince === undefined)) return undefined;
  const usual = ends.size + rest.length - fresh.length;
  const serving = (time: EpochMs): number =>
    rest.length - fresh.length + [...ends.values()].filter((from) => from > time).length + fresh.filter(({ readySince }) => (readySince ?? 0) <= time).length;
  const moments = [...ends.values(), ...fresh.map(({ readySince }) => readySince ?? 0)].toSorted((a, b) => a - b);
  const low = moments.filter((time) => time >= first && serving(time) < usual);
  const from = low[0];
  const last = low.at(-1);
  if (from === undefined || last === undefined) return undefined;
  return { from, to: moments.find((time) => time > last) ?? last, usual, least: low.reduce((least, time) => Math.min(least, serving(time)), usual) };
}

/** Queues that filled meanwhile are worked off; Kubernetes writes whole seconds. */
const slackMs = 2_000;

export function isIn({ time, end }: Failure, { from, to }: Span): boolean {
  return end >= from - slackMs && time <= to + slackMs;
}

/**
 * True when each server among these failures answered others well in between: neither gone nor unfit, but asked for more than it can do.
 * Servers are told by address, so that pods count of which nothing but their caller's rows is left.
 */
export function answerOthersWell(incident: ObservedIncident, indices: readonly number[], logs: readonly ProxyAccessLog[]): boolean {
  const byServer = Map.groupBy(
    indices.flatMap((index) => incident.failures[index] ?? []),
    ({ upstreamHost }) => upstreamHost,
  );
  return [...byServer].every(([host, failures]) => {
    const [from, to] = [failures[0]?.time ?? 0, failures.at(-1)?.time ?? 0];
    const good = logs.flatMap(({ groups }) => groups.filter((group) => group.outcome === 'ok' && group.upstreamHost === host));
    return host !== undefined && good.some((group) => group.first <= to) && good.some((group) => group.last >= from);
  });
}
