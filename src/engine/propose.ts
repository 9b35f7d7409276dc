import type { Finding } from '../model/analyzer.ts';
import type { Diagnosis, RankedCause } from '../model/diagnosis.ts';
import { type AnyFix, type NamedCause, type Proposal, type Proposed, saidBy } from '../model/fix.ts';
import type { Texts } from '../model/text.ts';
import { isNamed } from '../model/verdict.ts';
import { gatherInputs, type Resolver } from './resolve.ts';

/** What fixes came up with, and those that could not be asked. */
export interface Proposals {
  /** Best first within each cause, causes in the order of their incidents. */
  readonly proposals: readonly Proposal[];
  readonly crashed: readonly { readonly fix: string; readonly error: string }[];
}

const purposes: readonly Proposal['purpose'][] = ['repair', 'mitigate', 'prevent'];

/** Asks every fix about each cause that the diagnosis names: at least `likely`. A fix that crashes costs itself alone. */
export function proposalsFor(diagnosis: Diagnosis, fixes: readonly AnyFix[], resolve: Resolver): Proposals {
  const named = diagnosis.incidents.flatMap((incident) =>
    incident.causes.filter(isNamed).map((ranked): NamedCause => ({ incident, ranked, findings: findingsFor(diagnosis.findings, incident.id, ranked) })),
  );
  const answers = named.flatMap((each) =>
    fixes.filter((fix) => fix.causes.some(({ id }) => id === each.ranked.id)).map((fix) => ({ of: named.indexOf(each), ...ask(fix, each, resolve) })),
  );
  return {
    proposals: answers
      .flatMap(({ of, proposals }) => proposals.map((proposal) => ({ of, proposal })))
      .toSorted((a, b) => a.of - b.of || purposes.indexOf(a.proposal.purpose) - purposes.indexOf(b.proposal.purpose) || a.proposal.rank - b.proposal.rank)
      .map(({ proposal }) => proposal),
    crashed: answers.flatMap(({ crashed }) => (crashed === undefined ? [] : [crashed])),
  };
}

/** What speaks for the cause, of this incident or of the state; the analyzers' own choice of the strongest first. */
function findingsFor(all: readonly Finding[], incident: string, ranked: RankedCause): readonly Finding[] {
  const speaks = all.filter(
    (finding) =>
      (finding.incident ?? incident) === incident && finding.bearsOn.some(({ cause, as }) => cause === ranked.id && as !== 'opposes' && as !== 'excludes'),
  );
  return [...speaks.filter(({ id }) => ranked.for.includes(id)), ...speaks.filter(({ id }) => !ranked.for.includes(id))];
}

interface Answer {
  readonly proposals: readonly Proposal[];
  readonly crashed?: { readonly fix: string; readonly error: string };
}

function ask(fix: AnyFix, named: NamedCause, resolve: Resolver): Answer {
  const inputs = gatherInputs(fix.needs, fix.wants, resolve);
  if (inputs.status === 'missing') return { proposals: [] };
  if (inputs.status === 'failed') return { proposals: [], crashed: { fix: fix.meta.id, error: inputs.error } };
  try {
    const proposed = [...fix.propose(inputs.value as never, named)]; // `needs` and `wants` define the input's type
    const parts = proposed.filter(({ isPart }) => isPart === true);
    return {
      proposals: proposed.map((each): Proposal => {
        const proposal = proposalOf(fix, named, each);
        return parts.length > 1 && parts.includes(each) ? { ...proposal, joint: `${fix.meta.id}:${named.incident.id}` } : proposal;
      }),
    };
  } catch (error) {
    return { proposals: [], crashed: { fix: fix.meta.id, error: error instanceof Error ? error.message : String(error) } };
  }
}

function proposalOf(fix: AnyFix, { incident, ranked }: NamedCause, proposed: Proposed<Texts>): Proposal {
  const { target } = proposed.changes[0];
  return {
    id: [fix.meta.id, incident.id, target.kind, target.namespace, target.name].filter(Boolean).join(':'),
    fix: fix.meta.id,
    cause: ranked.id,
    incident: incident.id,
    closes: ranked.for,
    title: saidBy(fix, proposed.title),
    purpose: proposed.purpose,
    risk: proposed.risk,
    changes: proposed.changes,
    because: proposed.because,
    limits: (proposed.limits ?? []).map((words) => saidBy(fix, words)),
    ...(proposed.effect === undefined ? {} : { effect: saidBy(fix, proposed.effect) }),
    verifyWith: proposed.verifyWith,
    rank: proposed.rank ?? 10,
  };
}
