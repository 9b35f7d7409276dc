import { accessLogs as accessLogSet } from '../../artifacts/logs/index.ts';
import type { ProxyAccessLog } from '../../artifacts/logs/types.ts';
import { appAnswered503 } from '../../causes/app-answered-503.ts';
import { rolloutLoadShift } from '../../causes/rollout-load-shift.ts';
import { clockTime } from '../../facts/end-texts.ts';
import { incidentEnds as incidentEndsFact } from '../../facts/incident-ends.ts';
import { indicesWhere, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { concentration } from '../../facts/outage-failures.ts';
import { outages as outagesFact } from '../../facts/outages.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { targetPods } from '../../facts/target-evidence.ts';
import { traffic } from '../../facts/traffic.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Failure } from '../../model/failure.ts';
import { answerOthersWell, type Dip, dipOf, isIn } from './dips.ts';
import { awayBeside, goingPods, loadRatio, stayingPods } from './windows.ts';

/** Observes replicas that fail their requests just while other replicas of theirs are away. */
export const overloadedSurvivors: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'overloaded-survivors',
    title: 'Replicas that fail while others are away',
    description:
      'Compares the times in which pods of the target were told to go, and until their place was filled, with failures at the pods that stayed, and with the requests per second that these got.',
    references: [
      {
        title: 'Kubernetes: Deployments, rolling update',
        url: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/',
        version: 'Kubernetes 1.34',
      },
    ],
  },
  needs: { traffic, outages: outagesFact },
  wants: { accessLogs: accessLogSet, incidentEnds: incidentEndsFact, pods: podsFact },
  messages: {
    survivorsCarryMore: {
      severity: 'critical',
      text: '{failed} of {failures} failures for {target} lie at {survivors} pods that stay while others ({away}, from {time}) are away; these get {ratio} times the requests then.',
      bearsOn: [
        { cause: rolloutLoadShift, as: 'proves' },
        // the answer is the application's own, and its reason lies outside it
        { cause: appAnswered503, as: 'opposes' },
      ],
    },
    survivorsFail: {
      severity: 'warning',
      text: '{failed} of {failures} failures for {target} lie at {survivors} pods that stay while others ({away}, from {time}) are away.',
      bearsOn: [{ cause: rolloutLoadShift, as: 'supports' }],
    },
    // which pods were left is known by their answers alone
    fewServe: {
      severity: 'warning',
      text: '{failed} of {failures} failures for {target} come while as few as {least} of its usual {usual} pods can serve ({length} from {time}); the pods that fail them answer others well.',
      bearsOn: [{ cause: rolloutLoadShift, as: 'supports' }],
    },
    leavingPodsFail: {
      severity: 'info',
      text: '{failed} of {failures} failures for {target} lie at pods that are themselves going away.',
      bearsOn: [{ cause: rolloutLoadShift, as: 'opposes' }],
    },
    nobodyAway: {
      severity: 'info',
      text: 'All pods of {target} ({pods}) stay while its requests fail.',
      bearsOn: [{ cause: rolloutLoadShift, as: 'excludes' }],
    },
  },
  *analyze({ traffic, outages, accessLogs = [], incidentEnds = [], pods = [] }, report) {
    for (const incident of traffic.incidents) {
      const { target } = incident;
      const common = { subject: targetRef(incident), incident: incident.id };
      const failures = incident.failures.length;
      const judged = incidentEnds.find((one) => one.incident.id === incident.id);
      const going = goingPods(incident, outages);
      const [first] = going;
      if (first === undefined) {
        const [looked, ...more] = judged?.lookedAt ?? [];
        if (judged?.isCovered === true && judged.ends.length === 0 && looked !== undefined) {
          yield report('nobodyAway', { ...common, data: { target, pods: judged.targetPods.length }, evidence: evidenceOf(looked, ...more) });
        }
        continue;
      }
      const leaving = indicesWhere(incident, ({ serverPod, time }) => serverPod !== undefined && awayBeside(serverPod, time, going) === undefined);
      if (leaving.length >= 0.8 * failures) {
        yield report('leavingPodsFail', {
          ...common,
          data: { failed: leaving.length, failures, target },
          evidence: evidenceOf(first.evidence[0], ...someRowsOf(incident, leaving, 2)),
        });
        continue;
      }
      const staying = stayingPods(going, pods, accessLogs);
      const explains = indicesWhere(
        incident,
        (failure) =>
          isStarved(failure) &&
          failure.serverPod !== undefined &&
          staying.has(failure.serverPod) &&
          (awayBeside(failure.serverPod, failure.time, going) ?? 0) > 0,
      );
      // as many outside would mean that nothing changed
      if (explains.length < fewest || explains.length < 0.8 * failures || !isQuietOtherwise(incident, going, explains)) {
        const dip = dipOf(going, targetPods(incident, pods));
        const inDip = dip === undefined ? [] : indicesWhere(incident, (failure) => isLate(failure) && isIn(failure, dip));
        if (
          dip === undefined ||
          inDip.length < fewest ||
          inDip.length < 0.8 * failures ||
          !isShort(dip, accessLogs) ||
          !answerOthersWell(incident, inDip, accessLogs)
        )
          continue;
        yield report('fewServe', {
          ...common,
          data: {
            failed: inDip.length,
            failures,
            target,
            least: dip.least,
            usual: dip.usual,
            length: formatDuration(dip.to - dip.from),
            time: clockTime(dip.from),
          },
          evidence: evidenceOf(first.evidence[0], ...someRowsOf(incident, inDip)),
          explains: inDip,
        });
        continue;
      }
      const survivors = new Set(explains.flatMap((index) => incident.failures[index]?.serverPod ?? []));
      const data = {
        failed: explains.length,
        failures,
        target,
        survivors: survivors.size,
        away: [...new Set(going.map(({ pod }) => pod.split('/').at(-1) ?? pod))].toSorted().slice(0, 5).join(', '),
        time: clockTime(first.from),
      };
      const about = { ...common, explains, evidence: evidenceOf(first.evidence[0], ...someRowsOf(incident, explains)) };
      const ratio = loadRatio(survivors, going, accessLogs);
      if (ratio === undefined) yield report('survivorsFail', { ...about, data });
      else if (ratio >= 1.3 && explains.length >= enough) yield report('survivorsCarryMore', { ...about, data: { ...data, ratio } });
      else if (ratio >= 1.3) yield report('survivorsFail', { ...about, data });
    }
  },
});

const fewest = 5;
/** With fewer the coincidence of one roll-out with one bad moment is not out of the question. */
const enough = 10;

/** What a replica leaves that has more to do than it can: it is late, its queue is full, or it says so. */
function isStarved({ family, unseenBeyond, code }: Failure): boolean {
  return family === 'timeout' || family === 'overflow' || (family === 'answered' && !unseenBeyond && (code === 503 || code === 429 || code === 504));
}

/** The same of rows that only the caller's proxy wrote: what the pod answered is known, not by whom in it. */
function isLate(failure: Failure): boolean {
  return isStarved({ ...failure, unseenBeyond: false });
}

/** Requests were seen for long enough before and after that failures could have come there as well. */
function isShort({ from, to }: Dip, logs: readonly ProxyAccessLog[]): boolean {
  const seen = logs.reduce((span, { first, last }) => ({ from: Math.min(span.from, first), to: Math.max(span.to, last) }), { from, to });
  return to - from <= (seen.to - seen.from) / 2;
}

/** The incident is as long as the absences, or failures keep to them. */
function isQuietOtherwise(incident: Parameters<typeof concentration>[0], going: Parameters<typeof concentration>[1], explains: readonly number[]): boolean {
  const inside = new Set(explains);
  return inside.size === incident.failures.length || concentration(incident, going, inside) >= 2;
}
