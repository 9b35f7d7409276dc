import type { ProxyAccessLog } from '../artifacts/logs/types.ts';
import type { EpochMs, Milliseconds } from '../model/time.ts';
import { proxyKey } from './proxy-views.ts';

/** Coarser timelines do not tell a kill from the time after it. */
const coarsest: Milliseconds = 5_000;
/** Answers that were on their way when the process ended may still be written. */
const settleMs: Milliseconds = 1_000;

/**
 * When a pod's own proxy had answers of its application again after a moment: by then at the latest it was back, whatever is guessed of its start.
 * Undefined where its log does not tell, or not so closely.
 *
 * @param pod `namespace/name`
 */
export function servedAgain(logs: readonly ProxyAccessLog[], pod: string, after: EpochMs): EpochMs | undefined {
  const ends = logs
    .filter(({ proxy }) => proxy.pod !== undefined && proxyKey(proxy.namespace, proxy.pod) === pod)
    .flatMap(({ timelines }) => timelines.filter(({ direction, bucketMs }) => direction === 'inbound' && bucketMs <= coarsest))
    .flatMap(({ bucketMs, buckets }) =>
      buckets.flatMap(({ from, requests, failures }) => (from >= after + settleMs && requests > failures ? [from + bucketMs] : [])),
    );
  return ends.length === 0 ? undefined : ends.reduce((first, end) => Math.min(first, end));
}
