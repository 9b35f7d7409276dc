import type { Finding } from '../model/analyzer.ts';
import type { Diagnosis, Gap, Hop, Incident, Risk } from '../model/diagnosis.ts';
import type { ObservedIncident, Traffic } from '../model/failure.ts';
import type { Question, Snapshot } from '../model/snapshot.ts';
import type { Artifacts } from '../model/source.ts';
import { observedIncident, predictedIncident } from './incident.ts';
import { adviceFor } from './advice.ts';
import { aroundOf } from './around.ts';
import { groupParts } from './group-parts.ts';
import { ineffectiveOf } from './ineffective.ts';
import { instant } from '../model/time.ts';
import { isAnswer, isNamed } from '../model/verdict.ts';
import type { Registry } from './registry.ts';
import { type Resolver, resolverFor } from './resolve.ts';
import { runAnalyzers } from './run.ts';
import { verdictOf } from './verdict.ts';

/** A diagnosis, and what looked its facts up: whoever works on with it then speaks of the same incidents. */
export interface Consultation {
  readonly diagnosis: Diagnosis;
  readonly resolve: Resolver;
}

/** A snapshot and a question in, a diagnosis out: pure, and the same every time. `version` is the tool's own. */
export function diagnose(snapshot: Snapshot, question: Question, registry: Registry, version: string): Diagnosis {
  return consult(snapshot, question, registry, version).diagnosis;
}

/** The same with its resolver. */
export function consult(snapshot: Snapshot, question: Question, registry: Registry, version: string): Consultation {
  const apart = judge(snapshot, question, registry);
  const groups = groupParts(apart.traffic.incidents, new Map(apart.incidents.map((incident) => [incident.id, incident])));
  // parts that turned out to be one incident are judged again as one
  const { resolve, traffic, trafficFailed, findings, outcomes, incidents } = groups === undefined ? apart : judge(snapshot, question, registry, groups);
  const gravest = incidents[0];
  const observedById = new Map(traffic.incidents.map((incident) => [incident.id, incident]));
  const { verdict, reason } = verdictOf({ snapshot, question, traffic, incidents, crashed: trafficFailed });
  const used = new Set(incidents.flatMap((incident) => incident.causes.filter(isAnswer).flatMap((cause) => cause.for)));
  const diagnosis: Diagnosis = {
    schemaVersion: 1,
    tool: { name: 'why503', version },
    question: asked(question),
    snapshot: { id: snapshot.id, takenAt: snapshot.takenAtText, origin: snapshot.origin, coverage: snapshot.coverage },
    verdict,
    reason,
    requests: traffic.requests,
    path: pathOf(resolve, registry, gravest === undefined ? undefined : observedById.get(gravest.id)),
    incidents,
    ...(traffic.incidentsLeftOut > 0 ? { incidentsLeftOut: traffic.incidentsLeftOut } : {}),
    causes: gravest?.causes ?? [],
    risks: risksOf(findings, used),
    ...ineffectiveOf(findings, incidents),
    findings: findings.map(summarised),
    fixes: incidents.flatMap((incident) => adviceFor(incident, observedById.get(incident.id), registry, findings, resolve)),
    outcomes,
  };
  return { diagnosis, resolve };
}

interface Judged {
  readonly resolve: Resolver;
  readonly traffic: Traffic;
  readonly trafficFailed: string | undefined;
  readonly findings: readonly Finding[];
  readonly outcomes: Diagnosis['outcomes'];
  /** The gravest first. */
  readonly incidents: readonly Incident[];
}

/** `groups`: which parts of a target's failures are one incident; without them each part is one. */
function judge(snapshot: Snapshot, question: Question, registry: Registry, groups?: ReadonlyMap<string, string>): Judged {
  const grouping: Artifacts = groups === undefined ? {} : { grouping: { status: 'ok', value: groups } };
  const resolve = resolverFor({ ...snapshot, artifacts: { ...snapshot.artifacts, ...grouping } }, question);
  const resolved = resolve(registry.traffic);
  const traffic = resolved.status === 'ok' ? (resolved.value as Traffic) : noTraffic; // the token's own type
  const { findings, outcomes } = runAnalyzers(registry.analyzers, resolve);
  const gaps = new Map(registry.causes.map((cause) => [cause.id, gapsBearingOn(cause.id, registry, outcomes)]));
  const gapsOf = (cause: string): readonly Gap[] => gaps.get(cause) ?? [];
  const byIncident = Map.groupBy(findings, (finding) => finding.incident);
  const observed = traffic.incidents.map((incident) => {
    const around = aroundOf(incident, registry, resolve);
    const summary = observedIncident(incident, byIncident.get(incident.id) ?? [], registry.causes, gapsOf);
    return around.length === 0 ? summary : { ...summary, around };
  });
  const predicted = predictedTargets(findings, traffic).map((target) => predictedIncident(target, findings, registry.causes, gapsOf));
  const trafficFailed = resolved.status === 'failed' ? resolved.error : undefined;
  return { resolve, traffic, trafficFailed, findings, outcomes, incidents: [...observed, ...predicted].toSorted(byGravity) };
}

/** The question as a Diagnosis carries it. */
function asked({ window, ...rest }: Question): Diagnosis['question'] {
  return window === undefined ? rest : { ...rest, window: { from: instant(window.from), to: instant(window.to) } };
}

const noTraffic: Traffic = {
  incidents: [],
  incidentsLeftOut: 0,
  requests: { seen: 0, failed: 0, savedByRetry: 0, clientAborted: 0 },
  served: new Map(),
  callers: new Map(),
  pathsSeen: [],
  isGrpcUntold: false,
  saved: [],
  abortedLate: 0,
  observed: false,
};

function gapsBearingOn(cause: string, registry: Registry, outcomes: Diagnosis['outcomes']): readonly Gap[] {
  const concerned = new Set(
    registry.analyzers
      .filter((analyzer) => Object.values(analyzer.messages).some((message) => message.bearsOn.some((bearing) => bearing.cause.id === cause)))
      .map((analyzer) => analyzer.meta.id),
  );
  const gaps = outcomes.flatMap((outcome) => (outcome.status === 'skipped' && concerned.has(outcome.analyzer) ? outcome.missing : []));
  return [...new Map(gaps.map((gap) => [gap.artifact, gap])).values()];
}

/** Services for which a fault that must fail every time was found, and no request was seen to go well. */
function predictedTargets(findings: readonly Finding[], traffic: Traffic): readonly string[] {
  const targets = new Set(findings.flatMap((finding) => finding.predicts ?? []));
  const seen = new Set(traffic.incidents.map((incident) => incident.target));
  return [...targets].filter((target) => !seen.has(target) && !traffic.served.has(target)).toSorted();
}

/**
 * Observed before predicted; then by how many requests failed. An incident whose cause is known comes before a louder one that nothing
 * explains, unless that one is more than five times as loud: then it is the news.
 */
function byGravity(a: Incident, b: Incident): number {
  if (a.predicted !== b.predicted) return a.predicted ? 1 : -1;
  return weightOf(b) - weightOf(a) || b.failures - a.failures || a.id.localeCompare(b.id);
}

const weightOf = (incident: Incident): number => incident.failures * (incident.causes.some(isNamed) ? 5 : 1);

function pathOf(resolve: Resolver, registry: Registry, incident: ObservedIncident | undefined): readonly Hop[] {
  const resolved = resolve(registry.path);
  return resolved.status === 'ok' ? (resolved.value as (incident: ObservedIncident | undefined) => readonly Hop[])(incident) : []; // the token's own type
}

/** Settings that could fail, when they explain nothing that did. */
function risksOf(findings: readonly Finding[], used: ReadonlySet<string>): readonly Risk[] {
  return findings
    .filter((finding) => finding.risk === true && !used.has(finding.id))
    .map((finding) => ({ finding: finding.id, cause: finding.bearsOn[0]?.cause ?? '', text: finding.text }));
}

/** The list of failures a finding accounts for is the engine's business; a Diagnosis says how many. */
function summarised(finding: Finding): Finding {
  const { explains, ...rest } = finding;
  return explains === undefined ? rest : { ...rest, explainsFailures: explains.length };
}
