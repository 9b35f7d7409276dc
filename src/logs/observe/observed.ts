import type { ProxyProduct } from '../../model/proxy-fault.ts';
import type { EpochMs } from '../../model/time.ts';
import type { ConnectionObserver, Use } from './connection-observer.ts';
import type { FailureTable } from './failure-table.ts';
import type { Pool } from './pool.ts';
import type { ProxyLog } from './proxy-log.ts';
import type { Sign } from './sign.ts';

/** All that was seen, still in the form in which it was counted. */
export interface Observed {
  /** Lines of proxies that are not Envoy. */
  readonly others: ReadonlyMap<ProxyProduct, number>;
  readonly proxies: readonly ProxyLog[];
  readonly pools: readonly SeenPool[];
  readonly failures: FailureTable;
  readonly connections: ConnectionObserver;
  /** Rows of pools beyond the limit; they count in all but the pools. */
  readonly poolless: number;
}

export interface SeenPool {
  readonly proxy: ProxyLog;
  readonly pool: Pool;
  readonly direction: string;
}

export interface SeenFailure {
  readonly at: EpochMs;
  readonly sign: Sign;
  readonly cluster: string;
  readonly host: string;
  readonly file: string;
  readonly line: number;
  readonly use?: Use;
}
