/** Tenths of a millisecond: finer is not measured. */
export function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
