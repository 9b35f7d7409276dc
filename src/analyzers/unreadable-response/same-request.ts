import type { ProxyAccessLog } from '../../artifacts/logs/types.ts';
import { indicesWhere } from '../../facts/incident-rows.ts';
import type { Place } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';

/** One path whose answers are unreadable whenever they are tried, beside requests of the same cluster that go well. */
export interface SameRequest {
  readonly path: string;
  readonly explains: readonly number[];
  /** How many of them were tried more than once (`URX`). */
  readonly retried: number;
  readonly ok: number;
  readonly okAt: Place;
}

/** Fewer may be of one path by chance. */
const fewest = 3;

/**
 * A process that dies, or a server that closes in the middle, does so whatever the request is, and the retry finds it well. An answer that
 * breaks a rule does it again at once, at any replica. `ended` are failures that the end of a pod accounts for.
 */
export function alwaysSameRequest(incident: ObservedIncident, logs: readonly ProxyAccessLog[], ended: ReadonlySet<number>): SameRequest | undefined {
  const broken = indicesWhere(incident, ({ family, flags }) => family === 'protocol' && !flags.includes('DPE'));
  if (broken.length < fewest || broken.some((index) => ended.has(index))) return undefined;
  const failures = broken.flatMap((index) => incident.failures[index] ?? []);
  const paths = new Set(failures.map(({ path }) => path?.replace(/[?#].*$/s, '')));
  const [path] = paths;
  const retried = failures.filter(({ flags }) => flags.includes('URX')).length;
  if (paths.size !== 1 || path === undefined || retried < fewest) return undefined;
  const clusters = new Set(failures.map(({ cluster }) => cluster));
  const well = logs
    .flatMap(({ groups }) => groups)
    .filter((group) => group.outcome === 'ok' && group.cluster !== undefined && clusters.has(group.cluster) && group.last >= incident.from);
  const ok = well.reduce((sum, { count }) => sum + count, 0);
  const [first] = well;
  return first === undefined ? undefined : { path, explains: broken, retried, ok, okAt: first.lastAt };
}
