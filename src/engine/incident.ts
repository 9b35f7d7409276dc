import type { Finding } from '../model/analyzer.ts';
import type { Cause } from '../model/cause.ts';
import type { Gap, Incident, Window } from '../model/diagnosis.ts';
import type { Failure, ObservedIncident } from '../model/failure.ts';
import { instant } from '../model/time.ts';
import { isAnswer } from '../model/verdict.ts';
import { rankCauses } from './rank.ts';
import { isFirm } from './score.ts';

const exampleLimit = 5;
const windowLimit = 50;

/** The summary of an observed incident that a Diagnosis carries, with its causes ranked. `own`: the findings that speak of it. */
export function observedIncident(
  observed: ObservedIncident,
  own: readonly Finding[],
  causes: readonly Cause[],
  gapsOf: (cause: string) => readonly Gap[],
): Incident {
  const { failures } = observed;
  const ranked = rankCauses(causes, {
    failures: failures.length,
    isPredicted: false,
    findings: own,
    gapsOf,
    hopOf: (index) => {
      const failure = failures[index];
      return failure === undefined ? undefined : { hop: failure.hop, depth: depthOf(failure) };
    },
  });
  const deepest = failures.toSorted((a, b) => depthOf(b) - depthOf(a))[0];
  const answered = new Set(ranked.filter(isAnswer).map((cause) => cause.id));
  const explained = new Set(
    own.filter((finding) => finding.bearsOn.some((bearing) => answered.has(bearing.cause) && isFirm(bearing.as))).flatMap((finding) => finding.explains ?? []),
  );
  const durations = failures.flatMap((failure) => failure.durationMs ?? []);
  const gaps = failures.flatMap((failure) => failure.idleGapMs ?? []);
  return {
    id: observed.id,
    target: observed.target,
    ...(deepest === undefined ? {} : { hop: deepest.hop, writtenBy: deepest.writer }),
    // the words of proxies that are not Envoy have no flags, which is not the same as Envoy's `-`
    flags: [...new Set(failures.flatMap((failure) => (failure.flags.length > 0 ? failure.flags.join(',') : failure.told === undefined ? '-' : [])))].toSorted(),
    details: [...new Set(failures.flatMap((failure) => failure.details ?? []))].toSorted().slice(0, 10),
    predicted: false,
    failures: observed.total,
    ...(observed.requests === undefined ? {} : { requests: observed.requests }),
    pattern: observed.pattern,
    from: instant(observed.from),
    to: instant(observed.to),
    windows: observed.bursts
      .slice(0, windowLimit)
      .map((burst): Window => ({ from: instant(burst.from), to: instant(burst.to), failures: burst.failures.length })),
    ...(durations.length === 0 ? {} : { durationMs: { median: median(durations), max: greatest(durations) } }),
    ...(gaps.length === 0 ? {} : { idleGapMs: { min: -greatest(gaps.map((gap) => -gap)), median: median(gaps), max: greatest(gaps), known: gaps.length } }),
    clients: observed.clients,
    examples: examplesOf(failures),
    causes: ranked,
    unexplained: failures.length - explained.size,
  };
}

/** No request was seen, but a fault that must fail every time foretells it. */
export function predictedIncident(target: string, findings: readonly Finding[], causes: readonly Cause[], gapsOf: (cause: string) => readonly Gap[]): Incident {
  const own = findings.filter((finding) => finding.predicts === target);
  const ranked = rankCauses(causes, { failures: 0, isPredicted: true, findings: own, gapsOf, hopOf: () => undefined });
  const hop = own.find((finding) => finding.hop !== undefined)?.hop;
  return {
    id: `predicted-${target}`,
    target,
    ...(hop === undefined ? {} : { hop }),
    flags: [],
    details: [],
    predicted: true,
    failures: 0,
    pattern: 'constant',
    windows: [],
    clients: [],
    examples: own.slice(0, exampleLimit).map((finding) => finding.evidence[0]),
    causes: ranked,
    unexplained: 0,
  };
}

/** How near the server a failure lies: the application's own answer, its proxy's hop, the client's, or the client alone. */
export function depthOf(failure: Failure): number {
  if (failure.writer.role === 'app') return 3;
  if (failure.direction === 'inbound') return 2;
  return failure.hop.includes('->') ? 1 : 0;
}

/** One row of each kind first, then more of the first ones. */
function examplesOf(failures: readonly Failure[]): Incident['examples'] {
  const kinds = [...Map.groupBy(failures, (failure) => `${failure.hop} ${failure.flags.join()} ${failure.details ?? ''}`).values()];
  return kinds
    .flatMap((kind) => kind.slice(0, 1))
    .slice(0, exampleLimit)
    .map((failure) => failure.evidence[0]);
}

/** Not by spreading: as many arguments as a large incident has failures overflow the stack. */
function greatest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
