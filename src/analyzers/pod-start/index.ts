import { accessLogs as accessLogSet } from '../../artifacts/logs/index.ts';
import type { ProxyAccessLog } from '../../artifacts/logs/types.ts';
import { startupRace } from '../../causes/startup-race.ts';
import { clockTime, share } from '../../facts/end-texts.ts';
import { incidentEnds, type IncidentEnds } from '../../facts/incident-ends.ts';
import { indicesWhere, rowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { type PodStart, podStarts } from '../../facts/pod-starts.ts';
import { pods } from '../../facts/pods.ts';
import { objectAt } from '../../formats/json.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';

/** How long after a container's start it may still be starting, when its log does not say that it listens. */
const startUpMs = 30_000;
/** A proxy has its configuration within seconds of its start, or it has another trouble. */
const proxyStartMs = 15_000;

/** Observes requests that fail in the first seconds of a pod, the server's or the client's, and never after. */
export const podStart: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'pod-start',
    title: 'Pod start',
    description: 'Compares the first seconds of pods, server and client, with the times at which requests failed.',
    references: [
      {
        title: 'Istio: ProxyConfig, holdApplicationUntilProxyStarts',
        url: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig',
        version: 'Istio 1.31',
      },
      {
        title: 'Kubernetes: liveness, readiness and startup probes',
        url: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
        version: 'Kubernetes 1.34',
      },
    ],
  },
  needs: { incidentEnds, podStarts },
  wants: { pods, accessLogs: accessLogSet },
  messages: {
    // refused by the very pod whose process has started and does not listen yet; a pod without a readiness probe is Ready from the start
    refusedBeforeListening: {
      severity: 'critical',
      text: 'Pod {pod} starts at {time} without a readiness probe, and {failures} failing requests are refused by it in its first seconds.',
      bearsOn: [{ cause: startupRace, as: 'proves' }],
    },
    failsWhileServerStarts: {
      severity: 'warning',
      text: 'Pod {pod} starts at {time}, and {failures} failing requests to it fall in its first seconds.',
      bearsOn: [{ cause: startupRace, as: 'supports' }],
    },
    failsWhileClientStarts: {
      severity: 'warning',
      text: 'The proxy of pod {pod} starts at {time}, and {failures} failing requests leave it in its first seconds.',
      bearsOn: [{ cause: startupRace, as: 'supports' }],
    },
    nobodyStarts: {
      severity: 'info',
      text: 'No pod of {target} or of its clients starts within a minute before a failing request.',
      bearsOn: [{ cause: startupRace, as: 'excludes' }],
    },
    failsLongAfterStart: {
      severity: 'info',
      text: 'Requests to {target} go on failing {seconds} s after the last start of a pod of its path.',
      bearsOn: [{ cause: startupRace, as: 'excludes' }],
    },
  },
  *analyze({ incidentEnds, podStarts, pods, accessLogs = [] }, report) {
    for (const judged of incidentEnds) {
      const { incident, ends, loops } = judged;
      // what died and came back is not at its first start
      if (ends.length > 0 || loops.length > 0) continue;
      const parties = podStarts.filter((start) => isParty(start, judged));
      let found = false;
      for (const start of parties) {
        const atServer = indicesWhere(
          incident,
          ({ family, serverPod, direction, time, ordinal }) =>
            // a connection that has carried a request before is not at its server's start
            (family === 'connect' || (family === 'reset' && (ordinal ?? 1) === 1)) &&
            direction === 'inbound' &&
            serverPod === start.pod &&
            within(time, start.app, (start.listening ?? (start.app ?? 0) + startUpMs) + 1_500),
        );
        const atClient = indicesWhere(
          incident,
          ({ family, pod, direction, time }) =>
            (family === 'no-route' || family === 'no-cluster' || family === 'no-host') &&
            direction === 'outbound' &&
            pod === start.pod &&
            within(time, start.proxy, (start.proxy ?? 0) + proxyStartMs),
        );
        // failures that go on beyond the first seconds have another cause
        const isServer =
          atServer.length > 0 &&
          (start.listening !== undefined || isOver(atServer, incident, accessLogs)) &&
          atServer.length >= 0.9 * indicesWhere(incident, ({ serverPod }) => serverPod === start.pod).length;
        const isClient =
          atClient.length > 0 &&
          atClient.length >= 0.9 * indicesWhere(incident, ({ pod, direction }) => pod === start.pod && direction === 'outbound').length &&
          serverWasReady(judged, start.proxy ?? 0) &&
          isOver(atClient, incident, accessLogs);
        const explains = isServer ? atServer : isClient ? atClient : [];
        if (explains.length === 0) continue;
        found = true;
        const probe = isServer ? missingProbe(start, judged) : undefined;
        yield report(isClient && !isServer ? 'failsWhileClientStarts' : probe === undefined ? 'failsWhileServerStarts' : 'refusedBeforeListening', {
          subject: start.subject,
          incident: incident.id,
          explains,
          data: { pod: start.subject.name, time: clockTime((isServer ? start.app : start.proxy) ?? 0), failures: share(explains, incident) },
          evidence: evidenceOf(start.evidence[0], ...(probe === undefined ? [] : [probe]), ...rowsOf(incident, explains)),
        });
      }
      if (found || pods === undefined || !judged.isCovered) continue;
      const [first, ...rest] = judged.lookedAt;
      if (first === undefined) continue;
      const clientsKnown = incident.failures.every((failure) =>
        failure.direction === 'outbound' ? failure.pod !== undefined && podStarts.some((start) => start.pod === failure.pod) : true,
      );
      if (!clientsKnown) continue;
      const latest = Math.max(...parties.flatMap((start) => [start.app ?? 0, start.proxy ?? 0]), 0);
      if (latest < incident.from - 60_000)
        yield report('nobodyStarts', { subject: targetRef(incident), incident: incident.id, data: { target: incident.target }, evidence: [first, ...rest] });
      else if (incident.to - latest > 2 * startUpMs)
        yield report('failsLongAfterStart', {
          subject: targetRef(incident),
          incident: incident.id,
          data: { target: incident.target, seconds: Math.round((incident.to - latest) / 1_000) },
          evidence: [first, ...rest, ...rowsOf(incident, [incident.failures.length - 1])],
        });
    }
  },
});

function within(time: number, from: number | undefined, to: number): boolean {
  return from !== undefined && time >= from - 1_000 && time <= to;
}

/** Whether the start came to an end: the same proxy served the same later. What never serves is not starting, it does not work. */
function isOver(explains: readonly number[], { failures }: ObservedIncident, logs: readonly ProxyAccessLog[]): boolean {
  const last = explains.reduce((latest, index) => Math.max(latest, failures[index]?.time ?? 0), 0);
  return logs.some(({ proxy, groups }) => {
    const key = proxy.pod === undefined ? undefined : `${proxy.namespace ?? ''}/${proxy.pod}`;
    const own = explains.flatMap((index) => (failures[index]?.pod === key ? (failures[index] ?? []) : []));
    return groups.some(
      ({ outcome, last: lastServed, cluster, authority }) =>
        outcome === 'ok' &&
        lastServed > last &&
        own.some((failure) => (authority === undefined ? failure.cluster === cluster : failure.authority === authority)),
    );
  });
}

function isParty(start: PodStart, { incident, targetPods }: IncidentEnds): boolean {
  return (
    targetPods.some((pod) => pod.key === start.pod) ||
    incident.failures.some((failure) => failure.pod === start.pod || failure.serverPod === start.pod) ||
    incident.clients.includes(start.workload)
  );
}

/** True when some pod of the target was ready before: then the client's own proxy is the one that was late. */
function serverWasReady({ targetPods }: IncidentEnds, at: number): boolean {
  return targetPods.some((pod) => pod.readySince !== undefined && pod.readySince <= at);
}

/** Where a readiness probe was looked for and is not. */
function missingProbe({ pod: key }: PodStart, { targetPods }: IncidentEnds): Evidence | undefined {
  const pod = targetPods.find((candidate) => candidate.key === key);
  const container = pod?.containers.find((candidate) => !candidate.isProxy && !candidate.isInit);
  if (pod === undefined || container === undefined || pod.object.partial === true || objectAt(container.spec, 'readinessProbe') !== undefined) return undefined;
  return { kind: 'absence', at: { ...pod.object.at, path: container.specPath }, lookedFor: 'readinessProbe' };
}
