import type { Diagnosis } from '../../model/diagnosis.ts';
import { problemsOf, type Truth } from '../../testing/judge.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { LiveReading } from './read-live.ts';

/** A scenario, as far as its diagnosis is judged by it. */
type Judged = Pick<Scenario, 'id' | 'truth' | 'live'>;

/** What is wrong with a diagnosis of a scenario's bundle. */
export function judged(diagnosis: Diagnosis, scenario: Judged): readonly string[] {
  return [...problemsOf(diagnosis, truthOf(scenario)), ...unnamed(diagnosis, scenario), ...sideProblems(diagnosis, scenario)];
}

/** What is wrong with what the tool says of the live cluster: it must be that of the archive, and say what the bundle says unless the scenario tells why not. */
export function liveProblems({ diagnosis, parting, exitCode, said }: LiveReading, scenario: Judged): readonly string[] {
  if (diagnosis === undefined) return [`exit ${exitCode}: ${said.trim()}`];
  const { why: _, ...less } = scenario.live ?? { why: '' };
  return [
    ...(parting === undefined ? [] : [`the diagnosis of the archive is not that of the live cluster, byte for byte: ${JSON.stringify(parting)}`]),
    ...judged(diagnosis, { ...scenario, truth: { ...scenario.truth, ...less } }),
  ];
}

function truthOf({ id, truth }: Judged): Truth {
  const { cause, hop, acceptableAlso = [], mustNot } = truth;
  return { id, cause, acceptableAlso, mustNot, ...(hop === undefined ? {} : { hop }) };
}

function unnamed({ incidents }: Diagnosis, { truth: { allNamed = [] } }: Judged): readonly string[] {
  const named = new Set(incidents.flatMap(({ causes }) => causes.filter(({ verdict }) => verdict === 'confirmed' || verdict === 'likely').map(({ id }) => id)));
  return allNamed.filter((cause) => !named.has(cause)).map((cause) => `${cause} is not named beside the other`);
}

function sideProblems({ causes }: Diagnosis, { truth }: Judged): readonly string[] {
  const closed = causes[0]?.closedBy;
  if (truth.closedBy === undefined || causes[0]?.id !== truth.cause || closed === truth.closedBy) return [];
  return [`closed by ${closed ?? '?'} instead of ${truth.closedBy}`];
}
