import { accessLogs } from '../artifacts/logs/index.ts';
import { question } from '../artifacts/question.ts';
import { objectsAt, stringAt } from '../formats/json.ts';
import type { Party } from '../model/diagnosis.ts';
import type { Failure } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { type Actor, actorByIp, actorByPod, type Cast, cast, serviceByHost } from './cast.ts';
import { type ClientReport, clientReports } from './client-reports.ts';
import { dotted } from './dotted.ts';
import { failures } from './failures.ts';
import { appParty, destinationParty, ipOf, portOf, proxyParty, receivingParty, receivingPartyOfService } from './parties.ts';
import { appContainers } from './pods.ts';
import { aborts, isTold, underWayOf } from './told-by-proxies.ts';
import { workloadOfPodName } from './workload-name.ts';

/** Client ports start here (Linux net.ipv4.ip_local_port_range): the far end of such a connection is a caller, no server. */
const firstEphemeralPort = 32_768;

/**
 * Failing requests that only the callers' logs tell of: no access log of the caller's proxy covers that time, and no failing row of
 * the same target stands near it. A caller that gave up waiting is told here too when its proxy logged no more than that it left.
 */
export const clientFailures: Fact<readonly Failure[]> = defineFact({
  id: 'client-failures',
  needs: { clientReports, cast },
  wants: { accessLogs, failures, question },
  derive: ({ clientReports, cast, accessLogs = [], failures = [], question }) => {
    const known = clientReports.flatMap((report) => {
      const client = report.log.pod === undefined ? undefined : actorByPod(cast, report.log.namespace, report.log.pod);
      const server = serverOf(cast, report, client, clientReports, question?.to);
      return server === undefined || server.workload.name === client?.workload ? [] : [{ report, client, server }];
    });
    const left = aborts(cast, accessLogs);
    const underWay = underWayOf(failures);
    return known
      .filter(({ report, client, server }) => !isTold(report, client, server, accessLogs, underWay, left))
      .map(({ report, client, server }) => failureOf(report, client, server));
  },
});

/** Whom the request was for: by the URL or address of the line, else by what the caller is set up to call. */
export function serverOf(
  people: Cast,
  report: ClientReport,
  client: Actor | undefined,
  all: readonly ClientReport[],
  asked: string | undefined,
): Party | undefined {
  const named = partyOf(people, report.host, report.address, client?.namespace ?? report.log.namespace);
  if (named !== undefined || report.host !== undefined) return named;
  if (report.address !== undefined && !report.byEnvoy) return undefined;
  if (report.code === undefined && !report.byEnvoy) return undefined;
  const fromSettings = unique(
    (client === undefined ? [] : hostsInSettings(client)).flatMap((host) => partyOf(people, host, undefined, client?.namespace) ?? []),
  );
  if (fromSettings !== undefined) return fromSettings;
  const own = all.filter((other) => other.log.pod === report.log.pod && other.log.container === report.log.container && other.host !== undefined);
  const fromLog = unique(own.flatMap((other) => partyOf(people, other.host, undefined, client?.namespace) ?? []));
  if (fromLog !== undefined) return fromLog;
  if (asked !== undefined) {
    const [name = asked, namespace] = dotted(asked).split('.');
    return partyOf(people, dotted(asked), undefined, undefined) ?? appParty(name, namespace);
  }
  return report.byEnvoy ? { role: 'external', name: 'unknown', workload: { kind: 'Host', name: 'unknown' } } : undefined;
}

function partyOf(people: Cast, host: string | undefined, address: string | undefined, fromNamespace: string | undefined): Party | undefined {
  if (host === undefined || isAddress(host)) return address === undefined && host === undefined ? undefined : partyAt(people, host ?? address ?? '');
  if (/^localhost\b/.test(host)) return undefined;
  const bare = host.replace(/:\d+$/, '');
  const service = serviceByHost(people, bare, fromNamespace);
  if (service !== undefined) return receivingPartyOfService(people, service);
  // without the Services at hand a short name is taken for one of the cluster
  const isInCluster = /\.svc(?:\.|$)/.test(bare) || !people.servicesKnown;
  return isInCluster ? destinationParty(people, { host: /^[^.]+\.[^.]+$/.test(bare) ? `${bare}.svc` : bare }) : undefined;
}

const isAddress = (host: string): boolean => /^[\d.]+(?::\d+)?$|^\[/.test(host);

function partyAt(people: Cast, dialled: string): Party | undefined {
  const ip = ipOf(dialled) ?? /^[\d.]+$/.exec(dialled)?.[0];
  if (ip === undefined || ip.startsWith('127.') || (portOf(dialled) ?? 0) >= firstEphemeralPort) return undefined;
  const service = people.services.find((candidate) => candidate.clusterIps.includes(ip));
  if (service !== undefined) return receivingPartyOfService(people, service);
  const actor = actorByIp(people, ip);
  return actor === undefined ? undefined : receivingParty(actor);
}

function unique(parties: readonly Party[]): Party | undefined {
  const byKey = new Map(parties.map((party) => [`${party.workload.namespace ?? ''}/${party.workload.name}`, party]));
  return byKey.size === 1 ? parties[0] : undefined;
}

/** Hosts of the URLs in the caller's arguments and variables. */
function hostsInSettings({ known }: Actor): readonly string[] {
  if (known === undefined) return [];
  const words = appContainers(known).flatMap(({ spec, command, args }) => [
    ...command,
    ...args,
    ...objectsAt(spec, 'env').flatMap((entry) => stringAt(entry, 'value') ?? []),
  ]);
  return words.flatMap((word) => [...word.slice(0, 2_000).matchAll(/https?:\/\/([^/?#\s"',;]{1,253})/g)].flatMap((match) => match[1] ?? []));
}

function failureOf(report: ClientReport, client: Actor | undefined, server: Party): Failure {
  const name = client?.workload ?? (report.log.pod === undefined ? undefined : workloadOfPodName(report.log.pod));
  const namespace = client?.namespace ?? report.log.namespace;
  // an Envoy answered: the caller's own, as far as is known
  const hasProxy = report.byEnvoy && name !== undefined && client?.proxy !== 'none';
  const sender = hasProxy ? proxyParty(name, namespace) : appParty(name ?? 'client', namespace);
  const pod = client?.key;
  return {
    time: report.time,
    end: report.time,
    family: report.family,
    flags: [],
    ...(report.details === undefined ? {} : { details: report.details }),
    ...(report.transportFailure === undefined ? {} : { transportFailure: report.transportFailure }),
    code: report.code ?? 0,
    direction: 'unknown',
    writer: report.family === 'answered' ? server : sender,
    hop: `${sender.name}->${server.name}`,
    server,
    ...(pod === undefined ? {} : { pod }),
    ...(name === undefined ? {} : { client: name }),
    ...(report.host === undefined ? {} : { authority: report.host }),
    bytesReceived: 0,
    bytesSent: 0,
    savedByRetry: report.savedByRetry,
    unseenBeyond: true,
    evidence: [report.evidence],
  };
}
