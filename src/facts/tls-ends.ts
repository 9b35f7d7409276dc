import { rootNamespace } from './root-namespace.ts';
import { destinationRules, peerAuthentications } from '../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import type { Evidence, NonEmpty } from '../model/evidence.ts';
import type { Failure } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { actorByIp, actorByPod, type Cast, cast } from './cast.ts';
import { declaredClientTls } from './declared-client-tls.ts';
import { declaredServerTls } from './declared-server-tls.ts';
import { ipOf, portOf } from './parties.ts';
import { type ProxyView, proxyViews } from './proxy-views.ts';

/** How the sender speaks. `auto`: mutual TLS towards endpoints that have a proxy, plaintext to the rest. */
export interface ClientTls {
  readonly mode: 'plaintext' | 'mtls' | 'tls' | 'auto';
  /** Where it was read: the proxy's own configuration, the mesh's objects, or that there is no proxy. */
  readonly basis: 'dump' | 'objects' | 'no-proxy';
  readonly from: NonEmpty<Evidence>;
}

/** What the receiver takes. */
export interface ServerTls {
  readonly accepts: 'mtls' | 'plaintext' | 'both';
  readonly basis: 'dump' | 'objects' | 'no-proxy';
  readonly from: NonEmpty<Evidence>;
}

/** Both ends of the hop a failing request took; an end that nothing tells of is absent. */
export interface TlsEnds {
  readonly client?: ClientTls;
  readonly server?: ServerTls;
}

/** TLS settings at the two ends of a failure's hop: from dumps first, else from DestinationRules and PeerAuthentications. */
export const tlsEnds: Fact<(failure: Failure) => TlsEnds> = defineFact({
  id: 'tls-ends',
  needs: { cast, proxyViews, rootNamespace },
  wants: { destinationRules, peerAuthentications },
  derive:
    ({ cast, proxyViews, destinationRules, peerAuthentications, rootNamespace: root }) =>
    (failure) => {
      const client = clientOf(failure, cast, proxyViews, destinationRules);
      const server = serverOf(failure, cast, proxyViews, peerAuthentications, root);
      return { ...(client === undefined ? {} : { client }), ...(server === undefined ? {} : { server }) };
    },
});

function clientOf(
  failure: Failure,
  people: Cast,
  views: ReadonlyMap<string, ProxyView>,
  rules: readonly KubernetesObject[] | undefined,
): ClientTls | undefined {
  if (failure.direction === 'listener') {
    const ip = failure.downstreamRemote === undefined ? undefined : ipOf(failure.downstreamRemote);
    const actor = ip === undefined ? undefined : actorByIp(people, ip, failure.time);
    if (actor?.known === undefined || actor.proxy !== 'none') return undefined;
    const { at } = actor.known.object;
    return {
      mode: 'plaintext',
      basis: 'no-proxy',
      from: [{ kind: 'absence', at: { ...at, path: `${at.path === undefined ? '' : `${at.path}.`}spec.containers` }, lookedFor: 'a container istio-proxy' }],
    };
  }
  const cluster = failure.pod === undefined ? undefined : views.get(failure.pod)?.config?.clusters.find((candidate) => candidate.name === failure.cluster);
  if (cluster !== undefined)
    return {
      mode: cluster.tls.value,
      basis: 'dump',
      from: [{ kind: 'field', at: cluster.tls.at, value: cluster.tls.value === 'plaintext' ? 'no TLS transport socket' : cluster.tls.value }],
    };
  return declaredClientTls(failure, rules);
}

function serverOf(
  failure: Failure,
  people: Cast,
  views: ReadonlyMap<string, ProxyView>,
  policies: readonly KubernetesObject[] | undefined,
  root: string,
): ServerTls | undefined {
  const address = failure.direction === 'listener' ? failure.downstreamLocal : failure.upstreamHost;
  const port = address === undefined ? undefined : portOf(address);
  const key = failure.serverPod ?? (failure.direction === 'listener' ? failure.pod : undefined);
  const fromDump = key === undefined || port === undefined ? undefined : acceptedBy(views.get(key), port);
  if (fromDump !== undefined) return fromDump;
  const [namespace, name] = key?.includes('/') === true ? key.split('/') : [undefined, key];
  const actor = name === undefined ? undefined : actorByPod(people, namespace, name);
  const pod = actor?.known;
  if (pod !== undefined && actor?.proxy === 'none') {
    return {
      accepts: 'plaintext',
      basis: 'no-proxy',
      from: [
        {
          kind: 'absence',
          at: { ...pod.object.at, path: `${pod.object.at.path === undefined ? '' : `${pod.object.at.path}.`}spec.containers` },
          lookedFor: 'a container istio-proxy',
        },
      ],
    };
  }
  const workload = failure.server.workload;
  return declaredServerTls(policies, root, {
    ...(workload.namespace === undefined ? {} : { namespace: workload.namespace }),
    ...(pod === undefined ? {} : { labels: pod.labels }),
    ...(port === undefined ? {} : { port }),
  });
}

/** Istio makes one chain per port and transport: mesh TLS, plaintext (`raw_buffer`), or both (filterchain_options.go, Istio 1.31). */
function acceptedBy(view: ProxyView | undefined, port: number): ServerTls | undefined {
  const inbound = view?.config?.listeners.filter((listener) => listener.direction === 'inbound' || listener.name === 'virtualInbound') ?? [];
  const all = inbound.flatMap((listener) => listener.chains);
  const own = all.filter((chain) => chain.destinationPort === port);
  // a port without a chain of its own is taken by the catch-all chains
  const chains = own.length > 0 ? own : all.filter((chain) => chain.destinationPort === undefined);
  const takesTls = chains.find((chain) => chain.tls !== 'none');
  const takesPlain = chains.find((chain) => chain.tls === 'none' && chain.transportProtocol !== 'tls');
  if (takesTls !== undefined && takesPlain !== undefined)
    return { accepts: 'both', basis: 'dump', from: [{ kind: 'field', at: takesPlain.at, value: `port ${port}: plaintext accepted` }] };
  if (takesTls !== undefined) return { accepts: 'mtls', basis: 'dump', from: [{ kind: 'field', at: takesTls.at, value: `port ${port}: TLS only` }] };
  return takesPlain === undefined
    ? undefined
    : { accepts: 'plaintext', basis: 'dump', from: [{ kind: 'field', at: takesPlain.at, value: `port ${port}: plaintext only` }] };
}
