import type { ProxyView } from '../../facts/proxy-views.ts';
import type { Evidence } from '../../model/evidence.ts';

/** A counter of refusals for their rate. */
export interface RateCounter {
  readonly name: string;
  readonly value: number;
  readonly evidence: Evidence;
}

/** `http_local_rate_limiter.http_local_rate_limit.rate_limited`, `cluster.x.ratelimit.over_limit`, `….ratelimit.error` (Envoy 1.36.4 to 1.40.0). */
const requests = /\.(?:http_local_rate_limit\.rate_limited|ratelimit\.(?:over_limit|error))$/;
/** The network filter's: it closes the connection before a byte is read (`local_rate_limit.PREFIX.rate_limited`). */
const connections = /^local_rate_limit\..{1,160}\.rate_limited$/;

export const requestCounter = (view: ProxyView | undefined): RateCounter | undefined => largest(view, requests);
export const connectionCounter = (view: ProxyView | undefined): RateCounter | undefined => largest(view, connections);

function largest(view: ProxyView | undefined, wanted: RegExp): RateCounter | undefined {
  const stats = view?.stats;
  if (stats === undefined) return undefined;
  const [first] = [...stats.values]
    .filter(([name, { value }]) => value > 0 && wanted.test(name))
    .toSorted(([a, { value: x }], [b, { value: y }]) => y - x || a.localeCompare(b));
  if (first === undefined) return undefined;
  const [name, { value, line, file }] = first;
  return { name, value, evidence: { kind: 'metric', at: { ...stats.at, line, ...(file === undefined ? {} : { file }) }, series: name, value } };
}
