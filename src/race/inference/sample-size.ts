/**
 * How many independent resets raise a mechanism of prior probability `prior` to 0.999, when chance alone would put a share `chance` of them where it
 * says: 1 + ln(999 (1 - prior) / prior) / ln(1 / chance). Infinite when chance puts all of them there.
 */
export function resetsNeeded(chance: number, prior = 0.2): number {
  if (chance >= 1) return Number.POSITIVE_INFINITY;
  const least = 1 + Math.log((999 * (1 - prior)) / prior) / Math.log(1 / Math.max(chance, 1e-6));
  return Math.max(2, Math.ceil(least));
}
