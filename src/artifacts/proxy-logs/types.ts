import type { ProxyProduct } from '../../model/proxy-fault.ts';
import type { ProxyRow } from '../../formats/proxy-log/proxy-row.ts';
import type { Place } from '../../model/evidence.ts';
import type { Identity } from '../../model/source.ts';
import type { EpochMs, Milliseconds } from '../../model/time.ts';

/** Requests of one proxy to one place, counted. */
export interface ProxyRequestGroup {
  readonly upstreamHost?: string;
  readonly upstreamName?: string;
  readonly authority?: string;
  /** `saved`: an attempt failed and a later one ended well. */
  readonly outcome: 'ok' | 'saved' | 'failed' | 'client-abort';
  readonly count: number;
  readonly first: EpochMs;
  readonly last: EpochMs;
  /** The same requests by when they began; buckets widen so that there are at most 1,000. */
  readonly bucketMs: Milliseconds;
  readonly buckets: readonly { readonly from: EpochMs; readonly requests: number }[];
}

/** A failing line, kept whole. */
export interface ProxyFailureRow {
  readonly row: ProxyRow;
  readonly at: Place;
  /** The line as read, cut at 2,000 characters. */
  readonly text: string;
}

/** The log of one proxy that is not Envoy, digested while it streamed by. */
export interface ProxyLog {
  readonly proxy: ProxyProduct;
  readonly identity: Identity;
  readonly at: Place;
  /** Lines in a format that tells nothing of an upstream: requests of a server that other lines show to be a proxy. */
  readonly isPlain: boolean;
  /** Lines that were read: requests, connections and attempts. */
  readonly rows: number;
  /** Of them, those that tell of a whole request. */
  readonly requests: number;
  readonly first: EpochMs;
  readonly last: EpochMs;
  readonly groups: readonly ProxyRequestGroup[];
  /** At most the collector's limit of them; `failuresSeen` counts all. */
  readonly failures: readonly ProxyFailureRow[];
  readonly failuresSeen: number;
  readonly clientAborts: number;
}
