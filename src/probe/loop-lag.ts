/** How late this process was at its work: the error bar of every moment it writes down. */
export interface LoopLag {
  /** The longest the event loop stood still around a moment of `performance.now()`, in ms. Ask some 50 ms after the moment. */
  readonly around: (at: number) => number;
  /** The longest so far. */
  readonly worst: () => number;
  readonly stop: () => void;
}

const everyMs = 10;
/** Below this a timer is as punctual as timers are. */
const punctualMs = 2;
const mostStalls = 10_000;

/** Measures by a timer that should come every 10 ms: what it comes later is lag. */
export function watchLoopLag(): LoopLag {
  const stalls: { readonly from: number; readonly to: number }[] = [];
  let worst = 0;
  let expected = performance.now() + everyMs;
  const timer = setInterval(() => {
    const now = performance.now();
    const late = now - expected;
    if (late > punctualMs) stalls.push({ from: expected, to: now });
    if (stalls.length > mostStalls) stalls.shift();
    worst = Math.max(worst, late);
    expected = now + everyMs;
  }, everyMs);
  return {
    // An event that waited for a stall to end is written down right before or behind the timer that tells of it.
    around: (at) => Math.max(0, ...stalls.filter(({ from, to }) => from - everyMs <= at && at <= to + everyMs).map(({ from, to }) => to - from)),
    worst: () => worst,
    stop: () => clearInterval(timer),
  };
}
