import { controllers } from '../../artifacts/kubernetes/kinds.ts';
import { readinessFailing } from '../../causes/readiness-failing.ts';
import { events } from '../../facts/events.ts';
import { placeOf } from '../../facts/field-of.ts';
import { numberAt } from '../../formats/json.ts';
import { fillCommand } from '../../model/command.ts';
import { type AnyFix, defineFix } from '../../model/fix.ts';
import { updated } from '../change.ts';
import { isPutBack } from '../owned-elsewhere.ts';

/** Gives a workload that was scaled to zero the replicas back that it had. */
export const replicas: AnyFix = defineFix({
  meta: {
    id: 'replicas',
    title: 'Replicas of a workload that was scaled to zero',
    description: 'Sets spec.replicas to what it was before, as the event of the scaling tells.',
    references: [
      {
        title: 'Kubernetes: scaling a Deployment',
        url: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#scaling-a-deployment',
        version: 'Kubernetes 1.34',
      },
    ],
  },
  causes: [readinessFailing],
  needs: { controllers, events },
  texts: {
    scale: 'Give {kind} {workload} its {replicas} replicas back: it has none since it was scaled to zero.',
    soon: 'Callers find hosts again as soon as its pods are ready.',
    scaledBy: 'Whoever scaled it to zero (an autoscaler, a schedule, a person) may do so again.',
  },
  *propose({ controllers, events }, named) {
    const found = named.findings.find(({ message }) => message.endsWith('/scaledToZero'));
    const controller = controllers.find(
      ({ ref }) => ref.kind === found?.subject.kind && ref.name === found.subject.name && ref.namespace === found.subject.namespace,
    );
    if (controller === undefined || numberAt(controller.object, 'spec', 'replicas') !== 0 || isPutBack(controller)) return;
    const { kind, name, namespace = 'default' } = controller.ref;
    const scaling = events.findLast(
      ({ about, reason }) => reason === 'ScalingReplicaSet' && about.kind === kind && about.name === name && about.namespace === namespace,
    );
    // `from 2 to 0` in Kubernetes 1.34 (pkg/controller/deployment/sync.go), `to 0 from 2` in releases before
    const told = /\bto 0 from (\d{1,5})$|\bfrom (\d{1,5}) to 0$/.exec(scaling?.message ?? '');
    const count = Number(told?.[1] ?? told?.[2] ?? 0);
    const change = count > 0 ? updated(controller, { spec: { replicas: count } }) : undefined;
    if (change === undefined || scaling === undefined) return;
    yield {
      title: { say: 'scale', data: { kind, workload: name, replicas: count } },
      effect: { say: 'soon', data: {} },
      limits: [{ say: 'scaledBy', data: {} }],
      purpose: 'repair',
      risk: 'traffic-change',
      changes: [change],
      because: [{ kind: 'field', at: placeOf(controller, 'spec', 'replicas'), value: 0 }, scaling.evidence],
      verifyWith: [fillCommand('kubectl -n {namespace} get pods,endpointslices', { namespace })],
    };
  },
});
