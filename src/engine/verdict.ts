import type { Diagnosis, Incident } from '../model/diagnosis.ts';
import type { Traffic } from '../model/failure.ts';
import type { Question, Snapshot } from '../model/snapshot.ts';
import { type Said, speaker } from '../model/text.ts';
import { instant } from '../model/time.ts';
import { explainedFailures, isNamed } from '../model/verdict.ts';
import { engineTexts } from '../text/engine.ts';

const say = speaker('engine', engineTexts);

/** All that the verdict hangs on. */
export interface Judgement {
  readonly snapshot: Snapshot;
  readonly question: Question;
  readonly traffic: Traffic;
  readonly incidents: readonly Incident[];
  readonly crashed: string | undefined;
}

/** Healthy needs requests that were seen and went well; silence is never health. */
export function verdictOf({ snapshot, question, traffic, incidents, crashed }: Judgement): Pick<Diagnosis, 'verdict' | 'reason'> {
  const analysed = snapshot.coverage.read.length > 0;
  if (!analysed) return { verdict: 'undecided', reason: say('nothingAnalysed') };
  if (crashed !== undefined) return { verdict: 'undecided', reason: say('crashed', { part: crashed }) };
  const gravest = incidents[0];
  if (gravest !== undefined) return { verdict: isDiagnosed(gravest) ? 'diagnosed' : 'undecided', reason: reasonOf(gravest) };
  const { seen, clientAborted, savedByRetry } = traffic.requests;
  const { abortedLate } = traffic;
  const isPart = question.from !== undefined || question.to !== undefined || question.sinceMs !== undefined || question.window !== undefined;
  if (seen === 0) {
    const known = traffic.pathsSeen.slice(0, 6).join(', ');
    const isTimed = isPart && question.from === undefined && question.to === undefined;
    if (isTimed && traffic.timeSeen !== undefined) {
      const [from, to] = [traffic.timeSeen.from, traffic.timeSeen.to].map((at) => `${instant(at).slice(0, 19)}Z`);
      return { verdict: 'undecided', reason: say('noRequestsInTime', { from: from ?? '', to: to ?? '' }) };
    }
    return { verdict: 'undecided', reason: isPart && known !== '' ? say('noRequestsForQuestion', { known }) : say('noRequests') };
  }
  if (traffic.isGrpcUntold) return { verdict: 'undecided', reason: say('grpcUntold', { requests: seen }) };
  // people leave at any time, but not from most of what they ask
  if (clientAborted > seen && savedByRetry === 0) return { verdict: 'undecided', reason: say('mostlyAborted', { requests: seen, aborted: clientAborted }) };
  // a few who leave a page that hangs are no sign; one in fifty is
  if (abortedLate >= fewestLate && abortedLate > 0.02 * seen)
    return { verdict: 'undecided', reason: say('abortedLate', { requests: seen, late: abortedLate }) };
  if (isPart && savedByRetry === 0) return { verdict: 'healthy', reason: say('healthyInPart', { requests: seen }) };
  return { verdict: 'healthy', reason: healthyReason(seen, clientAborted, savedByRetry) };
}

/** Fewer requests that callers waited for in vain may be a person's patience. */
const fewestLate = 5;

function healthyReason(seen: number, clientAborted: number, savedByRetry: number): Said {
  if (savedByRetry > 0) return say('healthySavedByRetry', { requests: seen, saved: savedByRetry });
  return clientAborted > 0 ? say('healthyButAborted', { requests: seen, aborted: clientAborted }) : say('healthy', { requests: seen });
}

/** A cause is named when one is at least likely; `possible` ones stay candidates. */
const isDiagnosed = (incident: Incident): boolean => incident.causes.some(isNamed);

/** Envoy's fault filter answered in the server's place (flag FI, Envoy 1.18 to 1.40): the mesh does what it was told to. */
function isInjected({ flags }: Incident): boolean {
  return flags.length > 0 && flags.every((each) => each.split(',').includes('FI'));
}

function reasonOf(incident: Incident): Said {
  const { target, failures, requests } = incident;
  if (isDiagnosed(incident)) {
    if (incident.predicted) return say('predicted', { target });
    const explained = explainedFailures(incident);
    if (explained < failures) return say('diagnosedInPart', { failures, target, explained });
    return requests === undefined ? say('diagnosedUncounted', { failures, target }) : say('diagnosed', { failures, requests, target });
  }
  if (isInjected(incident)) return say('injected', { failures, target });
  const open = incident.causes.some((cause) => cause.verdict === 'possible' || cause.verdict === 'undecided');
  return open ? say('undecidedIncident', { failures, target }) : say('unexplainedIncident', { failures, target });
}
