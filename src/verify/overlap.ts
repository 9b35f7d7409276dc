import type { Measure } from '../model/measure.ts';
import type { EpochMs } from '../model/time.ts';

/**
 * How the times of two measurements lie: apart; `part`: the later begins before the earlier ends, as logs that were gathered whole twice do, so that what both
 * hold would count on both sides; `within`: the later ends no later, so that nothing is left to count if they are of the same requests.
 */
export type Overlap = { readonly kind: 'apart' } | { readonly kind: 'part'; readonly until: EpochMs } | { readonly kind: 'within' };

export function overlapOf(before: readonly Measure[], after: readonly Measure[]): Overlap {
  const [was, is] = [spanOf(before), spanOf(after)];
  if (was === undefined || is === undefined || is.from > was.to) return { kind: 'apart' };
  return is.to > was.to ? { kind: 'part', until: was.to } : { kind: 'within' };
}

function spanOf(measures: readonly Measure[]): { readonly from: EpochMs; readonly to: EpochMs } | undefined {
  const [first] = measures;
  if (first === undefined) return undefined;
  return measures.reduce((span, { from, to }) => ({ from: Math.min(span.from, from), to: Math.max(span.to, to) }), { from: first.from, to: first.to });
}
