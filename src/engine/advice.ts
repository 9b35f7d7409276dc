import type { Finding } from '../model/analyzer.ts';
import type { Cause, Remedy } from '../model/cause.ts';
import type { Traced } from '../model/evidence.ts';
import type { Fix, Incident, RankedCause } from '../model/diagnosis.ts';
import type { ObservedIncident } from '../model/failure.ts';
import { fillCommand } from '../model/command.ts';
import { fill } from '../model/text.ts';
import { isNamed } from '../model/verdict.ts';
import { remediesFor } from '../knowledge/remedies-for.ts';
import { parseVersion } from '../knowledge/versions/index.ts';
import type { Registry } from './registry.ts';
import type { Resolver } from './resolve.ts';

/**
 * Advice for every cause that an incident's evidence names: the cause's remedies for the version that runs, filled with
 * the names of this incident. With the version unknown, remedies of every version are given, each with those it holds for.
 */
export function adviceFor(
  incident: Incident,
  observed: ObservedIncident | undefined,
  registry: Registry,
  findings: readonly Finding[],
  resolve: Resolver,
): readonly Fix[] {
  const resolved = resolve(registry.istioVersion);
  const version = resolved.status === 'ok' ? (resolved.value as Traced<string> | undefined)?.value : undefined; // the token's own type
  return incident.causes.filter(isNamed).flatMap((ranked) => {
    const cause = registry.causes.find((candidate) => candidate.id === ranked.id);
    if (cause === undefined) return [];
    const names = namesOf(incident, observed, ranked, findings);
    const isKnown = version !== undefined && parseVersion(version) !== undefined;
    const said = new Set(findings.flatMap((finding) => (ranked.for.includes(finding.id) ? [finding.message] : [])));
    const fitting = remediesFor(cause, version).filter(({ where }) => where === undefined || where.some((way) => said.has(way)));
    return fitting.map((remedy) => ({
      ...fixOf(incident, ranked, cause, remedy, names),
      ...(isKnown || remedy.istio === undefined ? {} : { istio: remedy.istio }),
    }));
  });
}

function fixOf(incident: Incident, ranked: RankedCause, cause: Cause, remedy: Remedy, names: Readonly<Record<string, string | number>>): Fix {
  return {
    id: `${incident.id}/${cause.id}/${remedy.id}`,
    kind: 'advice',
    cause: cause.id,
    title: { id: `remedy/${cause.id}/${remedy.id}`, text: fill(remedy.text, names), data: names },
    closes: ranked.for,
    purpose: remedy.purpose,
    risk: remedy.risk,
    verifyWith: remedy.verifyWith.map((command) => fillCommand(command, names)),
    undoWith: remedy.undoWith.map((command) => fillCommand(command, names)),
  };
}

/** What the holes of remedies stand for here. A name that is not known keeps a shell-like placeholder a person can fill. */
function namesOf(
  incident: Incident,
  observed: ObservedIncident | undefined,
  ranked: RankedCause,
  findings: readonly Finding[],
): Readonly<Record<string, string | number>> {
  const [foretold = 'SERVER', ...rest] = isAddress(incident.target) ? [incident.target] : incident.target.split('.');
  const server = observed?.targetName ?? foretold;
  const namespace = (observed === undefined ? rest.join('.') : observed.targetNamespace) || 'NAMESPACE';
  const supporting = findings.filter((finding) => ranked.for.includes(finding.id));
  const container = supporting.find((finding) => finding.subject.container !== undefined)?.subject.container ?? server;
  const pod = supporting.find((finding) => finding.subject.kind === 'Pod')?.subject.name ?? `deploy/${server}`;
  const { writer, writerNamespace, flags } = loudestWriter(observed, server, namespace);
  const hosts = (observed?.failures ?? []).flatMap(({ authority }) => authority ?? []);
  const host = hosts.find((each) => !isAddress(each)) ?? hosts[0];
  const port = /:(\d+)$/.exec(host ?? '')?.[1] ?? 'PORT';
  return {
    ...Object.assign({}, ...supporting.map((finding) => finding.data)),
    server,
    writer,
    writerNamespace,
    flags,
    // whoever asks a pod by its address names no Service
    service: host === undefined || isAddress(host) ? server : serviceOf(host),
    namespace,
    client: observed?.clients[0] ?? 'CLIENT',
    container,
    pod,
    port,
  };
}

/** `vminsert.monitoring.svc:8480` → vminsert; a host outside the cluster keeps its whole name. */
function serviceOf(host: string): string {
  const bare = host.replace(/:\d+$/, '');
  const [name = bare, , kind = 'svc'] = bare.split('.');
  return kind === 'svc' ? name : bare;
}

/** `10.244.2.7:8480`, `[fd00::7]:8480`: parts of an address are no names of anything. */
function isAddress(host: string): boolean {
  return /^(?:\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$|\[)/.test(host);
}

/** Whose proxy logged most of the failures, and with which flags: where a person counts whether they went away. */
function loudestWriter(
  observed: ObservedIncident | undefined,
  server: string,
  namespace: string,
): { readonly writer: string; readonly writerNamespace: string; readonly flags: string } {
  const flagged = (observed?.failures ?? []).filter((failure) => failure.flags.length > 0);
  const groups = [...Map.groupBy(flagged, (failure) => failure.writer.name).values()].toSorted((a, b) => b.length - a.length);
  const [loudest = []] = groups;
  const workload = loudest[0]?.writer.workload;
  const flags = [...new Set(loudest.map((failure) => failure.flags.join(',')))].toSorted().join('|');
  return { writer: workload?.name ?? server, writerNamespace: workload?.namespace ?? namespace, flags: flags === '' ? 'U[A-Z]+' : flags };
}
