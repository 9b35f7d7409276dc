import type { DoneReport } from '../../src/probe/index.ts';
import type { ProbedServer } from './probed-server.ts';

/** What a quiet machine may be off; how long the prober stood still is added, as servers on the same machine did not fare better. */
const tolerance = 50;

/** How a report differs from what the server was told to do; nothing when it is right. */
export function problemsOf({ expected }: ProbedServer, report: DoneReport): readonly string[] {
  const { idle, requests, age, promised, outcome, stopped } = report;
  if (outcome !== 'measured') return [`outcome is ${outcome}: ${JSON.stringify(stopped)}`];
  const problems: string[] = [];
  const same = (what: string, found: unknown, wanted: unknown): void => {
    if (found !== wanted) problems.push(`${what} is ${found}, not ${wanted}`);
  };
  same('the result', idle.kind, expected.kind);
  if (expected.kind === 'closes-each') {
    same('announced', idle.kind === 'closes-each' ? idle.announced : undefined, expected.announced);
    return problems;
  }
  if (idle.kind !== 'measured') return problems;
  const slack = tolerance + report.worstLagMs;
  if (idle.minMs < expected.minMs - slack || idle.maxMs > expected.maxMs + slack)
    problems.push(`the limit is ${idle.minMs} to ${idle.maxMs} ms, not ${expected.minMs} to ${expected.maxMs} within ${slack} ms`);
  same('connections', idle.count + (expected.lateRequest === undefined ? 0 : 1), report.plan.idle.startsMs.length);
  same('the late request', report.connections.find((row) => row.lateRequest !== undefined)?.lateRequest?.result, expected.lateRequest);
  same('the close', idle.close, 'fin');
  same('bytes before the close', idle.bytesFirst, undefined);
  if (expected.afterFin !== 'brief') same('what follows the FIN', idle.afterFin, expected.afterFin);
  else if (idle.afterFin === undefined) problems.push('what follows the FIN is not known');
  same('the promise', promised?.promisedMs, expected.promisedMs);
  if (expected.requests !== undefined) {
    same('the count of requests', requests?.answered, expected.requests.answered);
    same('their end', requests?.end, expected.requests.end);
  }
  if (expected.age !== undefined) {
    same('the end of the busy connection', age?.end, expected.age.end);
    const found = age?.ageMs ?? 0;
    if (found < expected.age.minMs - slack || found > expected.age.maxMs + slack)
      problems.push(`the age is ${found} ms, not ${expected.age.minMs} to ${expected.age.maxMs}`);
  }
  return problems;
}
