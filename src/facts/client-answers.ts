import { question } from '../artifacts/question.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Failure, ObservedIncident } from '../model/failure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { EpochMs } from '../model/time.ts';
import { actorByPod, cast } from './cast.ts';
import { serverOf } from './client-failures.ts';
import { clientReports } from './client-reports.ts';

/** The body of a failing answer, as the caller quotes it. */
export interface ClientAnswer {
  readonly time: EpochMs;
  readonly target: string;
  readonly targetNamespace?: string;
  readonly body: string;
  /** True when it is one of the bodies that Envoy writes itself. */
  readonly byEnvoy: boolean;
  readonly evidence: Evidence;
}

/** A caller's line follows the end of its request at once; its clock is the node's. */
const slackMs = 2_000;

/** Bodies of failing answers from the callers' logs, each with the workload that was asked. */
export const clientAnswers: Fact<readonly ClientAnswer[]> = defineFact({
  id: 'client-answers',
  needs: { clientReports, cast },
  wants: { question },
  derive: ({ clientReports, cast, question }) =>
    clientReports.flatMap((report): readonly ClientAnswer[] => {
      const body = report.body ?? (report.byEnvoy ? report.details : undefined);
      const client = report.log.pod === undefined ? undefined : actorByPod(cast, report.log.namespace, report.log.pod);
      const server = serverOf(cast, report, client, clientReports, question?.to);
      if (body === undefined || server === undefined) return [];
      const { name, namespace } = server.workload;
      return [
        {
          time: report.time,
          target: name,
          ...(namespace === undefined ? {} : { targetNamespace: namespace }),
          body,
          byEnvoy: report.byEnvoy,
          evidence: report.evidence,
        },
      ];
    }),
});

/** Answers that callers of this incident's target quote. */
export function answersOf(incident: ObservedIncident, all: readonly ClientAnswer[]): readonly ClientAnswer[] {
  return all.filter(
    ({ target, targetNamespace }) =>
      target === incident.targetName &&
      (targetNamespace === undefined || incident.targetNamespace === undefined || targetNamespace === incident.targetNamespace),
  );
}

/** True when the caller's line can be about this failing request. */
export function isAnswerTo(failure: Failure, answer: ClientAnswer): boolean {
  return answer.time >= failure.time - slackMs && answer.time <= failure.end + slackMs;
}
