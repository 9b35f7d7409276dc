import { isNonEmpty } from '../../model/evidence.ts';
import type { Possible } from './by-version.ts';
import { type TimeLimitControl, timeLimitControls } from './time-limits.ts';

/** By what the idle time-out of the server sidecar's pool toward its application can be set, strongest first. */
export type InboundIdleControl = TimeLimitControl['by'];

/** Which objects reach the hop sidecar -> application in an Istio version. Pools replace one another, they never merge. */
export function inboundIdleControls(istio: string | undefined): Possible<readonly InboundIdleControl[]> {
  const possible = timeLimitControls('inbound-pool-idle', istio).possible.map((one) => ({ ...one, value: one.value.map(({ by }) => by) }));
  const [first, ...others] = possible;
  if (first === undefined || !isNonEmpty(possible)) throw new Error('a table is never empty');
  return others.length === 0 ? { possible, known: first } : { possible };
}
