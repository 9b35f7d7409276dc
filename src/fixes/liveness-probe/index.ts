import { livenessKilled } from '../../causes/liveness-killed.ts';
import { placeOf } from '../../facts/field-of.ts';
import { appContainers, type Pod, pods } from '../../facts/pods.ts';
import { numberAt, objectAt } from '../../formats/json.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { fillCommand } from '../../model/command.ts';
import { type AnyFix, defineFix } from '../../model/fix.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { targetPod } from '../target-pod.ts';
import { templateChange } from '../template-change.ts';
import { verifyCommand } from '../verify-command.ts';

/** Of core/v1 Probe: what holds where nothing is set, and with it the silence that Kubernetes itself bears. */
const defaults = { periodSeconds: 10, failureThreshold: 3 };
const patienceByDefault = defaults.periodSeconds * defaults.failureThreshold;

/** Lets the kubelet bear a silent application for longer before it kills it. */
export const livenessProbe: AnyFix = defineFix({
  meta: {
    id: 'liveness-probe',
    title: 'Patience of a liveness probe',
    description:
      'Raises failureThreshold of the liveness probe for which a container was killed: to twice the silence it bore, or to the 30 s of the defaults.',
    references: [
      {
        title: 'Kubernetes: liveness, readiness and startup probes',
        url: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
        version: 'Kubernetes 1.34',
      },
    ],
  },
  causes: [livenessKilled],
  needs: { pods },
  texts: {
    patience: 'Let container {container} of {workload} be silent for {to} instead of {from} before the kubelet kills it (failureThreshold {threshold}).',
    oneStep: 'How long it would have been silent is not in the evidence, because it was killed: what makes it silent is the thing to mend.',
    stuck: 'One that is stuck for good is restarted later by as much.',
    takenOut: 'While it is silent its readiness probe takes it out of its Services, and the other replicas serve.',
    alone: 'It is the only replica: its readiness probe bears as much now, so that requests wait for it and do not find no host. A second replica is better.',
    waits: 'It has no readiness probe: requests go on to wait at it while it is silent.',
  },
  *propose({ pods }, named) {
    const killed = named.findings.find(({ message }) => message === 'killedDuringFailures' || message.endsWith('/killedDuringFailures'));
    const pod = targetPod(pods, named);
    const container = pod === undefined ? undefined : appContainers(pod).find(({ name }) => name === killed?.data['container']);
    const probe = objectAt(container?.spec, 'livenessProbe');
    // with both it is not known which of them failed
    if (pod === undefined || container === undefined || probe === undefined || objectAt(container.spec, 'startupProbe') !== undefined) return;
    const period = numberAt(probe, 'periodSeconds') ?? defaults.periodSeconds;
    const threshold = numberAt(probe, 'failureThreshold') ?? defaults.failureThreshold;
    if (period <= 0 || threshold <= 0) return;
    const wanted = Math.ceil(Math.max(patienceByDefault, 2 * period * threshold) / period);
    const readiness = objectAt(container.spec, 'readinessProbe');
    // taken out of its Service by the one probe, it would fail requests that the other now spares
    const bears = isAlone(pod, pods) && readiness !== undefined ? bearing(readiness, wanted * period) : undefined;
    const change = templateChange(pod, {
      spec: {
        containers: [
          {
            name: container.name,
            livenessProbe: { failureThreshold: wanted },
            ...(bears === undefined ? {} : { readinessProbe: { failureThreshold: bears } }),
          },
        ],
      },
    });
    if (change === undefined) return;
    yield {
      title: {
        say: 'patience',
        data: {
          container: container.name,
          workload: pod.workload.name,
          from: formatDuration(period * threshold * 1_000),
          to: formatDuration(period * wanted * 1_000),
          threshold: wanted,
        },
      },
      limits: [
        { say: 'oneStep', data: {} },
        { say: 'stuck', data: {} },
        { say: readiness === undefined ? 'waits' : isAlone(pod, pods) ? 'alone' : 'takenOut', data: {} },
      ],
      purpose: 'mitigate',
      risk: 'pod-restart',
      changes: [change],
      because: [{ kind: 'field', at: placeOf(pod.object, `${container.specPath}.livenessProbe`), value: probe as Json }], // parsed from JSON or YAML
      verifyWith: [
        fillCommand('kubectl -n {namespace} get events --field-selector reason=Unhealthy', { namespace: pod.namespace }),
        verifyCommand(named.incident.target),
      ],
    };
  },
});

function isAlone(pod: Pod, all: readonly Pod[]): boolean {
  const replicas = all.filter(
    ({ namespace, workload, deletedAt }) => namespace === pod.namespace && workload.name === pod.workload.name && deletedAt === undefined,
  );
  return replicas.length <= 1;
}

/** The failures in a row by which a readiness probe bears a silence of so many seconds; undefined where it does already. */
function bearing(probe: JsonObject, seconds: number): number | undefined {
  const period = numberAt(probe, 'periodSeconds') ?? defaults.periodSeconds;
  const threshold = numberAt(probe, 'failureThreshold') ?? defaults.failureThreshold;
  const wanted = Math.ceil(seconds / Math.max(1, period));
  return wanted > threshold ? wanted : undefined;
}
