import { rootNamespace } from '../../facts/root-namespace.ts';
import { containerLogs } from '../../artifacts/logs/index.ts';
import type { ContainerLog } from '../../artifacts/logs/types.ts';
import { listenerDrain } from '../../causes/listener-drain.ts';
import { rolloutLoadShift } from '../../causes/rollout-load-shift.ts';
import { rolloutOrdering } from '../../causes/rollout-ordering.ts';
import { shutdownRace } from '../../causes/shutdown-race.ts';
import { startupRace } from '../../causes/startup-race.ts';
import { changes as changesFact } from '../../facts/changes.ts';
import { incidentEnds as incidentEndsFact } from '../../facts/incident-ends.ts';
import { indicesOfFamily, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { concerning } from '../../facts/near-changes.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { traffic } from '../../facts/traffic.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Change } from '../../model/change.ts';
import { ofConfiguration, ofPods } from './classes.ts';
import { before, heavyBursts, isByChance, isFarFromAll } from './joins.ts';

/** Observes whether bursts of failures begin with changes, or without any. */
export const changesNearBursts: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'changes-near-bursts',
    title: 'Changes at the time of bursts',
    description:
      'Joins bursts of failures with changes of the target’s pods and of configuration by time. A change seconds before every burst speaks for the causes that such a change has, bursts without any speak against them; one burst beside one change may be chance and says nothing.',
    references: [
      { title: 'Istio: pilot/pkg/bootstrap, PILOT_DEBOUNCE_AFTER and PILOT_DEBOUNCE_MAX: a change is pushed within 100 ms to 10 s', version: 'Istio 1.31' },
    ],
  },
  needs: { traffic, changes: changesFact, rootNamespace },
  wants: { pods: podsFact, incidentEnds: incidentEndsFact, containerLogs },
  messages: {
    configurationBeforeEach: {
      severity: 'warning',
      text: 'Each of the {bursts} bursts of failures for {target} begins within {apart} after a change of configuration ({changes}).',
      bearsOn: [
        { cause: listenerDrain, as: 'supports' },
        { cause: rolloutOrdering, as: 'hints' },
      ],
    },
    // how the pods ended says which of these it was; other analyzers read that
    podsBeforeEach: {
      severity: 'info',
      text: 'Each of the {bursts} bursts of failures for {target} begins within {apart} after a change of its pods ({changes}).',
      bearsOn: [
        { cause: shutdownRace, as: 'hints' },
        { cause: startupRace, as: 'hints' },
        { cause: rolloutLoadShift, as: 'hints' },
      ],
    },
    noConfigurationNear: {
      severity: 'info',
      text: 'None of the {bursts} moments of failures for {target} lies near a change of configuration, and istiod’s log covers them.',
      bearsOn: [
        { cause: listenerDrain, as: 'opposes' },
        { cause: rolloutOrdering, as: 'opposes' },
      ],
    },
    noPodsNear: {
      severity: 'info',
      text: 'None of the {bursts} moments of failures for {target} lies near a change of its pods, and the status of its pods covers them.',
      bearsOn: [
        { cause: startupRace, as: 'opposes' },
        { cause: rolloutLoadShift, as: 'opposes' },
        { cause: shutdownRace, as: 'opposes' },
      ],
    },
  },
  *analyze({ traffic, changes, pods = [], incidentEnds = [], containerLogs = [], rootNamespace: root }, report) {
    for (const incident of traffic.incidents) {
      const about = { subject: targetRef(incident), incident: incident.id };
      const own = changes.filter(concerning(incident, pods, root));
      const ofTarget = own.filter((change) => ofPods.has(change.kind) && change.workload === incident.target);
      const ofMesh = own.filter(({ kind }) => ofConfiguration.has(kind));
      const bursts = heavyBursts(incident);
      const [first] = incident.failures.length === 0 ? [] : someRowsOf(incident, [0], 1);
      if (first === undefined) continue;
      for (const [message, list] of [
        ['configurationBeforeEach', ofMesh],
        ['podsBeforeEach', ofTarget],
      ] as const) {
        const pairs = before(bursts, list);
        if (pairs.length < 2 || pairs.length < bursts.length || isByChance(list, pairs.length, incident)) continue;
        const apart = pairs.reduce((most, { apartMs }) => Math.max(most, apartMs), 0);
        const found = pairs.map(({ change }) => change);
        const explains =
          message === 'configurationBeforeEach' ? indicesOfFamily(incident, 'reset', 'stream-reset') : pairs.flatMap(({ burst }) => burst.failures);
        if (explains.length === 0) continue;
        yield report(message, {
          ...about,
          data: { bursts: bursts.length, target: incident.target, apart: formatDuration(Math.max(1_000, Math.round(apart))), changes: namesOf(found) },
          evidence: evidenceOf(first, ...found.slice(0, 4).map(({ evidence }) => evidence[0])),
          explains,
        });
      }
      const moments = incident.bursts.length;
      if (moments < 3) continue;
      const data = { bursts: moments, target: incident.target };
      const istiod = containerLogs.find((log) => isIstiods(log) && (log.first ?? incident.from) < incident.from && (log.last ?? 0) > incident.to);
      if (istiod !== undefined && isFarFromAll(incident, ofMesh))
        yield report('noConfigurationNear', { ...about, data, evidence: [{ kind: 'absence', at: istiod.at, lookedFor: 'Push debounce stable … for config' }] });
      const judged = incidentEnds.find((one) => one.incident.id === incident.id);
      const [looked] = judged?.lookedAt ?? [];
      if (judged?.isCovered === true && looked !== undefined && isFarFromAll(incident, ofTarget))
        yield report('noPodsNear', { ...about, data, evidence: [looked] });
    }
  },
});

/** Its log tells of changes at all: signals are read off it. */
function isIstiods({ identity, counts }: ContainerLog): boolean {
  return identity.pod?.startsWith('istiod') === true && ((counts['config-changed'] ?? 0) > 0 || (counts['push'] ?? 0) > 0);
}

function namesOf(changes: readonly Change[]): string {
  return [...new Set(changes.map(({ subject }) => `${subject.kind} ${subject.name}`))].slice(0, 4).join(', ');
}
