import type { Place } from '../../model/evidence.ts';
import type { EpochMs } from '../../model/time.ts';

export type SyncState = 'synced' | 'stale' | 'not-sent' | 'never-acked' | 'error' | 'unknown';

/** One proxy's row of istiod's `/debug/syncz` or of `istioctl proxy-status`. */
export interface ProxySync {
  /** `pod.namespace`. */
  readonly proxy: string;
  readonly at: Place;
  readonly istioVersion?: string;
  /**
   * By `CDS`, `LDS`, `EDS`, `RDS`, `ECDS`. `sentAt`: the last push. `ackedAt`: when the acknowledged version was made, so it may lie
   * before `sentAt` though the state is `synced`.
   */
  readonly types: { readonly [xds: string]: { readonly state: SyncState; readonly sentAt?: EpochMs; readonly ackedAt?: EpochMs } };
}
