import type { ProxyView } from '../../facts/proxy-views.ts';
import type { Evidence } from '../../model/evidence.ts';

/** A counter that rises only when a proxy turns work away for its own sake. */
export interface RefusalCounter {
  readonly pod: string;
  readonly name: string;
  readonly value: number;
  readonly evidence: Evidence;
}

/**
 * Envoy 1.36.4 to 1.40.0: overload manager and load shed points, listener statistics, the connection_limit network filter. `/stats` leaves out
 * what Istio's stats matcher does not let in, so a counter that is not there is no proof of rest.
 */
const refusing: readonly RegExp[] = [
  /^overload\..{1,160}\.shed_load_count$/,
  /^listener\..{1,160}\.downstream_(?:cx_overload_reject|cx_overflow|global_cx_overflow)$/,
  /^http\..{1,160}\.downstream_(?:rq_overload_close|cx_overload_disable_keepalive)$/,
  /^connection_limit\..{1,160}\.limited_connections$/,
];

/** Counters of one proxy that are above zero, the largest first. */
export function refusalCounters(pod: string, view: ProxyView | undefined): readonly RefusalCounter[] {
  const stats = view?.stats;
  if (stats === undefined) return [];
  return [...stats.values]
    .filter(([name, { value }]) => value > 0 && refusing.some((pattern) => pattern.test(name)))
    .map(
      ([name, { value, line, file }]): RefusalCounter => ({
        pod,
        name,
        value,
        evidence: { kind: 'metric', at: { ...stats.at, line, ...(file === undefined ? {} : { file }) }, series: name, value },
      }),
    )
    .toSorted((a, b) => b.value - a.value || a.name.localeCompare(b.name));
}
