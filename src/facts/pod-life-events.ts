import type { Milliseconds } from '../model/time.ts';
import type { KubernetesEvent } from './events.ts';
import type { LifeEvent, LifeKind } from './life-event.ts';
import { nodeGraceMs, nodeLost } from './pod-life-nodes.ts';
import { lifeOf } from './pod-life-status.ts';
import type { Pod } from './pods.ts';
import { workloadOfPodName } from './workload-name.ts';

/** What a Kubernetes event tells of the life of a pod. A repeated start is told twice: of those between only the number is known. */
export function lifeFromEvent(event: KubernetesEvent, known: ReadonlyMap<string, Pod>): readonly LifeEvent[] {
  const time = event.last;
  if (time === undefined) return [];
  if (event.about.kind === 'Node') return fromNode(event, time, [...known.values()]);
  const namespace = event.about.namespace ?? 'default';
  const deleted = event.reason === 'SuccessfulDelete' ? /pod:? +(\S+)/i.exec(event.message)?.[1] : undefined;
  const name = deleted ?? (event.about.kind === 'Pod' ? event.about.name : undefined);
  if (name === undefined) return [];
  const container = event.about.container ?? /container (?:"?)([a-z0-9-]+)/i.exec(event.message)?.[1];
  const own = known.get(`${namespace}/${name}`)?.containers.find((candidate) => candidate.name === container);
  if (own?.isInit === true) return [];
  const read = kindOf(event);
  if (read === undefined) return [];
  const common: LifeEvent = {
    ...read,
    time,
    slackMs: event.reason === nodeLost ? nodeGraceMs : grainOf(event),
    pod: `${namespace}/${name}`,
    workload: known.get(`${namespace}/${name}`)?.workload.name ?? workloadOfPodName(name),
    namespace,
    ...(container === undefined || read.kind === 'deleted' || read.kind === 'evicted' ? {} : { container }),
    isProxy: container === 'istio-proxy',
    count: event.count,
    ...(event.first === undefined ? {} : { first: event.first }),
    reason: event.reason,
    subject: { kind: 'Pod', namespace, name, ...(container === undefined ? {} : { container }) },
    evidence: [event.evidence],
  };
  const isRepeated = read.kind === 'started' && event.count > 1 && event.first !== undefined && event.first < time;
  return isRepeated ? [{ ...common, time: event.first, count: 1 }, common] : [common];
}

function kindOf({ reason, message }: KubernetesEvent): { readonly kind: LifeKind; readonly probe?: 'liveness' | 'readiness' | 'startup' } | undefined {
  switch (reason) {
    case 'SuccessfulDelete':
      return { kind: 'deleted' };
    case 'Killing':
      return { kind: /liveness|startup probe/i.test(message) ? 'liveness-kill' : 'stopping' };
    case 'Started':
      return { kind: 'started' };
    case 'BackOff':
      return /restart/i.test(message) ? { kind: 'back-off' } : undefined;
    case 'Unhealthy':
      return { kind: 'probe-failed', probe: /liveness/i.test(message) ? 'liveness' : /startup/i.test(message) ? 'startup' : 'readiness' };
    case 'OOMKilling':
    case 'OOMKilled':
      return { kind: 'oom-kill' };
    case 'Evicted':
    case 'Preempted':
    case 'Preempting':
    case 'TaintManagerEviction':
    case nodeLost:
      return /cancel/i.test(message) ? undefined : { kind: 'evicted' };
    default:
      return undefined;
  }
}

/** Memory kills that the kubelet or node-problem-detector reports for the node name only the victim's process. */
function fromNode(event: KubernetesEvent, time: number, all: readonly Pod[]): readonly LifeEvent[] {
  if (event.reason !== 'SystemOOM' && event.reason !== 'OOMKilling') return [];
  const process = /victim process: ([\w.-]+)/.exec(event.message)?.[1] ?? /Killed process \d+ \(([^)]+)\)/.exec(event.message)?.[1];
  const victims = all.filter((pod) => pod.node === event.about.name && pod.containers.some((container) => runs(container, process)));
  const [pod] = victims;
  if (pod === undefined || victims.length > 1) return [];
  const container = pod.containers.find((candidate) => runs(candidate, process));
  return [
    {
      ...lifeOf(pod),
      time,
      slackMs: grainOf(event),
      kind: 'oom-kill',
      ...(container === undefined ? {} : { container: container.name }),
      isProxy: container?.isProxy ?? false,
      count: event.count,
      reason: event.reason,
      subject: pod.object.ref,
      evidence: [event.evidence],
    },
  ];
}

/** The container whose main process has this name: the kernel keeps 15 characters of it. */
export function runs(container: Pod['containers'][number], process: string | undefined): boolean {
  if (process === undefined || container.isInit) return false;
  if (container.isProxy) return process === 'envoy' || process === 'pilot-agent';
  const names = [
    container.name,
    container.command[0]?.split('/').at(-1),
    container.args[0]?.split('/').at(-1),
    container.image?.split('/').at(-1)?.split(/[:@]/)[0],
  ];
  return names.some(
    (name) => name !== undefined && name !== '' && !name.startsWith('-') && name.slice(0, 15) === process.slice(0, 15).replace(/-(?:prod|linux-amd64)$/, ''),
  );
}

/** API objects are written in whole seconds. A printed age is rounded down to its last unit: seconds below 10 minutes, then minutes, hours, days. */
function grainOf({ agoMs }: KubernetesEvent): Milliseconds {
  if (agoMs === undefined || agoMs < 600_000) return 1_500;
  return agoMs < 3 * 3_600_000 ? 60_000 : agoMs < 2 * 86_400_000 ? 3_600_000 : 86_400_000;
}
