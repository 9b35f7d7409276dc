import { controllers } from '../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { numberAt } from '../formats/json.ts';
import type { Evidence, NonEmpty, ObjectRef } from '../model/evidence.ts';
import type { Failure } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { type AppProbe, appProbesOf } from './app-probes.ts';
import { portOf } from './parties.ts';
import { type Pod, pods } from './pods.ts';

/** A port that answers HTTPS, as a probe that succeeds shows. */
export interface HttpsPort {
  readonly port: number;
  readonly from: NonEmpty<Evidence>;
}

/**
 * Tells whether the application's port that a failing request was sent to answers HTTPS: a readiness or startup probe asks it so, and its
 * container is ready. Undefined when no such probe is known, when it has not succeeded, or when another probe asks the port in plaintext.
 */
export const httpsPorts: Fact<(failure: Failure) => HttpsPort | undefined> = defineFact({
  id: 'https-ports',
  needs: {},
  wants: { pods, controllers },
  derive: ({ pods, controllers }) => {
    const known = new Map<string, HttpsPort | undefined>();
    return (failure) => {
      const port = appPort(failure);
      if (port === undefined) return undefined;
      const { kind, namespace, name } = failure.server.workload;
      const key = `${podKey(failure) ?? ''} ${kind} ${namespace ?? ''} ${name} ${port}`;
      if (!known.has(key)) known.set(key, answering(port, candidates(failure, pods ?? []), failure.server.workload, controllers ?? []));
      return known.get(key);
    };
  },
});

/** Port of the application itself; a port of a sidecar in front of it says nothing. */
function appPort({ server, upstreamHost, direction, cluster }: Failure): number | undefined {
  if (server.role !== 'app') return undefined;
  const sentTo = upstreamHost === undefined ? undefined : portOf(upstreamHost);
  const named = direction === 'inbound' ? Number(cluster?.split('|')[1]) : 0;
  return sentTo ?? (named > 0 ? named : undefined);
}

const podKey = ({ direction, serverPod, pod }: Failure): string | undefined => serverPod ?? (direction === 'inbound' ? pod : undefined);

/** The pod that was asked; when it is no longer there, all others of its workload, which must agree. */
function candidates(failure: Failure, all: readonly Pod[]): readonly Pod[] {
  const key = podKey(failure);
  const own = all.find((pod) => pod.key === key);
  return own === undefined ? all.filter((pod) => isOf(failure.server.workload, pod.workload)) : [own];
}

function isOf(wanted: ObjectRef, ref: ObjectRef): boolean {
  return ref.name === wanted.name && (wanted.namespace === undefined || ref.namespace === wanted.namespace);
}

function answering(port: number, of: readonly Pod[], workload: ObjectRef, controllers: readonly KubernetesObject[]): HttpsPort | undefined {
  const template = controllers.find(({ ref }) => ref.kind !== 'ReplicaSet' && isOf(workload, ref));
  const declared = template === undefined ? [] : appProbesOf(template.object, template.at, ['spec', 'template', 'spec']);
  if (of.length === 0) return template === undefined ? undefined : httpsPort(port, declared, () => readyReplicas(template));
  const found = of.map((pod) => {
    const own = appProbesOf(pod.object.object, pod.object.at, ['spec']).filter((probe) => probe.port === port);
    // a described pod shows no probes, and an environment may be redacted
    return httpsPort(port, own.length > 0 ? own : declared, ({ container }) => readyContainer(pod, container));
  });
  return found.every((one) => one !== undefined) ? found[0] : undefined;
}

/** A failing liveness probe leaves the container running for a while, so it shows nothing of what the port answers. */
function httpsPort(port: number, probes: readonly AppProbe[], success: (probe: AppProbe) => Evidence | undefined): HttpsPort | undefined {
  const asking = probes.filter((probe) => probe.port === port);
  const probe = asking.find(({ kind }) => kind !== 'liveness');
  const succeeded = probe === undefined ? undefined : success(probe);
  if (probe === undefined || succeeded === undefined || !asking.every(({ isHttps }) => isHttps)) return undefined;
  return { port, from: [{ kind: 'field', at: probe.at, value: probe.text }, succeeded] };
}

function readyContainer({ object, containers }: Pod, name: string): Evidence | undefined {
  const container = containers.find((candidate) => candidate.name === name);
  if (container?.isReady !== true || container.statusPath === undefined) return undefined;
  return { kind: 'field', at: { ...object.at, path: `${prefixOf(object)}${container.statusPath}.ready` }, value: true };
}

/** Deployments and StatefulSets count `readyReplicas`, DaemonSets `numberReady`. */
function readyReplicas(controller: KubernetesObject): Evidence | undefined {
  for (const field of ['readyReplicas', 'numberReady']) {
    const value = numberAt(controller.object, 'status', field) ?? 0;
    if (value > 0) return { kind: 'field', at: { ...controller.at, path: `${prefixOf(controller)}status.${field}` }, value };
  }
  return undefined;
}

const prefixOf = ({ at }: KubernetesObject): string => (at.path === undefined ? '' : `${at.path}.`);
