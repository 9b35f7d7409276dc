import type { EpochMs } from '../../model/time.ts';

/** A proxy that is not Envoy. */
export type ProxyProduct = 'nginx' | 'haproxy' | 'aws-alb' | 'linkerd' | 'ztunnel';

/**
 * What such a proxy says went wrong between it and the next one on the path.
 * - `reset`: the connection was up and ended before an answer; `truncated`: it ended in the middle of one
 * - `refused`, `unreachable`, `connect-timeout`, `tls`: no connection; `connect`: none, for a reason that is not told
 * - `timeout`: no answer in time; `no-host`: nobody to send it to; `queue`: waited too long for a free connection
 * - `invalid-response`: the answer is no valid HTTP; `rate`, `denied`: refused by the proxy itself
 * - `answered`: the next one made the failing answer; `unasked`: the proxy answered without asking anybody
 * - `unnamed`: the proxy made the answer, for one of several reasons that its line does not tell apart
 */
export type ProxyFault =
  | 'reset'
  | 'truncated'
  | 'refused'
  | 'unreachable'
  | 'connect-timeout'
  | 'connect'
  | 'tls'
  | 'timeout'
  | 'no-host'
  | 'queue'
  | 'invalid-response'
  | 'rate'
  | 'denied'
  | 'answered'
  | 'unasked'
  | 'unnamed';

/** One end as the line names it. */
export interface ProxyPeer {
  readonly pod: string;
  readonly namespace?: string;
}

/** One line of a proxy that is not Envoy. A field that the line does not have is absent. */
export interface ProxyRow {
  readonly proxy: ProxyProduct;
  /**
   * `request`: one line a request; `plain`: the same in a format that says nothing of an upstream (Common and Combined Log Format), which any
   * server may write; `attempt`: one failing attempt of a request, without its outcome; `connection`: one TCP connection.
   */
  readonly kind: 'request' | 'plain' | 'attempt' | 'connection';
  readonly start: EpochMs;
  readonly end: EpochMs;
  /** Status that the caller got; 0 where the line has none. */
  readonly code: number;
  /** Absent: nothing went wrong. */
  readonly fault?: ProxyFault;
  /** The proxy's own words for it. */
  readonly words?: string;
  /** The caller left before the answer was complete. */
  readonly clientLeft?: true;
  /** An attempt of this request failed and a later one ended well. */
  readonly savedByRetry?: true;
  readonly attempts?: number;
  readonly method?: string;
  readonly path?: string;
  readonly authority?: string;
  readonly requestId?: string;
  /** Address of the caller, with or without a port. */
  readonly client?: string;
  /** `ip:port` or `name:port` that the last attempt went to. */
  readonly upstreamHost?: string;
  /** Name of the upstream, backend or service in the proxy's own configuration. */
  readonly upstreamName?: string;
  /** Name of the proxy itself, where the line says it. */
  readonly name?: string;
  readonly bytesSent?: number;
  /** ztunnel: who connects to whom, and on which side the line was written. */
  readonly from?: ProxyPeer;
  readonly to?: ProxyPeer;
  readonly side?: 'inbound' | 'outbound';
}
