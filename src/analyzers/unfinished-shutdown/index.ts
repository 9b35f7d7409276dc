import { containerLogs } from '../../artifacts/logs/index.ts';
import { shutdownRace } from '../../causes/shutdown-race.ts';
import { vmstorageUnavailable } from '../../causes/vmstorage-unavailable.ts';
import { clockTime } from '../../facts/end-texts.ts';
import { indicesWhere, rowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf } from '../../facts/incident-target.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { storageTrouble } from '../../facts/storage-trouble.ts';
import { targetLogs } from '../../facts/target-evidence.ts';
import { traffic } from '../../facts/traffic.ts';
import { vmProcesses } from '../../facts/vm-processes.ts';
import { formatDuration, parseDuration } from '../../formats/time/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { instant } from '../../model/time.ts';
import { stopBudgets } from './stop-budget.ts';

/** Requests that were under way end with the process: rows and the log's last line are a moment apart. */
const slackMs = 1_500;

/** Observes programs that gave up their graceful shutdown with requests still under way, and settings that make the kubelet cut it short. */
export const unfinishedShutdown: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'unfinished-shutdown',
    title: 'Shutdown that was given up',
    description:
      'Looks for the line by which a program says that its graceful shutdown took too long, for requests that end at that moment, and for times to stop that exceed the pod’s grace period.',
    references: [
      {
        title: 'VictoriaMetrics source: lib/httpserver/httpserver.go, -http.maxGracefulShutdownDuration and -http.shutdownDelay',
        version: 'VictoriaMetrics v1.35.3 to v1.150.0',
      },
      {
        title: 'Kubernetes: pod lifecycle, termination of pods',
        url: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
        version: 'Kubernetes 1.34',
      },
    ],
  },
  needs: {},
  wants: { traffic, containerLogs, pods: podsFact, storageTrouble, vmProcesses },
  messages: {
    requestsDieUnanswered: {
      severity: 'critical',
      text: '{pod} gives up its graceful shutdown after {after} at {time} and exits; {count} of {failures} failing requests end at that moment without an answer.',
      bearsOn: [{ cause: shutdownRace, as: 'supports' }],
    },
    // writes wait for vmstorage and not for the request's own work, so no grace is long enough
    requestsWaitForStorage: {
      severity: 'critical',
      text: '{pod} cannot end its writes while it has no vmstorage node, gives up its graceful shutdown after {after} at {time} and exits; {count} of {failures} failing requests end at that moment.',
      bearsOn: [
        { cause: vmstorageUnavailable, as: 'supports' },
        { cause: shutdownRace, as: 'supports' },
      ],
    },
    graceTooShort: {
      severity: 'warning',
      text: '{workload} may take {needed} to stop (preStop {preStop}, -http.shutdownDelay {delay}, -http.maxGracefulShutdownDuration {graceful}), and the kubelet kills it after {grace}.',
      bearsOn: [{ cause: shutdownRace, as: 'hints' }],
      risk: true,
    },
  },
  *analyze({ traffic, containerLogs = [], pods = [], storageTrouble = [], vmProcesses = [] }, report) {
    for (const incident of traffic?.incidents ?? []) {
      for (const log of targetLogs(incident, containerLogs, pods)) {
        const { namespace, pod = '' } = log.identity;
        for (const { id, time, data, at, text } of log.signals) {
          if (id !== 'graceful-shutdown-failed' || time === undefined) continue;
          const explains = indicesWhere(
            incident,
            ({ family, unseenBeyond, end, serverPod }) =>
              // an answer of the next proxy may tell of a reset behind it; one of the application itself was given
              (family === 'reset' || (family === 'answered' && unseenBeyond)) &&
              Math.abs(end - time) <= slackMs &&
              (serverPod === undefined || serverPod.endsWith(`/${pod}`)),
          );
          if (explains.length === 0) continue;
          const waited = parseDuration(data['after'] ?? '') ?? 0;
          const isBlocked = storageTrouble.some(
            (trouble) => trouble.pod === pod && trouble.share !== 'some' && trouble.from <= time && trouble.to >= time - waited,
          );
          yield report(isBlocked ? 'requestsWaitForStorage' : 'requestsDieUnanswered', {
            subject: { kind: 'Pod', ...(namespace === undefined ? {} : { namespace }), name: pod },
            incident: incident.id,
            data: { pod, after: formatDuration(waited), time: clockTime(time), count: explains.length, failures: incident.failures.length },
            evidence: evidenceOf({ kind: 'log', at, text, time: instant(time) }, ...rowsOf(incident, explains)),
            explains,
          });
        }
      }
    }
    for (const budget of stopBudgets(vmProcesses, pods)) {
      const { workload, namespace, preStop, delay, graceful, grace, evidence } = budget;
      const needed = preStop + delay + graceful;
      if (needed <= grace) continue;
      yield report('graceTooShort', {
        subject: { kind: 'Workload', namespace, name: workload },
        data: {
          workload,
          needed: formatDuration(needed),
          preStop: seconds(preStop),
          delay: seconds(delay),
          graceful: formatDuration(graceful),
          grace: formatDuration(grace),
        },
        evidence,
      });
    }
  },
});

function seconds(ms: number): string {
  return ms === 0 ? '0s' : formatDuration(ms);
}
