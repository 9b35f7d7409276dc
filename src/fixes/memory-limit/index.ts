import { victoriaMetricsObjects } from '../../artifacts/kubernetes/kinds.ts';
import { oomKilled } from '../../causes/oom-killed.ts';
import { appContainers, pods } from '../../facts/pods.ts';
import { stringAt } from '../../formats/json.ts';
import { formatBytes, parseQuantity } from '../../formats/time/index.ts';
import { fillCommand } from '../../model/command.ts';
import { type AnyFix, defineFix } from '../../model/fix.ts';
import { limitChange } from '../resource-limit.ts';
import { targetPod } from '../target-pod.ts';

/** Gives a container that was killed for memory more of it. */
export const memoryLimit: AnyFix = defineFix({
  meta: {
    id: 'memory-limit',
    title: 'Memory limit of a container',
    description: 'Raises the memory limit of the container that was killed for memory.',
    references: [
      {
        title: 'Kubernetes: resource management for pods and containers',
        url: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
        version: 'Kubernetes 1.34',
      },
    ],
  },
  causes: [oomKilled],
  needs: { pods },
  wants: { victoriaMetricsObjects },
  texts: {
    raise: 'Raise the memory limit of container {container} in {workload} from {from} to {to}.',
    belongsInValues: 'Helm release {release} writes this workload, and its next upgrade undoes the change: set {field} in its values instead.',
    oneStep: 'Twice the limit under which it died. How much it needs is told by its use over a day; a leak only takes longer.',
    node: 'Nodes must have that much to give, or the pods stay pending.',
    victoriaMetrics: 'VictoriaMetrics sizes its caches by the limit (-memory.allowedPercent=60), so more of it is used.',
  },
  *propose({ pods, victoriaMetricsObjects = [] }, named) {
    const pod = targetPod(pods, named);
    if (pod === undefined) return;
    const killed = named.findings.flatMap(({ data }) => (typeof data['container'] === 'string' ? [data['container']] : []))[0];
    const container = appContainers(pod).find(({ name }) => killed === undefined || name === killed);
    const now = stringAt(container?.spec, 'resources', 'limits', 'memory');
    const bytes = now === undefined ? undefined : parseQuantity(now);
    if (container === undefined || now === undefined || bytes === undefined) return;
    const to = `${Math.ceil((2 * bytes) / 2 ** 20)}Mi`;
    const found = limitChange(pod, container, { memory: to }, victoriaMetricsObjects);
    if (found === undefined) return;
    yield {
      title: { say: 'raise', data: { container: container.name, workload: pod.workload.name, from: formatBytes(bytes), to: formatBytes(2 * bytes) } },
      limits: [
        ...(found.values === undefined ? [] : [{ say: 'belongsInValues' as const, data: found.values }]),
        { say: 'oneStep', data: {} },
        { say: 'node', data: {} },
        ...(/victoria-?metrics|\/vm[a-z]+:/.test(container.image ?? '') ? [{ say: 'victoriaMetrics' as const, data: {} }] : []),
      ],
      purpose: 'repair',
      risk: 'pod-restart',
      changes: [found.change],
      because: [{ kind: 'field', at: { ...pod.object.at, path: `${container.specPath}.resources.limits.memory` }, value: now }],
      verifyWith: [fillCommand('kubectl -n {namespace} top pod --containers', { namespace: pod.namespace })],
    };
  },
});
