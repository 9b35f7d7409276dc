import type { ProxyFault, ProxyProduct } from '../../model/proxy-fault.ts';
import type { EpochMs } from '../../model/time.ts';

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
