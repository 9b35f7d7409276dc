import type { Place } from '../../model/evidence.ts';
import type { Identity } from '../../model/source.ts';

export interface Sample {
  readonly name: string;
  readonly labels: { readonly [name: string]: string };
  readonly value: number;
  readonly line: number;
}

/** A Prometheus text page of one process: VictoriaMetrics, istiod, an application, an agent. */
export interface MetricsPage {
  readonly source: Identity;
  readonly at: Place;
  readonly samples: readonly Sample[];
  /** VictoriaMetrics' effective flags (`flag{name,value,is_set}`). */
  readonly flags: ReadonlyMap<string, { readonly value: string; readonly isSet: boolean; readonly line: number }>;
  /** `vm_app_version` short version, where it is not empty. */
  readonly version?: string;
  /** `vminsert`, `vmalert`, … read off the page, or `istiod`, `istio-agent`, or absent. */
  readonly app?: string;
}
