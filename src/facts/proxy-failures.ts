import type { ProxyLog } from '../artifacts/proxy-logs/types.ts';
import type { ProxyRow } from '../formats/proxy-log/proxy-row.ts';
import type { Party } from '../model/diagnosis.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Failure, Family } from '../model/failure.ts';
import type { ProxyFault } from '../model/proxy-fault.ts';
import { instant } from '../model/time.ts';
import { actorByIp, actorByPod, type Cast } from './cast.ts';
import { joinTunnelRows } from './join-tunnel-rows.ts';
import { appParty, ipOf, proxyParty, receivingParty } from './parties.ts';
import type { Container } from './pods.ts';
import { type ProxyRequest, requestsOf } from './proxy-attempts.ts';
import { isOwnPod, ownWorkload, serverOfProxy } from './proxy-server.ts';
import { workloadOfPodName } from './workload-name.ts';

/** Failing requests and connections that proxies other than Envoy tell of, each at the hop where it broke. */
export function proxyFailuresOf(people: Cast, logs: readonly ProxyLog[]): readonly Failure[] {
  return joinTunnelRows(requestsOf(logs).map((request) => failureOf(people, request)));
}

/** The family of each fault, and words in which `failure-sign.ts` and `connect-failure.ts` find the finer kind. */
const families: Readonly<Record<ProxyFault, readonly [Family, string?]>> = {
  reset: ['reset'],
  truncated: ['stream-reset'],
  refused: ['connect', 'Connection refused'],
  unreachable: ['connect', 'connect error: No route to host'],
  'connect-timeout': ['connect', 'connection timeout'],
  connect: ['connect', 'not told'],
  tls: ['connect', 'TLS error'],
  timeout: ['timeout'],
  'no-host': ['no-host'],
  queue: ['overflow'],
  'invalid-response': ['protocol'],
  rate: ['denied'],
  denied: ['denied'],
  answered: ['answered'],
  unasked: ['other'],
  unnamed: ['other'],
  unsigned: ['other'],
};

function failureOf(people: Cast, request: ProxyRequest): Failure {
  const { log, row, lines } = request;
  const fault = row.fault ?? 'unnamed';
  const [family, transport] = families[fault];
  const { isLast, ...ends } = endsOf(people, log, row, fault);
  const evidence = lines.map(({ at, text, row: { start } }): Evidence => ({ kind: 'log', at, text, time: instant(start) }));
  const [first = { kind: 'log', at: log.at, text: '' }, ...rest] = evidence;
  return {
    time: row.start,
    end: row.end,
    family,
    flags: [],
    ...(row.words === undefined ? {} : { details: row.words }),
    ...(transport === undefined ? {} : { transportFailure: certificateWords(row) ?? transport }),
    code: row.code,
    ...(row.end > row.start ? { durationMs: row.end - row.start } : {}),
    ...ends,
    told: {
      proxy: row.proxy,
      fault,
      ...(row.method === undefined ? {} : { method: row.method }),
      ...(row.attempts === undefined ? (row.kind === 'request' ? { attempts: 1 } : {}) : { attempts: row.attempts }),
    },
    ...(row.upstreamHost === undefined || ipOf(row.upstreamHost) === undefined ? {} : { upstreamHost: row.upstreamHost }),
    ...(row.client === undefined || ipOf(row.client) === undefined ? {} : { downstreamRemote: row.client }),
    ...(row.authority === undefined ? {} : { authority: row.authority }),
    ...(row.path === undefined ? {} : { path: row.path }),
    ...(row.requestId === undefined ? {} : { requestId: row.requestId }),
    bytesReceived: 0,
    bytesSent: row.bytesSent ?? 0,
    savedByRetry: row.savedByRetry ?? false,
    // an answer that came from further on, or a reason that the line does not tell: nothing follows from what is missing
    unseenBeyond: family === 'other' || (family === 'answered' && !isLast),
    evidence: [first, ...rest],
  };
}

/** TLS that failed on a certificate says so in the proxy's words. */
function certificateWords({ fault, words }: ProxyRow): string | undefined {
  return fault === 'tls' && words !== undefined && /certificate/i.test(words) ? 'TLS error: certificate verify failed' : undefined;
}

/** `isLast`: nothing but the application stands behind this hop, so that what comes from there is its own. */
type Ends = Pick<Failure, 'direction' | 'writer' | 'hop' | 'server'> & Partial<Pick<Failure, 'pod' | 'serverPod' | 'client'>> & { readonly isLast: boolean };

function endsOf(people: Cast, log: ProxyLog, row: ProxyRow, fault: ProxyFault): Ends {
  if (row.proxy === 'ztunnel') return endsOfTunnel(people, log, row);
  const own = ownWorkload(people, log);
  const pod =
    log.identity.pod === undefined
      ? undefined
      : (actorByPod(people, log.identity.namespace, log.identity.pod)?.key ?? keyOf(log.identity.namespace, log.identity.pod));
  const common = { ...(pod === undefined ? {} : { pod }) };
  if (row.proxy === 'linkerd' && row.side !== 'outbound' && own !== undefined) {
    // the server's own proxy: beyond it is the application alone
    const server = appParty(own.name, own.namespace);
    const writer = { ...proxyParty(own.name, own.namespace), container: 'linkerd-proxy' };
    return {
      ...common,
      ...(pod === undefined ? {} : { serverPod: pod }),
      direction: 'inbound',
      writer,
      hop: `${writer.name}->${server.name}`,
      server,
      isLast: true,
    };
  }
  const server = serverOfProxy(people, log, { ...row, time: row.start });
  const writer = writerOf(own, log, row);
  const isSidecar = row.proxy === 'linkerd';
  const serverPod = podAt(people, row);
  const client = isSidecar ? own?.name : clientOf(people, row);
  // nobody else is named where a line tells of no upstream
  const stayed = fault === 'unasked' || fault === 'rate' || server.name === writer.name;
  // an application that is known to have no proxy before it answers for itself
  const isLast = fault === 'answered' && server.role === 'app' && isKnownBare(people, server);
  return {
    ...common,
    ...(serverPod === undefined ? {} : { serverPod }),
    ...(client === undefined ? {} : { client }),
    direction: isSidecar ? 'outbound' : 'gateway',
    writer: fault === 'answered' ? server : writer,
    hop: stayed ? writer.name : isLast ? server.name : `${writer.name}->${server.name}`,
    server,
    isLast,
  };
}

/** One connection of an ambient mesh: the node's ztunnel speaks for the pods at its ends. */
function endsOfTunnel(people: Cast, log: ProxyLog, row: ProxyRow): Ends {
  const from = row.from === undefined ? undefined : workloadOfPodName(row.from.pod);
  const server = row.to === undefined ? serverOfProxy(people, log, { ...row, time: row.start }) : tunnelled(people, row.to);
  const tunnel: Party = {
    role: 'waypoint',
    name: 'ztunnel',
    workload: { kind: 'DaemonSet', namespace: log.identity.namespace ?? 'istio-system', name: 'ztunnel' },
    container: 'istio-proxy',
  };
  const serverPod = row.to === undefined ? podAt(people, row) : keyOf(row.to.namespace, row.to.pod);
  const own = row.side === 'inbound' ? serverPod : row.from === undefined ? undefined : keyOf(row.from.namespace, row.from.pod);
  return {
    ...(own === undefined ? {} : { pod: own }),
    ...(serverPod === undefined ? {} : { serverPod }),
    ...(from === undefined ? {} : { client: from }),
    direction: row.side === 'inbound' ? 'inbound' : 'outbound',
    writer: tunnel,
    hop: row.side === 'inbound' || from === undefined ? `ztunnel->${server.name}` : `${from}->${server.name}`,
    server,
    isLast: row.side === 'inbound',
  };
}

function tunnelled(people: Cast, { pod, namespace }: { readonly pod: string; readonly namespace?: string }): Party {
  const actor = actorByPod(people, namespace, pod);
  return appParty(actor?.workload ?? workloadOfPodName(pod), actor?.namespace ?? namespace);
}

function writerOf(own: ReturnType<typeof ownWorkload>, log: ProxyLog, row: ProxyRow): Party {
  if (own === undefined) {
    const name = row.name ?? row.proxy;
    return { role: 'gateway', name, workload: { kind: 'Host', name } };
  }
  if (row.proxy === 'linkerd') return { ...proxyParty(own.name, own.namespace), container: 'linkerd-proxy' };
  const party = proxyParty(own.name, own.namespace, 'gateway');
  return {
    ...party,
    name: isOwnPod(row.upstreamHost) ? `${own.name}-${row.proxy}` : party.name,
    ...(log.identity.container === undefined ? {} : { container: log.identity.container }),
  };
}

/** Its pods are known, and none has a container that may stand before the application, of whatever mesh. */
function isKnownBare(people: Cast, { workload }: Party): boolean {
  const own = people.actors.filter((actor) => actor.workload === workload.name && actor.namespace === workload.namespace);
  return own.length > 0 && own.every(({ proxy, known }) => proxy === 'none' && known?.containers.some(isProxyContainer) === false);
}

function isProxyContainer({ name, image = '' }: Container): boolean {
  return /(?:^|[/-])(?:nginx|envoy|haproxy|traefik|caddy|httpd|apache|openresty|kong|proxy)(?:$|[:@/-])/.test(`${name} ${image}`.replaceAll(' ', '/'));
}

function podAt(people: Cast, row: ProxyRow): string | undefined {
  const ip = row.upstreamHost === undefined ? undefined : ipOf(row.upstreamHost);
  return ip === undefined ? undefined : actorByIp(people, ip, row.start)?.key;
}

function clientOf(people: Cast, { client, start }: ProxyRow): string | undefined {
  const ip = client === undefined ? undefined : (ipOf(client) ?? client);
  const actor = ip === undefined ? undefined : actorByIp(people, ip, start);
  return actor === undefined ? undefined : receivingParty(actor).workload.name;
}

const keyOf = (namespace: string | undefined, pod: string): string => (namespace === undefined ? pod : `${namespace}/${pod}`);
