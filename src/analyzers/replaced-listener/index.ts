import { accessLogs as accessLogSet, containerLogs } from '../../artifacts/logs/index.ts';
import { listenerDrain } from '../../causes/listener-drain.ts';
import { clockTime, roughly } from '../../facts/end-texts.ts';
import { incidentEnds as incidentEndsFact } from '../../facts/incident-ends.ts';
import { indicesWhere, someRowsOf, spanOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { proxyViews as proxyViewsFact } from '../../facts/proxy-views.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import { drainingProxies } from './draining-proxies.ts';
import { type ListenerUpdate, listenerUpdates } from './listener-updates.ts';

/** Observes whether connections ended as the proxy that received them replaced a listener, or drained while its application went on. */
export const replacedListener: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'replaced-listener',
    title: 'Listeners replaced under live connections',
    description:
      'Compares the time at which a receiving proxy last changed a listener, and the end of its drain time, with the times at which connections to it ended; and finds proxies that drain while their application lives.',
    references: [
      {
        title: 'Envoy draining',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/operations/draining',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
      { title: 'Envoy: source/common/listener_manager/listener_manager_impl.cc drainListener, drainFilterChains', version: 'Envoy 1.37.0-dev' },
      {
        title: 'Istio MeshConfig and ProxyConfig: drainDuration',
        url: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/',
        version: 'Istio 1.18 to 1.31',
      },
    ],
  },
  needs: { traffic },
  wants: { proxyViews: proxyViewsFact, accessLogs: accessLogSet, containerLogs, pods: podsFact, incidentEnds: incidentEndsFact },
  messages: {
    // requests of different ages that end together, at the very second at which Envoy ends what still uses the old listener
    cutTogetherAtDrainEnd: {
      severity: 'critical',
      text: 'Proxy {pod} replaced listener {listener} at {time}; {failures} requests of different ages end together {after} later, at the end of its drain time of {drain}.',
      bearsOn: [{ cause: listenerDrain, as: 'proves' }],
    },
    endsAfterReplacement: {
      severity: 'warning',
      text: 'Proxy {pod} replaced listener {listener} at {time}, and {failures} of {all} connections to it that failed ended within its drain time of {drain}.',
      bearsOn: [{ cause: listenerDrain, as: 'supports' }],
    },
    drainsWhileAppLives: {
      severity: 'warning',
      text: 'Proxy {pod} began to drain at {time} while its pod and application go on, and {failures} failures follow within {drain}.',
      bearsOn: [{ cause: listenerDrain, as: 'supports' }],
    },
    longUnchanged: {
      severity: 'info',
      text: 'The listeners of {pods} receiving proxies were last changed {before} or more before the first failure for {target}.',
      bearsOn: [{ cause: listenerDrain, as: 'excludes' }],
    },
  },
  *analyze({ traffic, proxyViews: views = new Map(), accessLogs = [], containerLogs: logs = [], pods = [], incidentEnds = [] }, report) {
    for (const incident of traffic.incidents) {
      const common = { subject: targetRef(incident), incident: incident.id };
      const ends = incidentEnds.find((judged) => judged.incident.id === incident.id)?.ends ?? [];
      const ended = new Set(ends.flatMap(({ explains }) => explains));
      const servers = [...new Set(incident.failures.flatMap(({ serverPod }) => serverPod ?? []))].toSorted();
      let isOpen = servers.length === 0;
      let newest: ListenerUpdate | undefined;
      for (const pod of servers) {
        const subject = { kind: 'Pod', name: pod };
        const cuts = indicesWhere(incident, (failure) => failure.serverPod === pod && failure.direction !== 'inbound' && isCut(failure.family));
        const updates = listenerUpdates(pod, { views, logs, accessLogs, pods });
        for (const update of updates) if (newest === undefined || update.time > newest.time) newest = update;
        if (updates.length === 0 || updates.some(({ time, drainMs }) => time > incident.from - drainMs - slackMs)) isOpen = true;
        const fits = updates
          .filter(({ isReplacement }) => isReplacement)
          .map((update) => ({ update, explains: cuts.filter((index) => !ended.has(index) && isDuring(incident, index, update)) }))
          .toSorted((a, b) => b.explains.length - a.explains.length)[0];
        if (fits !== undefined && fits.explains.length >= fewest && fits.explains.length >= 0.8 * cuts.length) {
          const { update, explains } = fits;
          const about = { ...common, subject, explains, evidence: evidenceOf(update.evidence, ...someRowsOf(incident, explains)) };
          const data = { pod, listener: update.listener, time: clockTime(update.time), failures: explains.length, drain: roughly(update.drainMs) };
          const after = togetherAtEnd(incident, explains, update);
          if (after !== undefined) yield report('cutTogetherAtDrainEnd', { ...about, data: { ...data, after: roughly(after) } });
          else yield report('endsAfterReplacement', { ...about, data: { ...data, all: cuts.length } });
        }
      }
      for (const { pod, time, drainMs, evidence, explains } of drainingProxies(incident, { logs, pods, ended })) {
        isOpen = true;
        yield report('drainsWhileAppLives', {
          ...common,
          subject: { kind: 'Pod', name: pod },
          data: { pod, time: clockTime(time), failures: explains.length, drain: roughly(drainMs) },
          evidence: evidenceOf(evidence, ...someRowsOf(incident, explains, 2)),
          explains,
        });
      }
      if (!isOpen && newest !== undefined) {
        yield report('longUnchanged', {
          ...common,
          data: { pods: servers.length, before: roughly(incident.from - newest.time), target: incident.target },
          evidence: [newest.evidence],
        });
      }
    }
  },
});

/** Fewer may fall in the drain time by chance. */
const fewest = 3;
/** Clocks of two nodes, and the time that Envoy takes. */
const slackMs = 3_000;

const isCut = (family: string): boolean => family === 'reset' || family === 'stream-reset';

function isDuring(incident: ObservedIncident, index: number, { time, drainMs }: ListenerUpdate): boolean {
  const end = incident.failures[index]?.end;
  return end !== undefined && end >= time && end <= time + drainMs + slackMs;
}

/** How long after the change they end, when all end within 1.5 s of each other at the end of the drain time, though they began more than a second apart. */
function togetherAtEnd(incident: ObservedIncident, explains: readonly number[], { time, drainMs }: ListenerUpdate): number | undefined {
  const began = spanOf(incident, explains);
  const ends = explains.flatMap((index) => incident.failures[index]?.end ?? []).toSorted((a, b) => a - b);
  const [first = 0] = ends;
  const isTogether = (ends.at(-1) ?? 0) - first <= 1_500 && began.to - began.from >= 1_000;
  return isTogether && Math.abs(first - time - drainMs) <= slackMs ? first - time : undefined;
}
