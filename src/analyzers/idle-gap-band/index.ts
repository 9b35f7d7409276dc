import { appCrashed } from '../../causes/app-crashed.ts';
import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { requestTimeout } from '../../causes/request-timeout.ts';
import { middleboxIdleDrop } from '../../causes/middlebox-idle-drop.ts';
import { type IdleRace, idleRaces } from '../../facts/idle-race.ts';
import { burstsWith, someRowsOf } from '../../facts/incident-rows.ts';
import { isSeenWhole, targetRef } from '../../facts/incident-target.ts';
import { quietLosses } from '../../facts/quiet-losses.ts';
import { type ResetInference, resetInferences } from '../../facts/reset-inference.ts';
import { traffic } from '../../facts/traffic.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Evidence, NonEmpty } from '../../model/evidence.ts';

type Says =
  | 'gapsTooShort'
  | 'gapsAtServerLimit'
  | 'someGapsAtServerLimit'
  | 'gapsInOneBand'
  | 'steadyGap'
  | 'gapsAwayFromLimit'
  | 'gapsAwayFromDefault'
  | 'gapsSpread'
  | 'resetsInBursts'
  | 'allOnFirstUse'
  | 'mostOnFirstUse'
  | 'survivorsBeyond'
  | 'requestsTooLong';

/** Judges, hop by hop, whether the reset requests were lost to a close for idleness: by the quiet time before each of them. */
export const idleGapBand: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'idle-gap-band',
    title: 'Quiet time before reset requests',
    description:
      'Compares how long each connection was quiet before the request that was reset on it with the idle limit of the receiving side and with the quiet times of requests that went well.',
    references: [
      { title: 'RFC 9112 section 9.5: Connections may be closed at any time', url: 'https://www.rfc-editor.org/rfc/rfc9112#section-9.5' },
      {
        title: 'envoyproxy/envoy source/common/http/codec_client.cc',
        url: 'https://github.com/envoyproxy/envoy/blob/main/source/common/http/codec_client.cc',
        version: 'Envoy 1.37',
      },
    ],
  },
  needs: { traffic, idleRaces, resetInferences, quietLosses },
  messages: {
    gapsAtServerLimit: {
      severity: 'critical',
      text: "{fitting} of {resets} reset requests on {hop} come after {low} to {high} of quiet, at the receiving side's idle limit of {limit}, while the sending side would keep the connection for {pool}.",
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'proves' }],
    },
    someGapsAtServerLimit: {
      severity: 'critical',
      text: "{fitting} of {resets} reset requests on {hop} come after {low} to {high} of quiet, at the receiving side's idle limit of {limit}.",
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'supports' }],
    },
    gapsInOneBand: {
      severity: 'warning',
      text: '{fitting} of {resets} reset requests on {hop} come after {low} to {high} of quiet, and {below} requests after shorter quiet times went well.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'supports' }],
    },
    steadyGap: {
      severity: 'info',
      text: "{fitting} of {resets} reset requests on {hop} come after {low} to {high} of quiet, which is also how long connections are quiet before other requests, so that rows alone tell no limit from the callers' clock.",
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'hints' }],
    },
    resetsInBursts: {
      severity: 'info',
      text: '{fitting} of {resets} reset requests on {hop} come several at a moment, at {moments} moments, whatever the quiet time of their connections.',
      bearsOn: [
        { cause: keepaliveIdleMismatch, as: 'opposes' },
        { cause: appCrashed, as: 'hints' },
      ],
    },
    gapsAwayFromLimit: {
      severity: 'info',
      text: "None of the {timed} reset requests on {hop} whose quiet time is known ({low} to {high}) comes at the receiving side's idle limit of {limit}.",
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'excludes' }],
    },
    gapsAwayFromDefault: {
      severity: 'info',
      text: 'None of the {timed} reset requests on {hop} whose quiet time is known ({low} to {high}) comes at the idle limit of {limit} that the receiving software has by default.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'opposes' }],
    },
    gapsSpread: {
      severity: 'info',
      text: 'The {timed} reset requests on {hop} come after quiet times from {low} to {high}, not at one limit.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'opposes' }],
    },
    allOnFirstUse: {
      severity: 'info',
      text: 'All {resets} reset requests on {hop} are the first on their connection, so no connection was idle before.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'excludes' }],
    },
    mostOnFirstUse: {
      severity: 'info',
      text: '{first} of {resets} reset requests on {hop} are the first on their connection.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'opposes' }],
    },
    survivorsBeyond: {
      severity: 'info',
      text: '{beyond} requests on {hop} went well on connections that had been quiet for longer than before the reset ones ({high}).',
      bearsOn: [
        { cause: keepaliveIdleMismatch, as: 'excludes' },
        { cause: middleboxIdleDrop, as: 'opposes' },
      ],
    },
    gapsTooShort: {
      severity: 'info',
      text: 'The {timed} reset requests on {hop} whose quiet time is known come after at most {high}, sooner than servers close for idleness.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'excludes' }],
    },
    // a peer that closes is heard, and the next request takes a new connection: then longer quiet times go well again
    lostAfterQuiet: {
      severity: 'warning',
      text: '{lost} requests on {hop} are lost, all after {low} to {high} of quiet; none after more than {low} went well, and {served} after shorter quiet times did.',
      bearsOn: [
        { cause: middleboxIdleDrop, as: 'supports' },
        // a slow server is slow on any connection; here only the wait is ended by the time limit
        { cause: requestTimeout, as: 'excludes' },
      ],
    },
    noResets: {
      severity: 'info',
      text: 'None of the {total} failing requests is reset on an open connection.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'excludes' }],
    },
    requestsTooLong: {
      severity: 'info',
      text: '{slow} of {resets} reset requests on {hop} were under way too long ({median} in the middle) for a connection that was closed as they were sent.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'opposes' }],
    },
  },
  *analyze({ traffic, idleRaces: races, resetInferences: inferences, quietLosses }, report) {
    for (const { incident, hop, lost, low, high, served, at, isFew } of quietLosses) {
      if (isFew) continue; // unanswered-wait weighs those
      const rows = someRowsOf(incident, lost);
      yield report('lostAfterQuiet', {
        subject: targetRef(incident),
        incident: incident.id,
        hop,
        data: { hop, lost: lost.length, low: quiet(low), high: quiet(high), served },
        evidence: [rows[0], ...rows.slice(1), { kind: 'field', at, value: { quietBelow: served } }],
        explains: lost,
      });
    }
    for (const incident of traffic.incidents) {
      if (incident.failures.length === 0 || races.some((race) => race.incident.id === incident.id) || !isSeenWhole(incident)) continue;
      yield report('noResets', {
        subject: targetRef(incident),
        incident: incident.id,
        data: { total: incident.total },
        evidence: someRowsOf(incident, [0], 1),
      });
    }
    for (const race of races) {
      const { incident, hop } = race;
      const found = inferences.find((each) => each.race === race);
      for (const { says, explains } of judge(race, found)) {
        const known = shown(says, dataOf(race, explains, found?.inference.moments ?? 0));
        const evidence = evidenceFor(race, says, explains);
        yield report(says, {
          subject: targetRef(incident),
          incident: incident.id,
          hop,
          data: known,
          evidence,
          ...(explains.length > 0 && isFor(says) ? { explains } : {}),
        });
      }
    }
  },
});

/** The shortest idle limit that a known server has by default is 1 to 2 s (gunicorn 2 s, see knowledge/keepalive); half of it is far enough. */
const shortestIdleMs = 500;

interface Judgement {
  readonly says: Says;
  readonly explains: readonly number[];
}

const isFor = (says: Says): boolean => says === 'gapsAtServerLimit' || says === 'someGapsAtServerLimit' || says === 'gapsInOneBand' || says === 'steadyGap';

function judge(race: IdleRace, found: ResetInference | undefined): readonly Judgement[] {
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
  return [...against, ...(outlived ? [] : unknownLimit(race, found))];
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

/** Only the values that the message's text shows. */
function shown(says: Says, all: { readonly [hole in Hole]: string | number }): { readonly [hole in Hole]: string | number } {
  const text = idleGapBand.messages[says]?.text ?? '';
  return Object.fromEntries(Object.entries(all).filter(([hole]) => text.includes(`{${hole}}`))) as typeof all; // holes a text does not have are never asked for
}

type Hole = 'fitting' | 'moments' | 'resets' | 'timed' | 'first' | 'slow' | 'beyond' | 'below' | 'hop' | 'low' | 'high' | 'median' | 'limit' | 'pool';

function dataOf(race: IdleRace, explains: readonly number[], moments: number): { readonly [hole in Hole]: string | number } {
  const { incident, hop, resets, timed, firstUse, slow, gaps, idle, survivors } = race;
  const chosen = explains.length === 0 ? gaps : explains.map((index) => incident.failures[index]?.idleGapMs ?? 0).toSorted((a, b) => a - b);
  const durations = slow.map((index) => incident.failures[index]?.durationMs ?? 0).toSorted((a, b) => a - b);
  return {
    hop,
    fitting: explains.length,
    moments,
    resets: resets.length,
    timed: timed.length,
    first: firstUse.length,
    slow: slow.length,
    beyond: survivors.beyond,
    below: survivors.below,
    low: quiet(chosen[0]),
    high: quiet(chosen.at(-1)),
    median: quiet(durations[Math.floor(durations.length / 2)]),
    limit: formatDuration(idle.server?.limit.value ?? 0),
    pool: formatDuration(idle.pool?.value ?? 0),
  };
}

function quiet(gap: number | undefined): string {
  return gap === undefined ? '-' : formatDuration(Math.round(gap));
}

function evidenceFor(race: IdleRace, says: Says, explains: readonly number[]): NonEmpty<Evidence> {
  const { incident, resets, timed, firstUse, slow, idle, survivors, at } = race;
  const rows = someRowsOf(
    incident,
    explains.length > 0
      ? explains
      : says === 'requestsTooLong'
        ? slow
        : says === 'allOnFirstUse' || says === 'mostOnFirstUse'
          ? firstUse
          : timed.length > 0
            ? timed
            : resets,
  );
  const limits =
    says.includes('Limit') || says.includes('Default')
      ? [...(idle.server?.limit.from ?? []), ...(says === 'gapsAtServerLimit' ? (idle.pool?.from ?? []) : [])]
      : [];
  const others: readonly Evidence[] =
    says === 'survivorsBeyond' || says === 'gapsInOneBand' || says === 'steadyGap'
      ? [{ kind: 'field', at, value: { quietBelow: survivors.below, quietInside: survivors.inside, quietBeyond: survivors.beyond } }]
      : [];
  return [rows[0], ...rows.slice(1), ...limits, ...others];
}
