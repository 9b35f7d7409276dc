import type { RawDocument } from '../../model/source.ts';
import type { EpochMs } from '../../model/time.ts';

/** Keys whose values say when something happened. Expiry dates and other plans are not among them. */
const MOMENTS: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'lastTransitionTime',
  'lastTimestamp',
  'firstTimestamp',
  'eventTime',
  'lastObservedTime',
  'startedAt',
  'finishedAt',
  'startTime',
  'lastProbeTime',
  'lastHeartbeatTime',
  'lastUpdateTime',
  'lastUpdated',
  'last_updated',
  'renewTime',
  'acquireTime',
  'lastScheduleTime',
  'completionTime',
  'last_update_attempt',
  'cluster_sent',
  'cluster_acked',
  'listener_sent',
  'listener_acked',
  'route_sent',
  'route_acked',
  'endpoint_sent',
  'endpoint_acked',
  'timestamp',
]);
const DEEPEST = 40;

/** The latest moment that a document itself speaks of. */
export function latestMoment({ body }: RawDocument): EpochMs | undefined {
  let latest: number | undefined;
  const walk = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'object') walk(inner, depth + 1);
      else if (typeof inner === 'string' && MOMENTS.has(key)) {
        const match = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/.exec(inner);
        const time = match === null ? Number.NaN : Date.parse(match[0]);
        if (Number.isFinite(time) && (latest === undefined || time > latest)) latest = time;
      }
    }
  };
  if (body.kind === 'json') walk(body.value, 0);
  return latest;
}

export interface Moment {
  readonly file: string;
  readonly at: EpochMs;
}

const FAR_MS = 30 * 24 * 3600 * 1000;

/** The evidence's now: its latest moment, unless a single file is far ahead of all others. */
export function latestOf(moments: readonly Moment[]): { readonly at: EpochMs; readonly outlier?: Moment } | undefined {
  const byFile = new Map<string, number>();
  for (const { file, at } of moments) byFile.set(file, Math.max(at, byFile.get(file) ?? at));
  const [first, second, third] = [...byFile].map(([file, at]) => ({ file, at })).toSorted((a, b) => b.at - a.at || (a.file < b.file ? -1 : 1));
  if (first === undefined) return undefined;
  if (second !== undefined && third !== undefined && first.at - second.at > FAR_MS) return { at: second.at, outlier: first };
  return { at: first.at };
}
