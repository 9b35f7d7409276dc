import { burstsWith } from '../../facts/incident-rows.ts';
import type { IdleRace } from '../../facts/idle-race.ts';
import type { ResetInference } from '../../facts/reset-inference.ts';
import type { IdleLimit } from '../../race/inference/index.ts';

export type Says =
  | 'gapsTooShort'
  | 'gapsAtServerLimit'
  | 'someGapsAtServerLimit'
  | 'gapNearDefault'
  | 'gapsInOneBand'
  | 'gapsBeforeProxyCloses'
  | 'lostBeyond'
  | 'steadyGap'
  | 'gapsAwayFromLimit'
  | 'gapsAwayFromDefault'
  | 'gapsSpread'
  | 'resetsInBursts'
  | 'resetsUnderLoad'
  | 'allOnFirstUse'
  | 'mostOnFirstUse'
  | 'survivorsBeyond'
  | 'requestsTooLong';

/** The shortest idle limit that a known server has by default is 1 to 2 s (gunicorn 2 s, see knowledge/keepalive); half of it is far enough. */
const shortestIdleMs = 500;

export interface Judgement {
  readonly says: Says;
  readonly explains: readonly number[];
}

export const isFor = (says: Says): boolean =>
  says === 'gapsAtServerLimit' ||
  says === 'someGapsAtServerLimit' ||
  says === 'gapNearDefault' ||
  says === 'gapsInOneBand' ||
  says === 'gapsBeforeProxyCloses' ||
  says === 'lostBeyond' ||
  says === 'steadyGap';

/** What the rows of a hop say for and against a limit on idle connections. */
export function judge(race: IdleRace, found: ResetInference | undefined): readonly Judgement[] {
  const { resets, timed, firstUse, slow, atLimit, survivors, idle } = race;
  const against: Judgement[] = [];
  // another proxy's rows tell of this hop only when they agree with a limit that is known
  if (race.isInferred) return idle.server === undefined ? [] : forLimit(race, true);
  if (firstUse.length === resets.length) return [{ says: 'allOnFirstUse', explains: [] }];
  if (firstUse.length / resets.length >= 0.5) against.push({ says: 'mostOnFirstUse', explains: [] });
  if (slow.length / resets.length >= 0.5) against.push({ says: 'requestsTooLong', explains: [] });
  if (timed.length === 0) return against;
  if ((race.gaps.at(-1) ?? 0) < shortestIdleMs && timed.length >= resets.length / 2) return [...against, { says: 'gapsTooShort', explains: [] }];
  // a few survivors beyond may be rows missing from the log; many show that nothing closes there
  const outlived = survivors.beyond >= 3 && survivors.beyond > timed.length / 4;
  if (outlived) against.push({ says: 'survivorsBeyond', explains: [] });
  const isWhole = found === undefined || found.inference.completeness.doubts.length === 0;
  if (idle.server !== undefined) return [...againstLimit(race, atLimit), ...against, ...(outlived ? [] : forLimit(race, isWhole))];
  if (!isWhole) return against;
  if (found?.inference.verdict === 'named' && found.inference.mechanism === 'bursts') return [...against, { says: 'resetsInBursts', explains: found.fitting }];
  if (found?.inference.verdict === 'named' && found.inference.mechanism === 'load') return [...against, { says: 'resetsUnderLoad', explains: found.fitting }];
  const shape = shapeOf(found);
  if (found !== undefined && shape === 'drain') return [{ says: 'gapsBeforeProxyCloses', explains: found.fitting }];
  if (found !== undefined && shape === 'beyond') return [{ says: 'lostBeyond', explains: found.fitting }];
  return [...against, ...(outlived ? [] : unknownLimit(race, found))];
}

/** How the limit that the rows name ends connections. */
function shapeOf(found: ResetInference | undefined): IdleLimit['shape'] | undefined {
  const { verdict, mechanism, idleLimit } = found?.inference ?? {};
  return verdict === 'named' && mechanism === 'idle-limit' ? idleLimit?.shape : undefined;
}

function againstLimit({ timed, idle }: IdleRace, atLimit: readonly number[]): readonly Judgement[] {
  if (atLimit.length === 0) return [{ says: idle.server?.origin === 'default' ? 'gapsAwayFromDefault' : 'gapsAwayFromLimit', explains: [] }];
  return atLimit.length / timed.length < 0.5 ? [{ says: 'gapsSpread', explains: [] }] : [];
}

/**
 * Practically impossible without the cause: three separate resets at a limit that was known beforehand, on a pool that keeps connections longer, in a log
 * that seems whole.
 */
function forLimit(race: IdleRace, isWhole: boolean): readonly Judgement[] {
  const { atLimit, resets, incident, idle } = race;
  if (atLimit.length === 0 || atLimit.length / resets.length < 0.5) return [];
  const moments = burstsWith(incident, atLimit);
  const outlives = idle.pool !== undefined && idle.server !== undefined && idle.pool.value > idle.server.from;
  // what software is presumed to do, met once, is a coincidence that a thousand other defaults could have offered
  const isPresumed = idle.server?.origin === 'default' && idle.server.limit.from.some(({ kind }) => kind === 'default');
  if (isPresumed && moments < 2) return [{ says: 'gapNearDefault', explains: atLimit }];
  const isStrong = isWhole && !race.isInferred && moments >= 3 && atLimit.length / resets.length >= 0.7 && outlives;
  return [{ says: isStrong ? 'gapsAtServerLimit' : 'someGapsAtServerLimit', explains: atLimit }];
}

/** Without a known limit the failing gaps must make a band of their own, and tell reset requests from those that went well better than anything else does. */
function unknownLimit({ timed, slow, gaps, incident, resets }: IdleRace, found: ResetInference | undefined): readonly Judgement[] {
  const isSlow = new Set(slow);
  const quick = timed.filter((index) => !isSlow.has(index));
  const middle = gaps[Math.floor(gaps.length / 2)] ?? 0;
  const moments = burstsWith(incident, timed);
  if (timed.length < 3 || moments < 3) return [];
  if ((gaps.at(-1) ?? 0) - (gaps[0] ?? 0) > Math.max(150, 0.06 * middle)) return [{ says: 'gapsSpread', explains: [] }];
  if (quick.length / resets.length < 0.5) return [];
  return [{ says: isIdleLimit(found) ? 'gapsInOneBand' : 'steadyGap', explains: quick }];
}

/** The rows are ten times as likely with an idle limit as without: what `supports` means. Prior odds of a limit are 1 to 4, see race/inference. */
function isIdleLimit(found: ResetInference | undefined): boolean {
  const [best] = found?.inference.hypotheses ?? [];
  return best?.mechanism === 'idle-limit' && best.posterior / (1 - best.posterior) >= 10 / 4;
}
