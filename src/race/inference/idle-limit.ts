import type { Milliseconds } from '../../model/time.ts';
import { binOf, edgesOf } from '../distribution.ts';
import type { PoolObservations, Reset } from '../observations.ts';
import { delayedCloseMs, endsAt } from './drain-evidence.ts';
import type { IdleLimit } from './inference.ts';
import type { Band } from './limit-evidence.ts';

/** How late the server's timer and the client's notice of its close may be together: 2 to 4 ms on a quiet node, tens of them on a throttled one. */
const latenessMs: Milliseconds = 60;
/** How much sooner than a round trip before the limit requests were lost, since quiet times are read from a log (measured: 9 ms). */
const earlinessMs: Milliseconds = 10;
/** Times are whole milliseconds. */
const roundingMs: Milliseconds = 2;
/** Envoy's drain time-out towards HTTP/1.1 clients, by default (Envoy 1.36, drain_timeout of the HTTP connection manager). */
const drainMs: Milliseconds = 5_000;

/** What the limit would be, by the edges that survivors and resets set, if the band is one. */
export function idleLimitOf(
  observations: PoolObservations,
  band: Band,
  isDrain: boolean,
  isQuick: (reset: Reset) => boolean,
  known: readonly Milliseconds[],
): IdleLimit {
  const { resets, survivors, renewals } = observations;
  const all = resets.flatMap((reset, index) => (reset.gapMs === undefined || reset.ordinal < 2 ? [] : [{ reset, index, gap: reset.gapMs }]));
  // stalls let single resets come a little later than the rest
  const near = band.to * 1.02 + 10;
  const inside = all.filter(({ reset, gap }) => (isDrain ? endsAt(reset, band.to) : isQuick(reset) && gap > band.from && gap <= near));
  const beyond = isDrain ? [] : all.filter(({ reset, gap }) => isQuick(reset) && gap > near);
  const shape = isDrain ? 'drain' : beyond.length >= 2 && beyond.length >= inside.length ? 'beyond' : 'race';
  const gaps = inside.map(({ reset, gap }) => (isDrain ? gap + reset.durationMs : gap)).toSorted((a, b) => a - b);
  const span =
    shape === 'drain'
      ? around(gaps)
      : intervalOf(
          observations,
          gaps,
          inside.map(({ reset }) => reset.durationMs),
          band,
        );
  // where survivors and resets contradict each other the interval is narrower than the resets' own spread
  const estimate = Math.min(span.to, Math.max(span.from, gaps[Math.floor(gaps.length / 2)] ?? band.to));
  // an Envoy's closing is its own limit and 6 s more, which is nobody's default
  const snapped = (isDrain ? [] : known)
    .filter((limit) => limit >= span.from - roundingMs && limit <= span.to + roundingMs)
    .toSorted((a, b) => Math.abs(a - estimate) - Math.abs(b - estimate))[0];
  const chosen = shape === 'beyond' ? [...inside, ...beyond] : inside;
  return {
    shape,
    estimate,
    ...span,
    ...(snapped === undefined ? {} : { snapped }),
    ...(isDrain ? { drainIdle: drainIdleOf(estimate, span, known) } : {}),
    resets: chosen.map(({ index }) => index),
    elsewhere: all.length - chosen.length,
    survivors: {
      below: survivors.gaps.within(-1, band.from),
      inside: survivors.gaps.within(band.from, band.to),
      beyond: survivors.gaps.within(band.to, Number.POSITIVE_INFINITY),
    },
    ...(renewals === undefined ? {} : { renewals: { below: renewals.within(-1, band.from), beyond: renewals.within(band.from, Number.POSITIVE_INFINITY) } }),
    chance: (survivors.gaps.within(band.from, band.to) + chosen.length) / Math.max(1, survivors.gaps.total + all.length),
  };
}

/** What the Envoy's idle time-out is: a known one where the interval has it. */
function drainIdleOf(
  closing: Milliseconds,
  { from, to }: { readonly from: Milliseconds; readonly to: Milliseconds },
  known: readonly Milliseconds[],
): Milliseconds {
  const idle = Math.max(0, closing - drainMs - delayedCloseMs);
  const near = known.filter((limit) => limit + drainMs + delayedCloseMs >= from - roundingMs && limit + drainMs + delayedCloseMs <= to + roundingMs);
  return near.toSorted((a, b) => Math.abs(a - idle) - Math.abs(b - idle))[0] ?? idle;
}

/**
 * Every survivor says S > gap - W2, every reset gap - W2 <= S < gap + W1, with W1 a round trip, which the reset itself took, and the lateness, and W2 the
 * lateness.
 * A stall lets single resets stand outside of the rest, so with many of them the outermost twentieth at either end does not count.
 */
function intervalOf(
  { survivors }: PoolObservations,
  gaps: readonly Milliseconds[],
  durations: readonly Milliseconds[],
  band: Band,
): { readonly from: Milliseconds; readonly to: Milliseconds } {
  const roundTrip = Math.min(100, durations.toSorted((a, b) => a - b)[Math.floor(durations.length / 2)] ?? 0);
  const off = Math.floor(gaps.length / 20);
  const [least, most] = [gaps[off] ?? band.from, gaps[gaps.length - 1 - off] ?? band.to];
  // survivors beyond the band contradict it; those inside and below bear on the edge
  const served = survivors.gaps.bins().findLast(({ to }) => to <= most);
  const lower = Math.max(most - latenessMs, (served?.from ?? 0) - latenessMs);
  const upper = least + roundTrip + earlinessMs + roundingMs;
  // a band wider than the race explains: the limit is somewhere in it
  return { from: Math.floor(Math.min(lower, upper)), to: Math.ceil(Math.max(lower, upper)) };
}

function around(closings: readonly Milliseconds[]): { readonly from: Milliseconds; readonly to: Milliseconds } {
  const [least, most] = [closings[0] ?? 0, closings.at(-1) ?? 0];
  return { from: least - earlinessMs, to: edgesOf(binOf(most)).to + earlinessMs };
}
