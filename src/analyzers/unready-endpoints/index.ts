import { snapshotTime } from '../../artifacts/snapshot-time.ts';
import { readinessFailing } from '../../causes/readiness-failing.ts';
import { events } from '../../facts/events.ts';
import { indicesWhere, rowsOf, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, podsOf, servicesOf, targetRef } from '../../facts/incident-target.ts';
import { presumedUsers } from '../../facts/presumed-users.ts';
import { services } from '../../facts/services.ts';
import { traffic } from '../../facts/traffic.ts';
import { pods } from '../../facts/pods.ts';
import { usedServices } from '../../facts/used-services.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { judgePods } from './judge-pods.ts';
import { idlePrediction } from './predict.ts';

/** Services whose pods run but are not ready, while requests for them found no host. */
export const unreadyEndpoints: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'unready-endpoints',
    title: 'No ready endpoint',
    description:
      'Looks for pods that run without being ready, by status, EndpointSlices and readiness events, at the time when proxies found no healthy upstream.',
    references: [
      {
        title: 'Kubernetes: container probes',
        url: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-probes',
        version: 'Kubernetes 1.34',
      },
      { title: 'Istio: pilot/pkg/serviceregistry/kube/controller/endpointslice.go endpointHealthStatus', version: 'Istio 1.31' },
    ],
  },
  needs: { snapshotTime },
  wants: { traffic, pods, services, events, usedServices, presumedUsers },
  messages: {
    podsRunUnready: {
      severity: 'critical',
      text: '{unready} of {pods} pods of {target} run without being ready since before {failures} of the failures, and none is ready.',
      // the status of the only pods there are, at the time of failures that say "no host": little else makes both
      bearsOn: [{ cause: readinessFailing, as: 'proves' }],
    },
    lostReadiness: {
      severity: 'critical',
      text: 'Pod {pod} became ready again at {readyAt}, as {failures} failures for want of a host ended, and its containers ran all the while.',
      bearsOn: [{ cause: readinessFailing, as: 'supports' }],
    },
    probeFails: {
      severity: 'warning',
      text: 'The readiness probe of {pod} fails {count} times around {failures} failures for want of a host: {message}',
      bearsOn: [{ cause: readinessFailing, as: 'supports' }],
    },
    // without the pods nobody can tell a failing probe from a container that does not run
    endpointsNotReady: {
      severity: 'critical',
      text: 'All {addresses} addresses of Service {service} are not ready, and {failures} requests found no host.',
      bearsOn: [{ cause: readinessFailing, as: 'hints' }],
    },
    wouldFindNone: {
      severity: 'critical',
      text: 'All {pods} pods that Service {service} selects run without being ready, so requests for it find no host.',
      bearsOn: [{ cause: readinessFailing, as: 'proves' }],
    },
    mightFindNone: {
      severity: 'warning',
      text: 'All {pods} pods that Service {service} selects run without being ready; nothing in the evidence calls the Service.',
      bearsOn: [{ cause: readinessFailing, as: 'hints' }],
      risk: true,
    },
    containersDown: {
      severity: 'info',
      text: 'Pod {pod} is not ready because container {container} does not run or restarted ({restarts} restarts), not because its probe fails.',
      bearsOn: [{ cause: readinessFailing, as: 'opposes' }],
    },
    podsStayReady: {
      severity: 'info',
      text: 'Pod {pod} of {target} is ready since {since}, before the first failure.',
      bearsOn: [{ cause: readinessFailing, as: 'excludes' }],
    },
    hostsWereThere: {
      severity: 'info',
      text: 'None of the {failures} failures for {target} lacked a host (no UH).',
      bearsOn: [{ cause: readinessFailing, as: 'excludes' }],
    },
  },
  *analyze({ snapshotTime, traffic, pods, services, events, usedServices, presumedUsers }, report) {
    for (const incident of traffic?.incidents ?? []) {
      const subject = targetRef(incident);
      const common = { incident: incident.id, subject };
      const lacking = indicesWhere(incident, (failure) => failure.family === 'no-host');
      if (lacking.length === 0) {
        if (isSeenWhole(incident))
          yield report('hostsWereThere', {
            ...common,
            data: { failures: incident.failures.length, target: incident.target },
            evidence: someRowsOf(incident, [0]),
          });
        continue;
      }
      const rows = rowsOf(incident, lacking, 2);
      const own = podsOf(incident, pods ?? [], services ?? []).filter((pod) => pod.phase !== 'Succeeded' && pod.phase !== 'Failed');
      const judged = judgePods(incident, lacking, own);
      switch (judged.kind) {
        case 'unready':
          yield report('podsRunUnready', {
            ...common,
            explains: judged.explains,
            data: { unready: judged.unready, pods: own.length, target: incident.target, failures: judged.explains.length },
            evidence: evidenceOf(judged.evidence, ...rows),
          });
          break;
        case 'down':
          yield report('containersDown', {
            ...common,
            subject: judged.pod.object.ref,
            data: { pod: judged.pod.name, container: judged.container, restarts: judged.restarts },
            evidence: evidenceOf(judged.evidence),
          });
          continue;
        case 'ready':
          yield report('podsStayReady', {
            ...common,
            data: { pod: judged.pod.name, target: incident.target, since: judged.since },
            evidence: evidenceOf(judged.evidence),
          });
          continue;
        case 'regained':
          yield report('lostReadiness', {
            ...common,
            explains: judged.explains,
            subject: judged.pod.object.ref,
            data: { pod: judged.pod.name, readyAt: judged.readyAt, failures: judged.explains.length },
            evidence: evidenceOf(judged.evidence, ...rows),
          });
          break;
        case 'unknown':
          break;
      }
      const names = new Set(own.map((pod) => pod.key));
      const probes = (events ?? []).filter(
        ({ reason, message, about }) =>
          reason === 'Unhealthy' &&
          /^readiness/i.test(message) &&
          (names.size === 0
            ? about.name.startsWith(`${incident.targetName}-`) && about.namespace === (incident.targetNamespace ?? about.namespace)
            : names.has(`${about.namespace ?? 'default'}/${about.name}`)),
      );
      for (const event of probes) {
        const failed = probes.filter(({ about }) => about.name === event.about.name).reduce((sum, { count }) => sum + count, 0);
        if (failed < failureThreshold) continue;
        // repeated events keep only their first and last time
        const explains = lacking.filter((index) => within(incident.failures[index]?.time ?? 0, event.first, event.last));
        if (explains.length === 0) continue;
        yield report('probeFails', {
          ...common,
          explains,
          subject: event.about,
          data: { pod: event.about.name, count: event.count, failures: explains.length, message: event.message.slice(0, 160) },
          evidence: evidenceOf(event.evidence, ...rows),
        });
      }
      if (pods !== undefined) continue;
      for (const service of servicesOf(incident, services ?? [])) {
        const addresses = service.endpoints ?? [];
        const [first] = addresses;
        if (first === undefined || addresses.some((address) => address.isReady)) continue;
        yield report('endpointsNotReady', {
          ...common,
          explains: lacking,
          subject: service.object.ref,
          data: { addresses: addresses.length, service: service.key, failures: lacking.length },
          evidence: evidenceOf({ kind: 'field', at: first.at, value: { ready: false } }, ...rows),
        });
      }
    }
    for (const { service, isCalled, unready, evidence } of idlePrediction(services ?? [], usedServices, presumedUsers, traffic, snapshotTime.takenAt)) {
      const about = { subject: service.object.ref, data: { pods: unready.length, service: service.key }, evidence };
      if (isCalled) yield report('wouldFindNone', { ...about, predicts: `${unready[0].workload.name}.${unready[0].namespace}` });
      else yield report('mightFindNone', about);
    }
  },
});

const slackMs = 60_000;
/** A pod stays ready until its probe has failed this often in a row, unless set otherwise (Kubernetes 1.34, probe failureThreshold); a pod that starts fails once or twice. */
const failureThreshold = 3;

function within(time: number, first: number | undefined, last: number | undefined): boolean {
  return (first === undefined || time >= first - slackMs) && (last === undefined || time <= last + slackMs);
}
