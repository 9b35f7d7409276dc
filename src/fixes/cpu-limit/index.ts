import { victoriaMetricsObjects } from '../../artifacts/kubernetes/kinds.ts';
import { cpuSaturated } from '../../causes/cpu-saturated.ts';
import { placeOf } from '../../facts/field-of.ts';
import { appContainers, pods } from '../../facts/pods.ts';
import { asString, at, numberAt } from '../../formats/json.ts';
import { parseQuantity } from '../../formats/time/index.ts';
import { fillCommand } from '../../model/command.ts';
import { type AnyFix, defineFix } from '../../model/fix.ts';
import { limitChange } from '../resource-limit.ts';
import { targetPod } from '../target-pod.ts';
import { verifyCommand } from '../verify-command.ts';

/** Gives a container that stood at its CPU limit more of it. */
export const cpuLimit: AnyFix = defineFix({
  meta: {
    id: 'cpu-limit',
    title: 'CPU limit of a container',
    description: 'Raises the CPU limit of the container that was throttled while requests ran into a time limit.',
    references: [
      {
        title: 'Kubernetes: resource management for pods and containers',
        url: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
        version: 'Kubernetes 1.34',
      },
    ],
  },
  causes: [cpuSaturated],
  needs: { pods },
  wants: { victoriaMetricsObjects },
  texts: {
    raise: 'Raise the CPU limit of container {container} in {workload} from {from}m to {to}m.',
    belongsInValues: 'Helm release {release} writes this workload, and its next upgrade undoes the change: set {field} in its values instead.',
    oneStep: 'Twice the limit at which it stood. How much it would take is not in the evidence, because the limit held it back.',
    request: 'The scheduler looks at the request, not at the limit: on a full node the limit gives nothing more.',
  },
  *propose({ pods, victoriaMetricsObjects = [] }, named) {
    const told = named.findings.find(({ message }) => /(?:^|\/)(?:atLimit|throttled)$/.test(message));
    const pod = targetPod(pods, named);
    const container = pod === undefined ? undefined : appContainers(pod).find(({ name }) => name === told?.data['container']);
    const now = at(container?.spec, 'resources', 'limits', 'cpu');
    const cores = asString(now) === undefined ? numberAt(container?.spec, 'resources', 'limits', 'cpu') : parseQuantity(String(now));
    if (pod === undefined || container === undefined || cores === undefined || cores <= 0) return;
    const to = Math.ceil(2_000 * cores);
    const found = limitChange(pod, container, { cpu: `${to}m` }, victoriaMetricsObjects);
    if (found === undefined) return;
    yield {
      title: { say: 'raise', data: { container: container.name, workload: pod.workload.name, from: Math.round(1_000 * cores), to } },
      limits: [
        ...(found.values === undefined ? [] : [{ say: 'belongsInValues' as const, data: found.values }]),
        { say: 'oneStep', data: {} },
        { say: 'request', data: {} },
      ],
      purpose: 'repair',
      risk: 'pod-restart',
      changes: [found.change],
      because: [{ kind: 'field', at: placeOf(pod.object, `${container.specPath}.resources.limits.cpu`), value: typeof now === 'number' ? now : String(now) }],
      verifyWith: [fillCommand('kubectl -n {namespace} top pod --containers', { namespace: pod.namespace }), verifyCommand(named.incident.target)],
    };
  },
});
