import { crashLoop } from '../../causes/crash-loop.ts';
import { readinessFailing } from '../../causes/readiness-failing.ts';
import { snapshotTime } from '../../artifacts/snapshot-time.ts';
import { share } from '../../facts/end-texts.ts';
import { incidentEnds } from '../../facts/incident-ends.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { rowsOf } from '../../facts/incident-rows.ts';
import { ownHop } from '../../facts/own-hop.ts';
import { pods } from '../../facts/pods.ts';
import { presumedUsers } from '../../facts/presumed-users.ts';
import { restartLoops } from '../../facts/restart-loops.ts';
import { services } from '../../facts/services.ts';
import { traffic } from '../../facts/traffic.ts';
import { usedServices } from '../../facts/used-services.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { loopPrediction } from './predict.ts';

/** Observes containers that are started again and again, and whether requests failed in that time. */
export const restartLoop: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'restart-loop',
    title: 'Restart loop',
    description: 'Finds containers that end soon after each start, and compares the time of that loop with the times at which requests failed.',
    references: [
      {
        title: 'Kubernetes: pod lifecycle, how pods handle problems with containers',
        url: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts',
        version: 'Kubernetes 1.34',
      },
    ],
  },
  needs: { snapshotTime },
  wants: { incidentEnds, restartLoops, pods, services, usedServices, presumedUsers, traffic },
  messages: {
    // nothing else keeps the container of exactly this server away for exactly this time
    loopsDuringFailures: {
      severity: 'critical',
      text: 'Container {container} of pod {pod} is restarted {restarts} times and never stays up, and {failures} failing requests fall in that time.',
      bearsOn: [
        { cause: crashLoop, as: 'proves' },
        // a process that does not run cannot answer its probe: what keeps it from running is the cause
        { cause: readinessFailing, as: 'opposes' },
      ],
    },
    // only the process's own words: two runs that end alike
    twoRunsEndAlike: {
      severity: 'warning',
      text: 'The last run and the present run of container {container} of pod {pod} both end in an error before they serve, and {failures} failing requests are for it.',
      bearsOn: [
        { cause: crashLoop, as: 'supports' },
        { cause: readinessFailing, as: 'opposes' },
      ],
    },
    // what ends each run is the cause; the loop is how it shows
    loopsForKnownReason: {
      severity: 'warning',
      text: 'Container {container} of pod {pod} is restarted {restarts} times, each run ended from outside ({kind}), and {failures} failing requests fall in that time.',
      bearsOn: [
        { cause: crashLoop, as: 'hints' },
        { cause: readinessFailing, as: 'opposes' },
      ],
    },
    // back-off events tell of the loop; what ends each run (memory, a probe, the process itself) stands in the pod's status
    loopsForUnknownReason: {
      severity: 'warning',
      text: 'Container {container} of pod {pod} is restarted again and again, and {failures} failing requests fall in that time; nothing tells what ends its runs.',
      bearsOn: [
        { cause: crashLoop, as: 'supports' },
        { cause: readinessFailing, as: 'opposes' },
      ],
    },
    // a process that never runs answers nobody
    wouldFindNone: {
      severity: 'critical',
      text: 'Container {container} of all {pods} pods behind {service} is in a restart loop ({restarts} restarts), so a request finds no server.',
      bearsOn: [{ cause: crashLoop, as: 'proves' }],
    },
    mightFindNone: {
      severity: 'warning',
      text: 'Container {container} of all {pods} pods behind {service} is in a restart loop ({restarts} restarts); nothing in the evidence calls the Service.',
      bearsOn: [{ cause: crashLoop, as: 'hints' }],
      risk: true,
    },
    restartsOnce: {
      severity: 'info',
      text: 'Container {container} of pod {pod} is restarted {restarts} times in all and stays up afterwards.',
      bearsOn: [{ cause: crashLoop, as: 'excludes' }],
    },
    noRestart: {
      severity: 'info',
      text: 'No pod of {target} (pods: {pods}) is restarted while requests fail.',
      bearsOn: [{ cause: crashLoop, as: 'excludes' }],
    },
  },
  *analyze({ snapshotTime, incidentEnds, restartLoops, pods: all, services, usedServices, presumedUsers, traffic }, report) {
    const predictions = loopPrediction(services ?? [], usedServices, presumedUsers, all ?? [], restartLoops ?? [], traffic, snapshotTime.takenAt);
    for (const { service, isCalled, loop, pods, evidence } of predictions) {
      const data = { container: loop.container, pods: pods.length, service: service.key, restarts: loop.restarts };
      if (isCalled) yield report('wouldFindNone', { subject: loop.subject, predicts: `${loop.workload}.${loop.namespace}`, data, evidence });
      else yield report('mightFindNone', { subject: loop.subject, data, evidence });
    }
    for (const { incident, loops, ends, targetPods, isCovered, lookedAt } of incidentEnds ?? []) {
      const { id } = incident;
      for (const { loop, explains } of loops) {
        const hop = ownHop(incident, explains, { isProxy: loop.isProxy, kind: loop.endsBy ?? 'unknown-end' });
        const details = {
          subject: loop.subject,
          incident: id,
          explains,
          ...(hop === undefined ? {} : { hop }),
          evidence: evidenceOf(loop.evidence[0], ...loop.evidence.slice(1), ...rowsOf(incident, explains)),
        };
        const data = { container: loop.container, pod: loop.subject.name, restarts: loop.restarts, failures: share(explains, incident) };
        const isFromOutside = loop.endsBy === 'oom' || loop.endsBy === 'liveness';
        if (isFromOutside) yield report('loopsForKnownReason', { ...details, data: { ...data, kind: loop.endsBy } });
        else if (!loop.isBackingOff && loop.restarts < 3)
          yield report('twoRunsEndAlike', { ...details, data: { container: data.container, pod: data.pod, failures: data.failures } });
        else if (loop.exitCode === undefined && (loop.endsBy === undefined || loop.endsBy === 'unknown-end'))
          yield report('loopsForUnknownReason', { ...details, data: { container: data.container, pod: data.pod, failures: data.failures } });
        else yield report('loopsDuringFailures', { ...details, data });
      }
      if (loops.length > 0 || targetPods.length === 0) continue;
      const restarted = targetPods.flatMap((pod) =>
        pod.containers.filter((container) => !container.isInit && container.restarts > 0).map((container) => ({ pod, container })),
      );
      const [most] = restarted.toSorted((a, b) => b.container.restarts - a.container.restarts);
      const [first, ...rest] = lookedAt;
      if (most !== undefined && most.container.restarts <= 2 && ends.length > 0) {
        const { pod, container } = most;
        yield report('restartsOnce', {
          subject: { ...pod.object.ref, container: container.name },
          incident: id,
          data: { container: container.name, pod: pod.name, restarts: container.restarts },
          evidence: [
            { kind: 'field', at: { ...pod.object.at, path: `${container.statusPath ?? 'status.containerStatuses'}.restartCount` }, value: container.restarts },
          ],
        });
      } else if (isCovered && ends.length === 0 && first !== undefined) {
        yield report('noRestart', {
          subject: targetRef(incident),
          incident: id,
          data: { pods: targetPods.length, target: incident.target },
          evidence: [first, ...rest],
        });
      }
    }
  },
});
