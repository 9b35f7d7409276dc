import type { Failure } from '../model/failure.ts';
import type { EpochMs, Milliseconds, Span } from '../model/time.ts';
import { burstGapMs, burstsOf } from './incident-pattern.ts';

/** Failures of one target that are one story by their time alone: an episode of bursts, or the single failures spread over the rest. */
export interface IncidentPart {
  /** Unlike any other part's of any target. */
  readonly key: string;
  readonly shape: 'episode' | 'spread' | 'whole';
  readonly failures: readonly Failure[];
  readonly spans: readonly Span[];
}

/** A burst of an outage; smaller ones are made by a handful of connections that meet one limit. */
const fewestInBurst = 5;
/** Quiet for longer than this ends an episode: twice the longest pause of a container that is started again and again (Kubernetes: 300 s). */
const episodeGapMs: Milliseconds = 600_000;
/** What fails a little before or after a burst belongs to it: late proxies, panic, a second kill. */
const besideMs: Milliseconds = 60_000;
/** How many separate moments make failures that have nothing to do with the bursts a story of their own. */
const fewestSpread = 5;
/** So many times what the spread failures alone would bring into a burst's time. */
const standsOut = 5;
const mostEpisodes = 24;

/**
 * Tells failures of one target apart by time. Bursts that stand out from what fails all the time make episodes; what is left, if it is spread over
 * longer than any episode's pause, is a part of its own. Everything together where neither can be told from the other.
 *
 * @param failures in order of time
 */
export function partsOf(target: string, failures: readonly Failure[]): readonly IncidentPart[] {
  const whole: IncidentPart = { key: target, shape: 'whole', failures, spans: [spanOf(failures)] };
  const heavy = burstsOf(failures).filter((burst) => burst.failures.length >= fewestInBurst);
  const outside = failures.length - heavy.reduce((sum, burst) => sum + burst.failures.length, 0);
  const rate = outside / Math.max(1, (failures.at(-1)?.time ?? 0) - (failures[0]?.time ?? 0));
  const episodes = episodesOf(heavy.filter(({ from, to, failures: { length } }) => length > standsOut * (rate * (to - from + burstGapMs) + 1)));
  if (episodes.length === 0 || episodes.length > mostEpisodes) return [whole];
  const of = (failure: Failure): number => episodes.findIndex(({ from, to }) => failure.time >= from - besideMs && failure.time <= to + besideMs);
  const spread = failures.filter((failure) => of(failure) < 0);
  const isStory = burstsOf(spread).length >= fewestSpread && lengthOf(spanOf(spread)) >= episodeGapMs;
  if (!isStory && episodes.length === 1) return [whole];
  const nearest = (failure: Failure): number =>
    episodes.reduce((best, episode, index) => (distance(failure.time, episode) < distance(failure.time, episodes[best] ?? episode) ? index : best), 0);
  const byEpisode = Map.groupBy(failures, (failure) => {
    const own = of(failure);
    return own < 0 && !isStory ? nearest(failure) : own;
  });
  return [...byEpisode]
    .toSorted(([a], [b]) => a - b)
    .map(([index, members]): IncidentPart => {
      const shape = index < 0 ? 'spread' : 'episode';
      return { key: `${target} ${index < 0 ? shape : (episodes[index]?.from ?? 0)}`, shape, failures: members, spans: [spanOf(members)] };
    });
}

function episodesOf(bursts: readonly Span[]): readonly Span[] {
  const episodes: { from: EpochMs; to: EpochMs }[] = [];
  for (const { from, to } of bursts) {
    const last = episodes.at(-1);
    if (last !== undefined && from - last.to <= episodeGapMs) last.to = Math.max(last.to, to);
    else episodes.push({ from, to });
  }
  return episodes;
}

function spanOf(failures: readonly Failure[]): Span {
  return { from: failures[0]?.time ?? 0, to: failures.reduce((latest, { end }) => Math.max(latest, end), failures[0]?.time ?? 0) };
}

const lengthOf = ({ from, to }: Span): Milliseconds => to - from;

function distance(time: EpochMs, { from, to }: Span): Milliseconds {
  return Math.max(0, from - time, time - to);
}
