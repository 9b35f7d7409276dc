import { accessLogs } from '../artifacts/logs/index.ts';
import type { FailureRow, ProxyAccessLog } from '../artifacts/logs/types.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Failure, Family } from '../model/failure.ts';
import { failureOfGrpcStatus } from '../formats/access-log/grpc-status.ts';
import { endedConnectionBytes } from '../knowledge/envoy/body-lengths.ts';
import { contourService } from '../formats/access-log/gateway-cluster.ts';
import type { Party } from '../model/diagnosis.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { instant } from '../model/time.ts';
import { type Actor, actorByIp, actorByPod, type Cast, cast } from './cast.ts';
import { familyOf } from './family.ts';
import { joinFailures } from './join-failures.ts';
import { lostWaits } from './lost-waits.ts';
import { joinProxyRows } from './join-proxy-rows.ts';
import { otherProxies } from './other-proxies.ts';
import { appParty, destinationParty, ipOf, proxyParty, receivingParty, serviceOfSni } from './parties.ts';
import { proxyFailuresOf } from './proxy-failures.ts';

/** Failing requests at the hop where each broke, rows of other hops joined to them. */
export const failures: Fact<readonly Failure[]> = defineFact({
  id: 'failures',
  needs: { cast },
  wants: { accessLogs, otherProxies, lostWaits },
  derive: ({ accessLogs, otherProxies = [], lostWaits = [], cast }) => {
    if (accessLogs === undefined && otherProxies.length === 0) return undefined;
    const envoys = [
      ...(accessLogs ?? []).flatMap((log) => log.failures.map((failure) => failureOf(cast, log, failure, familyOf(failure.row)))),
      ...lostWaits.map(({ log, failure }) => failureOf(cast, log, failure, 'gave-up')),
    ];
    return joinProxyRows(joinFailures(envoys), proxyFailuresOf(cast, otherProxies)).toSorted((a, b) => a.time - b.time);
  },
});

function failureOf(people: Cast, log: ProxyAccessLog, failure: FailureRow, family: Family): Failure {
  const { row } = failure;
  const actor = proxyActor(people, log, failure);
  const own = ownProxy(actor, log, failure);
  const end = row.start + (row.durationMs ?? 0);
  const { hop, writer, server, unseenBeyond } = hopOf(people, failure, own, family, actor);
  const client = clientOf(people, failure, actor);
  const serverPod =
    failure.direction === 'inbound' || failure.direction === 'listener'
      ? actor?.key
      : row.upstreamHost === undefined
        ? undefined
        : actorByIp(people, ipOf(row.upstreamHost) ?? '', row.start)?.key;
  const evidence: Evidence = { kind: 'log', at: failure.at, text: failure.text, time: instant(row.start) };
  return {
    time: row.start,
    end,
    family,
    flags: row.flags,
    ...(row.details === undefined ? {} : { details: row.details }),
    ...(row.transportFailure === undefined ? {} : { transportFailure: row.transportFailure }),
    code: (row.grpcStatus === undefined ? undefined : failureOfGrpcStatus(row.grpcStatus)) ?? row.code,
    ...(row.durationMs === undefined ? {} : { durationMs: row.durationMs }),
    direction: failure.direction,
    writer,
    hop,
    server,
    ...(actor === undefined ? {} : { pod: actor.key }),
    ...(client === undefined ? {} : { client }),
    ...(row.upstreamHost === undefined ? {} : { upstreamHost: row.upstreamHost }),
    ...(row.upstreamLocal === undefined ? {} : { upstreamLocal: row.upstreamLocal }),
    ...(row.downstreamRemote === undefined ? {} : { downstreamRemote: row.downstreamRemote }),
    ...(row.downstreamLocal === undefined ? {} : { downstreamLocal: row.downstreamLocal }),
    ...(serverPod === undefined ? {} : { serverPod }),
    ...(row.upstreamCluster === undefined ? {} : { cluster: row.upstreamCluster }),
    ...(row.authority === undefined ? {} : { authority: row.authority }),
    ...(row.path === undefined ? {} : { path: row.path }),
    ...(row.requestId === undefined ? {} : { requestId: row.requestId }),
    ...(failure.idleGapMs === undefined ? {} : { idleGapMs: failure.idleGapMs }),
    ...(failure.ordinal === undefined ? {} : { ordinal: failure.ordinal }),
    ...(failure.ageMs === undefined ? {} : { ageMs: failure.ageMs }),
    ...(failure.inFlight === undefined ? {} : { inFlight: failure.inFlight }),
    bytesReceived: row.bytesReceived,
    bytesSent: row.bytesSent,
    savedByRetry: failure.savedByRetry ?? false,
    unseenBeyond,
    evidence: [evidence],
  };
}

/** Whose log this row is from: the log's name, or the row's own addresses where a file has no name. */
function proxyActor(people: Cast, log: ProxyAccessLog, { row, direction }: FailureRow): Actor | undefined {
  if (log.proxy.pod !== undefined) return actorByPod(people, log.proxy.namespace, log.proxy.pod);
  const address = direction === 'outbound' ? row.downstreamRemote : row.downstreamLocal;
  const ip = address === undefined ? undefined : ipOf(address);
  return ip === undefined ? undefined : actorByIp(people, ip, row.start);
}

function ownProxy(actor: Actor | undefined, log: ProxyAccessLog, { row, direction }: FailureRow): Party {
  if (actor !== undefined)
    return proxyParty(
      actor.workload,
      actor.namespace,
      actor.proxy === 'gateway' || direction === 'gateway' ? 'gateway' : actor.proxy === 'waypoint' ? 'waypoint' : 'sidecar',
    );
  const asked = serviceOfSni(row.sni);
  const host = direction === 'inbound' ? (asked === undefined ? row.authority : `${asked.name}.${asked.namespace}.svc`) : undefined;
  const [name, namespace] = host === undefined ? [] : host.replace(/:\d+$/, '').split('.');
  if (name !== undefined && namespace !== undefined) return proxyParty(name, namespace);
  if (name !== undefined) return proxyParty(name, undefined);
  if (direction === 'outbound') return proxyParty(clientOfAgent(row.userAgent) ?? 'client', undefined);
  const file =
    log.at.file
      .split('/')
      .at(-1)
      ?.replace(/\.(log|txt|json|gz)+$/i, '') ?? 'proxy';
  return proxyParty(file, undefined);
}

/** Libraries and tools: they tell nothing of whose requests these are. */
const toolAgents: ReadonlySet<string> = new Set([
  'curl',
  'wget',
  'node',
  'undici',
  'okhttp',
  'axios',
  'got',
  'java',
  'ruby',
  'python',
  'php',
  'envoy',
  'client',
  'http',
]);

/** `vmalert`: a program that calls itself by a bare name. Agents with a version are libraries for the most part. */
function clientOfAgent(agent: string | undefined): string | undefined {
  return agent !== undefined && /^[a-z][a-z0-9-]{1,40}$/.test(agent) && !toolAgents.has(agent.split('-', 1)[0] ?? '') ? agent : undefined;
}

interface Whereabouts {
  readonly hop: string;
  readonly writer: Party;
  readonly server: Party;
  readonly unseenBeyond: boolean;
}

function hopOf(people: Cast, { row, direction }: FailureRow, own: Party, family: Failure['family'], actor: Actor | undefined): Whereabouts {
  if (direction === 'inbound') {
    const app = appParty(own.workload.name, own.workload.namespace);
    // no flag on an inbound row: the application itself answered
    if (family === 'answered') return { hop: app.name, writer: app, server: app, unseenBeyond: false };
    return { hop: `${own.name}->${app.name}`, writer: own, server: app, unseenBeyond: false };
  }
  if (direction === 'listener') {
    const ip = row.downstreamRemote === undefined ? undefined : ipOf(row.downstreamRemote);
    const from = ip === undefined ? undefined : actorByIp(people, ip, row.start);
    const sender = from === undefined ? undefined : receivingParty(from);
    return { hop: sender === undefined ? own.name : `${sender.name}->${own.name}`, writer: own, server: own, unseenBeyond: false };
  }
  const host = clusterHost(row.upstreamCluster) ?? row.authority;
  const server = destinationParty(people, {
    ...(row.upstreamHost === undefined ? {} : { upstreamHost: row.upstreamHost }),
    ...(host === undefined ? {} : { host }),
    time: row.start,
    ...(actor?.namespace === undefined ? {} : { fromNamespace: actor.namespace }),
  }) ?? { role: 'external', name: row.downstreamLocal ?? 'unknown', workload: { kind: 'Host', name: row.downstreamLocal ?? 'unknown' } };
  if (family === 'answered') {
    // the application's own answer only where no proxy can stand before it: a pod that is known to have none, or a host outside the mesh
    const isLast =
      server.role === 'external' ||
      (server.role === 'app' &&
        people.actors.some(
          (candidate) => candidate.proxy === 'none' && candidate.workload === server.workload.name && candidate.namespace === server.workload.namespace,
        ));
    if (isLast) return { hop: server.name, writer: server, server, unseenBeyond: false };
    // with nothing known of the pod, the answer's own length tells that a proxy wrote it
    const next =
      server.role === 'app' && row.code === 503 && endedConnectionBytes.has(row.bytesSent)
        ? proxyParty(server.workload.name, server.workload.namespace)
        : server;
    return { hop: `${own.name}->${next.name}`, writer: next, server: next, unseenBeyond: true };
  }
  // the request never left this proxy: no route, no cluster, nowhere to go, or a route that answers by itself (Istio's block_all)
  const stayed = family === 'no-route' || family === 'no-cluster' || row.upstreamCluster === 'BlackHoleCluster' || row.details === 'direct_response';
  return { hop: stayed ? own.name : `${own.name}->${server.name}`, writer: own, server, unseenBeyond: false };
}

/** `outbound|8480|v1|vminsert.monitoring.svc.cluster.local` → the host; Contour's `monitoring/vminsert/8480/da39a3ee5e` → `vminsert.monitoring.svc`. */
export function clusterHost(cluster: string | undefined): string | undefined {
  const contour = contourService(cluster);
  if (contour !== undefined) return `${contour.name}.${contour.namespace}.svc`;
  const host = cluster?.split('|')[3];
  return host === undefined || host === '' ? undefined : host;
}

function clientOf(people: Cast, { row, direction }: FailureRow, actor: Actor | undefined): string | undefined {
  if (direction === 'outbound' && actor !== undefined) return actor.workload;
  const ip = row.downstreamRemote === undefined ? undefined : ipOf(row.downstreamRemote);
  return (ip === undefined ? undefined : actorByIp(people, ip, row.start)?.workload) ?? (direction === 'outbound' ? undefined : ip);
}
