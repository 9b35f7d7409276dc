import { controllers } from '../../artifacts/kubernetes/kinds.ts';
import { rolloutLoadShift } from '../../causes/rollout-load-shift.ts';
import { fieldOf, nameOf, placeOf } from '../../facts/field-of.ts';
import { pods } from '../../facts/pods.ts';
import { at, stringAt } from '../../formats/json.ts';
import { fillCommand } from '../../model/command.ts';
import { type AnyFix, defineFix } from '../../model/fix.ts';
import { updated } from '../change.ts';
import { isPutBack } from '../owned-elsewhere.ts';
import { targetPod } from '../target-pod.ts';
import { verifyCommand } from '../verify-command.ts';

/** Lets a roll-out add a pod before it takes one away. */
export const rolloutStrategy: AnyFix = defineFix({
  meta: {
    id: 'rollout-strategy',
    title: 'Strategy of a roll-out',
    description: 'Sets maxUnavailable 0 and maxSurge of the Deployment whose remaining pods were overloaded during its roll-out.',
    references: [
      {
        title: 'Kubernetes: Deployment, rolling update',
        url: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment',
        version: 'Kubernetes 1.34',
      },
    ],
  },
  causes: [rolloutLoadShift],
  needs: { pods, controllers },
  texts: {
    surge: 'Let roll-outs of {deployment} take no pod away before a new one is ready (maxUnavailable 0, maxSurge {surge}).',
    neverFewer: 'As many pods serve during a roll-out as before it; none is replaced by this change itself.',
    room: 'The cluster must have room for {surge} more, or the roll-out waits.',
    ready: 'A pod counts as soon as its readiness probe passes: one that is ready before it can carry load still sheds it.',
    othersLeave: 'It holds for roll-outs alone: drained nodes and crashes still take pods away.',
  },
  *propose({ pods, controllers }, named) {
    const pod = targetPod(pods, named);
    const deployment = controllers.find(
      ({ ref }) => ref.kind === 'Deployment' && ref.name === pod?.workload.name && ref.namespace === pod.namespace && pod.workload.kind === 'Deployment',
    );
    if (deployment === undefined || isPutBack(deployment) || stringAt(deployment.object, 'spec', 'strategy', 'type') === 'Recreate') return;
    const [unavailable, surge] = ['maxUnavailable', 'maxSurge'].map((name) => at(deployment.object, 'spec', 'strategy', 'rollingUpdate', name));
    if (isNothing(unavailable)) return;
    const to = isNothing(surge) || (typeof surge !== 'number' && typeof surge !== 'string') ? 1 : surge;
    const change = updated(deployment, { spec: { strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: to } } } });
    if (change === undefined) return;
    yield {
      title: { say: 'surge', data: { deployment: nameOf(deployment), surge: to } },
      effect: { say: 'neverFewer', data: {} },
      limits: [
        { say: 'room', data: { surge: to } },
        { say: 'ready', data: {} },
        { say: 'othersLeave', data: {} },
      ],
      purpose: 'repair',
      risk: 'none',
      changes: [change],
      because: [
        fieldOf(deployment, 'spec', 'strategy', 'rollingUpdate', 'maxUnavailable') ?? {
          kind: 'default',
          at: placeOf(deployment, 'spec', 'strategy'),
          value: '25%',
          documentedBy: {
            title: 'Kubernetes: Deployment',
            url: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/',
            version: 'Kubernetes 1.34',
          },
        },
      ],
      verifyWith: [
        fillCommand("kubectl -n {namespace} get deployment {name} -o jsonpath='{.spec.strategy}'", {
          namespace: deployment.ref.namespace ?? 'default',
          name: deployment.ref.name,
        }),
        verifyCommand(named.incident.target),
      ],
    };
  },
});

const isNothing = (value: unknown): boolean => value === 0 || value === '0' || value === '0%';
