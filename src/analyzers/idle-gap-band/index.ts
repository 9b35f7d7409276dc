import { appCrashed } from '../../causes/app-crashed.ts';
import { cpuSaturated } from '../../causes/cpu-saturated.ts';
import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { requestTimeout } from '../../causes/request-timeout.ts';
import { middleboxIdleDrop } from '../../causes/middlebox-idle-drop.ts';
import { type IdleRace, idleRaces } from '../../facts/idle-race.ts';
import { someRowsOf } from '../../facts/incident-rows.ts';
import { isSeenWhole, targetRef } from '../../facts/incident-target.ts';
import { quietLosses } from '../../facts/quiet-losses.ts';
import { resetInferences } from '../../facts/reset-inference.ts';
import { traffic } from '../../facts/traffic.ts';
import type { Inference } from '../../race/inference/index.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Evidence, NonEmpty } from '../../model/evidence.ts';
import { isFor, judge, type Says } from './judge.ts';

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
    gapNearDefault: {
      severity: 'info',
      text: '{fitting} of {resets} reset requests on {hop} come after {low} to {high} of quiet, near the idle limit of {limit} that the receiving software has by default; once may be chance.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'hints' }],
    },
    gapsInOneBand: {
      severity: 'warning',
      text: '{fitting} of {resets} reset requests on {hop} come after {low} to {high} of quiet, and {below} requests after shorter quiet times went well.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'supports' }],
    },
    gapsBeforeProxyCloses: {
      severity: 'warning',
      text: '{fitting} of {resets} reset requests on {hop} wait, and are reset {close} after the answer before them: an Envoy with an idle time-out of {idle} closes then, and answers nothing in the second before.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'supports' }],
    },
    lostBeyond: {
      severity: 'warning',
      text: '{fitting} of {resets} reset requests on {hop} come after {low} to {high} of quiet, and requests after longer quiet are reset as well: something between forgot the connections.',
      bearsOn: [{ cause: middleboxIdleDrop, as: 'supports' }],
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
    resetsUnderLoad: {
      severity: 'info',
      text: '{fitting} of {resets} reset requests on {hop} begin while {load} or more requests are under way there, whatever the quiet time of their connections.',
      bearsOn: [
        { cause: keepaliveIdleMismatch, as: 'opposes' },
        { cause: cpuSaturated, as: 'hints' },
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
      const hasResets = races.some((race) => race.incident.id === incident.id) || incident.failures.some(({ family }) => family === 'reset');
      if (incident.failures.length === 0 || hasResets || !isSeenWhole(incident)) continue;
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
        const known = shown(says, dataOf(race, explains, found?.inference));
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

/** Only the values that the message's text shows. */
function shown(says: Says, all: { readonly [hole in Hole]: string | number }): { readonly [hole in Hole]: string | number } {
  const text = idleGapBand.messages[says]?.text ?? '';
  return Object.fromEntries(Object.entries(all).filter(([hole]) => text.includes(`{${hole}}`))) as typeof all; // holes a text does not have are never asked for
}

type Hole =
  | 'fitting'
  | 'moments'
  | 'load'
  | 'close'
  | 'idle'
  | 'resets'
  | 'timed'
  | 'first'
  | 'slow'
  | 'beyond'
  | 'below'
  | 'hop'
  | 'low'
  | 'high'
  | 'median'
  | 'limit'
  | 'pool';

function dataOf(race: IdleRace, explains: readonly number[], inference: Inference | undefined): { readonly [hole in Hole]: string | number } {
  const { incident, hop, resets, timed, firstUse, slow, gaps, idle, survivors } = race;
  const chosen = explains.length === 0 ? gaps : explains.map((index) => incident.failures[index]?.idleGapMs ?? 0).toSorted((a, b) => a - b);
  const durations = slow.map((index) => incident.failures[index]?.durationMs ?? 0).toSorted((a, b) => a - b);
  return {
    hop,
    fitting: explains.length,
    moments: inference?.moments ?? 0,
    load: inference?.loadFrom ?? 0,
    close: quiet(inference?.idleLimit?.estimate),
    idle: quiet(inference?.idleLimit?.drainIdle),
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
