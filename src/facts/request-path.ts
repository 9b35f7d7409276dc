import { question } from '../artifacts/question.ts';
import type { Hop, Party } from '../model/diagnosis.ts';
import type { Evidence, Place, Traced } from '../model/evidence.ts';
import type { ObservedIncident, Traffic } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { Milliseconds } from '../model/time.ts';
import type { ProxyCluster } from '../artifacts/envoy/types.ts';
import { type Actor, type Cast, cast, serviceByHost, workloadOfService } from './cast.ts';
import { dotted } from './dotted.ts';
import { clusterHost } from './failures.ts';
import { someRowsOf } from './incident-rows.ts';
import { appParty, proxyParty, receivingParty } from './parties.ts';
import { poolIdle } from './pool-idle.ts';
import { inboundCluster, outboundCluster, type ProxyView, proxyViews } from './proxy-views.ts';
import { type ResetInference, resetInferences } from './reset-inference.ts';
import { type ServerIdle, serverIdle, serverIdleOf } from './server-idle.ts';
import { traffic } from './traffic.ts';

/** The path of an incident (or of the question) hop by hop, with the limits of each hop and where they come from. */
export const requestPath: Fact<(incident: ObservedIncident | undefined) => readonly Hop[]> = defineFact({
  id: 'request-path',
  needs: { cast, proxyViews, serverIdle },
  wants: { traffic, question, resetInferences },
  derive:
    ({ cast, proxyViews, serverIdle, question, traffic, resetInferences: inferences = [] }) =>
    (incident) => {
      const ends = incident === undefined ? endsOfQuestion(cast, question?.from, question?.to, traffic) : endsOfIncident(cast, incident);
      if (ends === undefined) return [];
      const own = inferences.filter(({ incidentId }) => incidentId === incident?.id);
      return hopsBetween(ends, proxyViews, serverIdle).map((hop) => withInferred(hop, own));
    },
});

/** A limit that is not known otherwise is what the rows of the hop say, where they say it. */
function withInferred(hop: Hop, inferences: readonly ResetInference[]): Hop {
  const found = inferences.find((each) => each.hop === hop.id);
  const { verdict, mechanism, idleLimit } = found?.inference ?? {};
  if (found === undefined || idleLimit === undefined || hop.idleTimeout.server !== undefined) return hop;
  if (mechanism !== 'idle-limit' || (verdict !== 'named' && verdict !== 'likely') || idleLimit.shape !== 'race') return hop;
  const { from: low, to: high } = idleLimit;
  const estimate = idleLimit.snapped ?? idleLimit.estimate;
  const { race, fitting } = found;
  return {
    ...hop,
    idleTimeout: { ...hop.idleTimeout, inferred: { estimate, low, high, resets: fitting.length, from: someRowsOf(race.incident, fitting) } },
  };
}

/** The two workloads of a path. */
export interface Ends {
  readonly client?: Actor;
  readonly clientName?: string;
  readonly server?: Actor;
  readonly serverName: string;
  readonly serverNamespace?: string;
  /** Rows of the server's own proxy were seen, or were written for it. */
  readonly serverHasSidecar?: boolean;
  /** Service host as the client's proxy knows it, for example `vminsert.monitoring.svc.cluster.local`. */
  readonly host?: string;
  readonly port?: number;
}

function endsOfIncident(people: Cast, incident: ObservedIncident): Ends {
  const client = incident.clients[0];
  const clientActor = people.actors.find((actor) => actor.workload === client);
  const server = people.actors.find(
    (actor) => actor.workload === incident.targetName && (incident.targetNamespace === undefined || actor.namespace === incident.targetNamespace),
  );
  const cluster = incident.failures.find((failure) => clusterHost(failure.cluster) !== undefined)?.cluster;
  const authority = incident.failures.find((failure) => failure.authority !== undefined)?.authority;
  const host = clusterHost(cluster) ?? authority?.replace(/:\d+$/, '');
  const port = Number(cluster?.split('|')[1] ?? /:(\d+)$/.exec(authority ?? '')?.[1]);
  return {
    ...(clientActor === undefined ? {} : { client: clientActor }),
    ...(client === undefined ? {} : { clientName: client }),
    ...(server === undefined ? {} : { server }),
    serverName: incident.targetName,
    serverHasSidecar: incident.failures.some((failure) => failure.writer.role === 'sidecar' && failure.writer.workload.name === incident.targetName),
    ...(incident.targetNamespace === undefined ? {} : { serverNamespace: incident.targetNamespace }),
    ...(host === undefined ? {} : { host }),
    ...(Number.isFinite(port) && port > 0 ? { port } : {}),
  };
}

/** `NS/NAME[:PORT]` of the question; with nothing asked, the pair with the most requests. */
function endsOfQuestion(people: Cast, from: string | undefined, to: string | undefined, seen: Traffic | undefined): Ends | undefined {
  const busiest = [...(seen?.served ?? [])].toSorted((a, b) => Number(hasCaller(seen, b[0])) - Number(hasCaller(seen, a[0])) || b[1] - a[1])[0]?.[0];
  const wanted = to === undefined ? busiest : dotted(to);
  if (wanted === undefined) return undefined;
  const [name = wanted, namespace] = wanted.split('.');
  const service = serviceByHost(people, wanted);
  const workload = service === undefined ? name : (workloadOfService(service) ?? name);
  const server = people.actors.find((actor) => actor.workload === workload && (namespace === undefined || actor.namespace === namespace));
  const [clientName] = from === undefined ? (seen?.callers.get(wanted) ?? []) : dotted(from).split('.');
  const client = people.actors.find((actor) => actor.workload === clientName);
  return {
    ...(client === undefined ? {} : { client }),
    ...(clientName === undefined ? {} : { clientName }),
    ...(server === undefined ? {} : { server }),
    serverName: workload,
    ...(namespace === undefined ? {} : { serverNamespace: namespace, host: `${service?.name ?? name}.${namespace}.svc.cluster.local` }),
  };
}

/** A path with a client says more than one that starts at the server. */
function hasCaller(seen: Traffic | undefined, target: string): boolean {
  return (seen?.callers.get(target) ?? []).length > 0;
}

function hopsBetween(ends: Ends, views: ReadonlyMap<string, ProxyView>, idles: readonly ServerIdle[]): readonly Hop[] {
  const serverApp = appParty(ends.serverName, ends.serverNamespace);
  const unknownServer = ends.serverHasSidecar === true ? proxyParty(ends.serverName, ends.serverNamespace) : serverApp;
  const serverFirst = ends.server === undefined ? unknownServer : receivingParty(ends.server);
  const clientProxy = ends.client === undefined ? undefined : receivingParty(ends.client);
  const clientView = ends.client === undefined ? undefined : views.get(ends.client.key);
  const serverView =
    ends.server === undefined
      ? undefined
      : (views.get(ends.server.key) ?? [...views.values()].find((view) => view.key.startsWith(`${ends.server?.namespace ?? ''}/${ends.serverName}-`)));
  const hops: Hop[] = [];
  let sender: Party | undefined;
  if (clientProxy !== undefined && clientProxy.role === 'sidecar') {
    const app = appParty(clientProxy.workload.name, clientProxy.workload.namespace);
    hops.push({ id: `${app.name}->${clientProxy.name}`, client: app, server: clientProxy, idleTimeout: {} });
    sender = clientProxy;
  } else sender = clientProxy ?? (ends.clientName === undefined ? undefined : appParty(ends.clientName));
  const outbound = ends.host === undefined ? undefined : outboundCluster(clientView, ends.host, ends.port);
  if (sender !== undefined)
    hops.push(
      proxyHop(sender, serverFirst, outbound, serverFirst.role === 'app' ? serverIdleOf(idles, ends.serverName, ends.serverNamespace)?.limit : undefined),
    );
  if (serverFirst.role === 'sidecar') {
    const inbound = inboundCluster(serverView, serverPort(ends, serverView)) ?? inboundCluster(serverView);
    hops.push(proxyHop(serverFirst, serverApp, inbound, serverIdleOf(idles, ends.serverName, ends.serverNamespace)?.limit));
  }
  return hops;
}

function serverPort(ends: Ends, view: ProxyView | undefined): number | undefined {
  return view?.config?.clusters.some((cluster) => cluster.direction === 'inbound' && cluster.port === ends.port) === true ? ends.port : undefined;
}

function proxyHop(client: Party, server: Party, cluster: ProxyCluster | undefined, serverLimit: Traced<Milliseconds> | undefined): Hop {
  const pool = cluster === undefined ? undefined : poolIdle(cluster);
  const tls = cluster?.tls;
  return {
    id: `${client.name}->${server.name}`,
    client,
    server,
    ...(cluster === undefined || cluster.http === 'unknown' || cluster.http === 'auto' || cluster.http === 'downstream'
      ? {}
      : { protocol: { value: cluster.http, from: [{ kind: 'field', at: cluster.at, value: cluster.http }] } }),
    ...(tls === undefined || tls.value === 'auto' ? {} : { security: { value: tls.value, from: [{ kind: 'field', at: tls.at, value: tls.value }] } }),
    idleTimeout: { ...(pool === undefined ? {} : { client: pool }), ...(serverLimit === undefined ? {} : { server: serverLimit }) },
    ...limitsOf(cluster),
  };
}

function limitsOf(cluster: ProxyCluster | undefined): Pick<Hop, 'connectionLimits'> {
  const breakers = cluster?.circuitBreakers ?? {};
  const set = Object.entries(breakers) as readonly (readonly [string, { readonly value: number; readonly at: Place } | undefined])[]; // Object.entries loses the optional values' type
  const named = set.flatMap(([name, found]) => (found === undefined ? [] : [{ text: `${name} ${found.value}`, at: found.at, value: found.value }]));
  const [first, ...rest] = named;
  if (first === undefined) return {};
  return {
    connectionLimits: {
      value: named.map((limit) => limit.text).join(', '),
      from: [{ kind: 'field', at: first.at, value: first.value }, ...rest.map((limit): Evidence => ({ kind: 'field', at: limit.at, value: limit.value }))],
    },
  };
}
