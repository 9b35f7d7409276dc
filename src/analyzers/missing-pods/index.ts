import { controllers as controllerObjects } from '../../artifacts/kubernetes/kinds.ts';
import { snapshotTime } from '../../artifacts/snapshot-time.ts';
import { readinessFailing } from '../../causes/readiness-failing.ts';
import { events as eventsFact } from '../../facts/events.ts';
import { indicesWhere, rowsOf, spanOf } from '../../facts/incident-rows.ts';
import { podsOf, servicesOf, targetRef } from '../../facts/incident-target.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { services as servicesFact } from '../../facts/services.ts';
import { startObstacle } from '../../facts/start-obstacle.ts';
import { traffic } from '../../facts/traffic.ts';
import { istioDefaultMs } from '../../knowledge/versions/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { noReplicas } from './replicas.ts';

/** Failures for want of a host where no pod runs at all: scaled to zero, refused by the API server, or never started. */
export const missingPods: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'missing-pods',
    title: 'No pod to send to',
    description:
      'Looks for workloads that have no pods (scaled to zero, refused by a quota or webhook) or only such as never started (unschedulable, image not pulled), while proxies found no healthy upstream.',
    references: [
      {
        title: 'Kubernetes: pod phase and container states',
        url: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase',
        version: 'Kubernetes 1.34',
      },
      {
        title: 'Kubernetes: failed Deployment',
        url: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment',
        version: 'Kubernetes 1.34',
      },
    ],
  },
  needs: { traffic, snapshotTime },
  wants: { services: servicesFact, pods: podsFact, controllers: controllerObjects, events: eventsFact },
  messages: {
    scaledToZero: {
      severity: 'critical',
      text: '{controller} is scaled to zero, so Service {service} has nobody to send to; {failures} requests found no host.',
      // the state that the failures say, in the object that makes it
      bearsOn: [{ cause: readinessFailing, as: 'proves' }],
    },
    scaledToZeroAtSomeTime: {
      severity: 'warning',
      text: '{controller} is scaled to zero in the snapshot, long after the last of {failures} requests for Service {service} that found no host; since when is not told.',
      bearsOn: [{ cause: readinessFailing, as: 'hints' }],
    },
    podsRefused: {
      severity: 'critical',
      text: '{controller} has no pod, for the API server refuses them ({message}); {failures} requests for Service {service} found no host.',
      bearsOn: [{ cause: readinessFailing, as: 'proves' }],
    },
    podsNeverStart: {
      severity: 'critical',
      text: 'None of the {pods} pods of {target} starts, {pod} for {reason}: {message}. {failures} requests found no host.',
      bearsOn: [{ cause: readinessFailing, as: 'proves' }],
    },
  },
  *analyze({ traffic, snapshotTime, services = [], pods = [], controllers = [], events = [] }, report) {
    for (const incident of traffic.incidents) {
      const lacking = indicesWhere(incident, ({ family }) => family === 'no-host');
      if (lacking.length === 0) continue;
      const about = { incident: incident.id, subject: targetRef(incident) };
      const rows = rowsOf(incident, lacking, 2);
      const from = (since: number): readonly number[] => lacking.filter((index) => (incident.failures[index]?.time ?? 0) >= since - pushMs);
      for (const service of servicesOf(incident, services)) {
        const none = noReplicas(service, controllers, events);
        if (none === undefined) continue;
        const isRecent = snapshotTime.takenAt - spanOf(incident, lacking).to <= freshMs;
        const explains = none.since === undefined ? lacking : from(none.since);
        if (explains.length === 0) continue;
        const { ref } = none.controller;
        const data = { controller: `${ref.kind} ${ref.name}`, service: service.key, failures: explains.length };
        const found = { ...about, subject: ref, evidence: [none.evidence[0], ...none.evidence.slice(1), ...rows] as const };
        if (none.kind === 'refused') yield report('podsRefused', { ...found, explains, data: { ...data, message: none.message.slice(0, 200) } });
        else if (none.since !== undefined || isRecent) yield report('scaledToZero', { ...found, explains, data });
        else yield report('scaledToZeroAtSomeTime', { ...found, data });
      }
      const living = podsOf(incident, pods, services).filter(({ deletedAt, phase }) => deletedAt === undefined && phase !== 'Succeeded' && phase !== 'Failed');
      const obstacles = living.flatMap((pod) => {
        const obstacle = startObstacle(pod);
        return obstacle === undefined ? [] : [{ pod, ...obstacle }];
      });
      const [first] = obstacles.toSorted((a, b) => (a.pod.key < b.pod.key ? -1 : 1));
      if (first === undefined || obstacles.length < living.length) continue;
      // before the youngest of them there was another, which may have served
      const explains = from(Math.max(...living.map(({ createdAt }) => createdAt ?? 0)));
      if (explains.length === 0) continue;
      const { pod, reason, message, evidence } = first;
      yield report('podsNeverStart', {
        ...about,
        subject: pod.object.ref,
        explains,
        data: { pods: living.length, target: incident.target, pod: pod.name, reason, message: message.slice(0, 200), failures: explains.length },
        evidence: [evidence, ...rows],
      });
    }
  },
});

/** A change reaches all proxies within the push delay, and Kubernetes writes whole seconds. */
const pushMs = istioDefaultMs('longestPushDelay') + 5_000;
/** Up to so long before the snapshot its objects are taken to have been the same. */
const freshMs = 10 * 60_000;
