import type { Span } from '../model/time.ts';

/** Whether a stretch of time touches any of these: they are merged once, and looked up by halves. */
export function touches(all: readonly Span[]): (span: Span) => boolean {
  const merged: { readonly from: number; to: number }[] = [];
  for (const { from, to } of all.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return ({ from, to }) => {
    let [low, high] = [0, merged.length]; // the first that begins after the stretch
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((merged[middle]?.from ?? 0) <= to) low = middle + 1;
      else high = middle;
    }
    const before = merged[low - 1];
    return before !== undefined && before.to >= from;
  };
}
