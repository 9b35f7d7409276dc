import { REDACTED } from '../formats/redacted.ts';
import type { Diagnosis } from '../model/diagnosis.ts';
import type { Proposal } from '../model/fix.ts';
import { isNamed } from '../model/verdict.ts';
import { isBuiltIn, objectProblems } from '../manifests/check-object.ts';
import type { FieldProblem, SchemaSet } from '../manifests/types.ts';

/** Fixes of a diagnosis, each asked of the definitions that run: what they would refuse is not among `offered`. */
export interface FixPlan {
  readonly offered: readonly Offered[];
  readonly refused: readonly Refused[];
  /** Named causes that nothing is offered for: what to do there is told by the diagnosis in words. */
  readonly byHand: readonly { readonly incident: string; readonly cause: string; readonly title: string }[];
}

export interface Offered extends Proposal {
  /** `definitions`: held against them and taken; `server-only`: kinds of Kubernetes itself, which only a server can be asked about; `server`: the live one took it (dry run). */
  readonly checkedBy: 'definitions' | 'server-only' | 'server';
  /** Why a live server could not be asked, in its words. */
  readonly notAsked?: string;
}

export interface Refused {
  readonly proposal: Proposal;
  readonly problems: readonly FieldProblem[];
}

/**
 * Holds proposals against every definition that may be the one that runs.
 * @param mesh One set per Istio version that is possible; a patch has to be taken by all.
 * @param others Definitions that do not depend on it.
 */
export function planOf(diagnosis: Diagnosis, proposals: readonly Proposal[], mesh: readonly SchemaSet[], others: readonly SchemaSet[]): FixPlan {
  const checked = proposals.map((proposal) => ({ proposal, problems: problemsOf(proposal, mesh, others) }));
  const offered = checked
    .filter(({ problems }) => problems.length === 0)
    .map(({ proposal }): Offered => ({ ...proposal, checkedBy: proposal.changes.every(({ result }) => isBuiltIn(result)) ? 'server-only' : 'definitions' }));
  const named = diagnosis.incidents.flatMap((incident) =>
    incident.causes.filter(isNamed).map(({ id, title }) => ({ incident: incident.id, cause: id, title })),
  );
  return {
    // one change may mend several incidents, and is made once
    offered: offered.filter((each, index) => offered.findIndex((other) => sameChanges(each, other)) === index),
    refused: checked.filter(({ problems }) => problems.length > 0),
    byHand: named.filter(({ incident, cause }) => !offered.some((each) => each.incident === incident && each.cause === cause)),
  };
}

/** True for proposals that mend one cause only together. */
export function belongTogether(one: Proposal, other: Proposal): boolean {
  return one.joint !== undefined && one.joint === other.joint && one.cause === other.cause;
}

/** Alternatives exclude each other: the best for each cause of each incident, with what belongs to it. */
export function bestOfEachCause<P extends Proposal>(proposals: readonly P[]): readonly P[] {
  return proposals.filter((each) => {
    const best = proposals.find(({ incident, cause }) => incident === each.incident && cause === each.cause);
    return best === each || (best !== undefined && belongTogether(best, each));
  });
}

const sameChanges = (one: Proposal, other: Proposal): boolean => one.fix === other.fix && JSON.stringify(one.changes) === JSON.stringify(other.changes);

function problemsOf({ changes }: Proposal, mesh: readonly SchemaSet[], others: readonly SchemaSet[]): readonly FieldProblem[] {
  const found = changes.flatMap(({ object, result }) =>
    (mesh.length === 0 ? [others] : mesh.map((set) => [set, ...others])).flatMap((definitions) => [
      ...objectProblems(result, definitions),
      // the patch alone has to name only fields that exist, whatever else the object had
      ...objectProblems(object, definitions).filter(({ why }) => why === 'unknown-field'),
    ]),
  );
  // an object with the marker in place of a value must not be given to a server
  const withoutValue = changes
    .filter(({ object }) => JSON.stringify(object).includes(REDACTED))
    .map(({ fields }): FieldProblem => {
      const path = fields.find(({ to }) => JSON.stringify(to).includes(REDACTED))?.path ?? '';
      return { path, why: 'redacted', message: `holds a value that was redacted when the evidence was gathered (${REDACTED})` };
    });
  return [...withoutValue, ...new Map(found.map((problem) => [`${problem.path} ${problem.message}`, problem])).values()];
}
