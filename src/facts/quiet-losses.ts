import { accessLogs } from '../artifacts/logs/index.ts';
import type { ProxyAccessLog } from '../artifacts/logs/types.ts';
import type { Place } from '../model/evidence.ts';
import type { Failure, ObservedIncident } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { Milliseconds } from '../model/time.ts';
import { distributionOfBins } from '../race/binned.ts';
import { binOf, edgesOf } from '../race/distribution.ts';
import { type Arrival, arrivals } from './arrivals.ts';
import { burstsWith } from './incident-rows.ts';
import { proxyKey } from './proxy-views.ts';
import { longQuietMs } from './long-quiet.ts';
import { traffic } from './traffic.ts';
import { workloadOfPodName } from './workload-name.ts';

/** Requests on one hop that were lost whenever their connection had been quiet for long, and never sooner. */
export interface QuietLoss {
  readonly incident: ObservedIncident;
  readonly hop: string;
  /** Indices of the lost requests: reset, or without an answer until a time limit. */
  readonly lost: readonly number[];
  readonly low: Milliseconds;
  readonly high: Milliseconds;
  /** Requests that went well after shorter quiet times. */
  readonly served: number;
  readonly at: Place;
  /** Too few, or after too much the same quiet, to tell a forgotten connection by themselves from anything else that is slow or lost. */
  readonly isFew: boolean;
}

/**
 * A peer that closes tells the sender, which then opens anew: beyond the peer's limit requests go well again. Only where the close
 * is not heard does every request fail after whatever longer quiet. Hops between two pods' proxies and further, not within a pod.
 */
export const quietLosses: Fact<readonly QuietLoss[]> = defineFact({
  id: 'quiet-losses',
  needs: { traffic, accessLogs, arrivals },
  derive: ({ traffic, accessLogs, arrivals }) =>
    traffic.incidents.flatMap((incident) => {
      const members = incident.failures.flatMap((failure, index) => (isCandidate(failure) ? [{ failure, index }] : []));
      return [...Map.groupBy(members, ({ failure }) => failure.hop)].flatMap(
        ([hop, group]) =>
          lossOf(
            incident,
            hop,
            group.filter(({ failure }) => !wasThere(failure, arrivals)),
            accessLogs,
          ) ?? [],
      );
    }),
});

function isCandidate({ family, direction }: Failure): boolean {
  return (family === 'reset' || family === 'timeout' || family === 'gave-up') && direction !== 'inbound' && direction !== 'unknown';
}

/** The server had the request and did not answer: that is no loss on the way. */
function wasThere(failure: Failure, arrivalOf: (failure: Failure) => Arrival): boolean {
  return failure.family !== 'reset' && arrivalOf(failure) === 'cut';
}

function lossOf(
  incident: ObservedIncident,
  hop: string,
  group: readonly { readonly failure: Failure; readonly index: number }[],
  logs: readonly ProxyAccessLog[],
): QuietLoss | undefined {
  const timed = group.filter(({ failure }) => failure.idleGapMs !== undefined && (failure.ordinal ?? 2) >= 2);
  const gaps = timed.map(({ failure }) => failure.idleGapMs ?? 0).toSorted((a, b) => a - b);
  const [low] = gaps;
  const high = gaps.at(-1);
  if (low === undefined || high === undefined || low < longQuietMs || timed.length < 0.8 * group.length) return undefined;
  const moments = burstsWith(
    incident,
    timed.map(({ index }) => index),
  );
  // at one length of quiet alone it may as well be a race with a peer that closes
  const isFew = timed.length < 3 || moments < 3 || high < 1.15 * low;
  if (isFew && timed.some(({ failure }) => failure.family === 'reset')) return undefined;
  const own = logs.filter((log) =>
    timed.some(({ failure }) => failure.pod !== undefined && failure.pod === proxyKey(log.proxy.namespace, log.proxy.pod ?? '')),
  );
  const clusters = new Set(timed.map(({ failure }) => failure.cluster));
  // what goes well at its replicas takes the same way
  const callers = new Set(own.map(callerOf));
  const alike = logs.filter((log) => callers.has(callerOf(log)));
  const survivors = distributionOfBins(...alike.flatMap((log) => log.pools.filter((pool) => clusters.has(pool.cluster))).map((pool) => pool.survivorGaps));
  const longer = survivors.within(edgesOf(binOf(low)).to, Number.POSITIVE_INFINITY);
  const served = survivors.within(1_000, low);
  const [log] = own;
  if (log === undefined || longer > 0.05 * timed.length || served < (isFew ? 2 : 5)) return undefined;
  return { incident, hop, lost: timed.map(({ index }) => index), low, high, served, at: log.at, isFew };
}

function callerOf({ proxy, at }: ProxyAccessLog): string {
  return proxy.pod === undefined ? at.file : `${proxy.namespace ?? ''}/${workloadOfPodName(proxy.pod)}`;
}
