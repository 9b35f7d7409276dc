import type { EpochMs, Milliseconds, Span } from '../model/time.ts';

/** The times in which connections were refused, while refusals come in, nearly in order. */
export interface Refusals {
  readonly add: (at: EpochMs) => void;
  /** Ascending by their begin where refusals came so. */
  readonly spans: () => readonly Span[];
}

/** Refusals this close are of one outage. */
const apart: Milliseconds = 10_000;
/** What is more becomes part of the last. */
const mostSpans = 1_000;

export function createRefusals(): Refusals {
  const spans: { from: EpochMs; to: EpochMs }[] = [];
  return {
    add(at) {
      const latest = spans.at(-1);
      if (latest === undefined || ((at < latest.from - apart || at > latest.to + apart) && spans.length < mostSpans)) spans.push({ from: at, to: at });
      else {
        latest.from = Math.min(latest.from, at);
        latest.to = Math.max(latest.to, at);
      }
    },
    spans: () => spans.map((span) => ({ ...span })),
  };
}

/** True when something between `from` and `to` happened while connections were refused, or shortly before or after. */
export function isNearRefusal(refusals: readonly Span[], from: EpochMs, to: EpochMs): boolean {
  return refusals.some((span) => to >= span.from - apart && from <= span.to + apart);
}
