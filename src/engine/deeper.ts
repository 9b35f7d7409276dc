import type { Cause } from '../model/cause.ts';

/**
 * Puts a cause before those that it shows as, where both may be the answer for the same failures: a starved server shows as time-outs, and
 * the time-outs are certain, but they do not say why. `isBelow`: the first accounts for the failures of the second and can be named by itself.
 */
export function deeperFirst<T extends { readonly cause: Cause }>(ordered: readonly T[], isBelow: (deeper: T, shown: T) => boolean): readonly T[] {
  const result = [...ordered];
  for (const deeper of ordered) {
    const at = result.findIndex((other) => showsAs(deeper.cause, other.cause) && isBelow(deeper, other));
    const own = result.indexOf(deeper);
    if (at < 0 || at > own) continue;
    result.splice(own, 1);
    result.splice(at, 0, deeper);
  }
  return result;
}

/** True when failures of the first look like the second. */
export function showsAs(deeper: Cause, shown: Cause): boolean {
  return deeper.showsAs?.includes(shown.id) === true;
}
