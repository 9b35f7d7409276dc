import { nodes } from '../../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { shutdownRace } from '../../causes/shutdown-race.ts';
import { appContainers, type Pod, pods } from '../../facts/pods.ts';
import { numberAt, objectAt, stringAt } from '../../formats/json.ts';
import { satisfies } from '../../knowledge/versions/index.ts';
import { fillCommand } from '../../model/command.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type AnyFix, defineFix, type Manifest } from '../../model/fix.ts';
import { targetPod } from '../target-pod.ts';
import { templateChange } from '../template-change.ts';

/** Until every proxy has heard that an endpoint is gone: some seconds of istiod's push and the kubelet's own pace. */
const sleepSeconds = 15;
/** For how much longer than the sleep a classic sidecar serves. */
const drainBeyondSeconds = 5;
/** Kubernetes' default (core/v1 PodSpec.terminationGracePeriodSeconds). */
const usualGrace = 30;

/** Keeps a pod serving while its endpoint is being withdrawn. */
export const stopDelay: AnyFix = defineFix({
  meta: {
    id: 'stop-delay',
    title: 'Delay before a pod stops',
    description: 'Adds a preStop sleep to the application and lets its sidecar outlast it, within a longer grace period.',
    references: [
      {
        title: 'Kubernetes: container lifecycle hooks, sleep action (on by default since 1.30)',
        url: 'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/',
        version: 'Kubernetes 1.34',
      },
      {
        title: 'Istio ProxyConfig: terminationDrainDuration',
        url: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig',
        version: 'Istio 1.18 to 1.31',
      },
    ],
  },
  causes: [shutdownRace],
  needs: { pods },
  wants: { nodes },
  texts: {
    sleepFirst: 'Let {workload} go on serving for {seconds} s after it is told to stop, while callers learn that it goes.',
    served: 'Requests that still arrive in that time are served; they fail only where a caller learns of it later than that.',
    needsSleep: 'The image of {container} must have a sleep command: the kubelet’s own sleep action needs Kubernetes 1.30, and the version here is {version}.',
    longRequests: 'Requests that take longer than {rest} s at the end are still cut; raise the grace period by their length.',
    oneMoreRollOut: 'Applying it replaces the pods once more, without the delay.',
  },
  *propose({ pods, nodes = [] }, named) {
    const pod = targetPod(pods, named);
    const container = pod === undefined ? undefined : (appContainers(pod).find(({ ports }) => ports.length > 0) ?? appContainers(pod)[0]);
    if (pod === undefined || container === undefined || objectAt(container.spec, 'lifecycle', 'preStop') !== undefined) return;
    // settings of the proxy that are there are somebody's, and without a longer drain a classic sidecar is gone before the sleep is over
    if (pod.sidecar === 'classic' && pod.annotations['proxy.istio.io/config'] !== undefined) return;
    const kubelet = kubeletOf(pod, nodes);
    const hasAction = kubelet !== undefined && satisfies(kubelet, '>=1.30');
    const grace = numberAt(pod.object.object, 'spec', 'terminationGracePeriodSeconds') ?? usualGrace;
    const preStop: Manifest = hasAction ? { sleep: { seconds: sleepSeconds } } : { exec: { command: ['sleep', String(sleepSeconds)] } };
    const annotation = drainAnnotation(pod);
    const change = templateChange(pod, {
      ...(annotation === undefined ? {} : { metadata: { annotations: { 'proxy.istio.io/config': annotation } } }),
      spec: { terminationGracePeriodSeconds: grace + sleepSeconds, containers: [{ name: container.name, lifecycle: { preStop } }] },
    });
    if (change === undefined) return;
    const absent: Evidence = { kind: 'absence', at: { ...pod.object.at, path: container.specPath }, lookedFor: 'lifecycle.preStop' };
    yield {
      title: { say: 'sleepFirst', data: { workload: pod.workload.name, seconds: sleepSeconds } },
      effect: { say: 'served', data: {} },
      limits: [
        ...(hasAction ? [] : [{ say: 'needsSleep' as const, data: { container: container.name, version: kubelet ?? '?' } }]),
        { say: 'longRequests', data: { rest: pod.sidecar === 'classic' ? drainBeyondSeconds : grace } },
        { say: 'oneMoreRollOut', data: {} },
      ],
      purpose: 'repair',
      risk: 'pod-restart',
      changes: [change],
      because: [absent],
      verifyWith: [
        fillCommand('kubectl -n {namespace} rollout restart {kind}/{name}', names(pod)),
        fillCommand("kubectl -n {namespace} get {kind} {name} -o jsonpath='{.spec.template.spec.containers[*].lifecycle}'", names(pod)),
      ],
    };
  },
});

/** A classic sidecar is told to stop together with the application and would be gone before it; a native one is stopped after it. */
function drainAnnotation(pod: Pod): string | undefined {
  return pod.sidecar === 'classic' ? JSON.stringify({ terminationDrainDuration: `${sleepSeconds + drainBeyondSeconds}s` }) : undefined;
}

function kubeletOf(pod: Pod, nodes: readonly KubernetesObject[]): string | undefined {
  const node = nodes.find(({ ref }) => ref.name === pod.node) ?? nodes[0];
  return stringAt(node?.object, 'status', 'nodeInfo', 'kubeletVersion');
}

function names({ namespace, workload }: Pod): { readonly namespace: string; readonly kind: string; readonly name: string } {
  return { namespace, kind: workload.kind.toLowerCase(), name: workload.name };
}
