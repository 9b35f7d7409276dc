import { startupRace } from '../../causes/startup-race.ts';
import { appContainers, type Container, type Pod, pods } from '../../facts/pods.ts';
import { objectAt } from '../../formats/json.ts';
import { fillCommand } from '../../model/command.ts';
import { type AnyFix, defineFix } from '../../model/fix.ts';
import { targetPod } from '../target-pod.ts';
import { templateChange } from '../template-change.ts';

/** Lets nobody use a pod before it can carry the request. */
export const startOrder: AnyFix = defineFix({
  meta: {
    id: 'start-order',
    title: 'Order in which a pod starts',
    description: 'Adds a readiness probe to a server that has none, and lets an application wait for its classic sidecar.',
    references: [
      {
        title: 'Kubernetes: liveness, readiness and startup probes',
        url: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
        version: 'Kubernetes 1.34',
      },
      {
        title: 'Istio ProxyConfig: holdApplicationUntilProxyStarts',
        url: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#ProxyConfig',
        version: 'Istio 1.18 to 1.31',
      },
    ],
  },
  causes: [startupRace],
  needs: { pods },
  texts: {
    probe: 'Give container {container} of {workload} a readiness probe on port {port}, which it serves.',
    afterListening: 'A new pod gets its first request after it listens, not when its process starts.',
    opensOnly: 'The probe says that the port is open. Where the application has a health path, ask that instead.',
    hold: 'Let the application of {workload} start after its sidecar is ready.',
    wayOut: 'Its first outgoing requests find a way out.',
    slower: 'Pods start a few seconds later.',
  },
  *propose({ pods }, named) {
    const pod = targetPod(pods, named);
    if (pod === undefined) return;
    const container = appContainers(pod).find((one) => one.ports.length > 0);
    const isServer = named.findings.some(({ message }) => !message.endsWith('/failsWhileClientStarts'));
    const [port] = container?.ports ?? [];
    if (isServer && container !== undefined && port !== undefined && objectAt(container.spec, 'readinessProbe') === undefined) {
      const change = templateChange(pod, {
        spec: { containers: [{ name: container.name, readinessProbe: { tcpSocket: { port: port.port }, periodSeconds: 2, failureThreshold: 2 } }] },
      });
      if (change !== undefined)
        yield {
          title: { say: 'probe', data: { container: container.name, workload: pod.workload.name, port: port.port } },
          effect: { say: 'afterListening', data: {} },
          limits: [{ say: 'opensOnly', data: {} }],
          purpose: 'repair',
          risk: 'pod-restart',
          changes: [change],
          because: [{ kind: 'absence', at: { ...pod.object.at, path: container.specPath }, lookedFor: 'readinessProbe' }],
          verifyWith: verify(pod, container),
        };
    }
    if (isServer || pod.sidecar !== 'classic' || pod.annotations['proxy.istio.io/config'] !== undefined) return;
    const change = templateChange(pod, { metadata: { annotations: { 'proxy.istio.io/config': '{"holdApplicationUntilProxyStarts":true}' } } });
    if (change === undefined) return;
    yield {
      title: { say: 'hold', data: { workload: pod.workload.name } },
      effect: { say: 'wayOut', data: {} },
      limits: [{ say: 'slower', data: {} }],
      purpose: 'repair',
      risk: 'pod-restart',
      changes: [change],
      because: [{ kind: 'absence', at: { ...pod.object.at, path: 'metadata.annotations' }, lookedFor: 'proxy.istio.io/config' }],
      verifyWith: [fillCommand('kubectl -n {namespace} get pod {pod} -o yaml | grep -i holdApplication', { namespace: pod.namespace, pod: pod.name })],
    };
  },
});

function verify(pod: Pod, container: Container): readonly [string] {
  return [
    fillCommand('kubectl -n {namespace} get pod -o jsonpath=\'{.items[*].spec.containers[?(@.name=="{container}")].readinessProbe}\'', {
      namespace: pod.namespace,
      container: container.name,
    }),
  ];
}
