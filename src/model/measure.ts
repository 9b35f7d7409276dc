import type { EpochMs } from './time.ts';

/** How requests for one target fared in the time that the evidence covers. */
export interface Measure {
  /** `name.namespace`. */
  readonly target: string;
  /** All requests, failing ones included; absent where rows were not counted. */
  readonly requests?: number;
  readonly failures: number;
  /** Moments at which some failed: failures within a second of each other are one, for they have one reason. */
  readonly events: number;
  readonly flags: readonly string[];
  readonly from: EpochMs;
  readonly to: EpochMs;
}
