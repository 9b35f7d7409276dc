import { announcedClose } from './answer.ts';
import { openConnection } from './connection.ts';
import type { Measuring } from './measure-idle.ts';
import type { AgeRow } from './observed.ts';
import type { ProbePlan } from './plan.ts';
import { rounded } from './rounded.ts';

/** At what age a connection ends that is never idle for long: one request at every interval until it does or the bound is reached. */
export async function measureAge({ plan, open, brake }: Measuring, bound: NonNullable<ProbePlan['age']>): Promise<AgeRow> {
  const connection = await openConnection(open, brake.signal);
  if ('failure' in connection) {
    if (connection.failure !== 'interrupted') brake.stop({ reason: 'failure', ...connection });
    return { answered: 0, ageMs: 0, end: connection.failure === 'interrupted' ? 'stopped' : 'failed', failure: connection.failure };
  }
  const age = (at: number): number => rounded(at - connection.openedAt);
  let answered = 0;
  try {
    while (performance.now() - connection.openedAt < bound.upToMs && answered < bound.mostRequests) {
      const exchange = await connection.send(plan.request, plan.target.method, plan.answerLimitMs);
      if (!exchange.ok) {
        const { failure, at, sentAt, detail } = exchange;
        const isLimit = answered > 0 && (failure === 'closed' || failure === 'reset');
        if (!isLimit) brake.stop({ reason: 'failure', failure, ...(detail === undefined ? {} : { detail }) });
        return {
          answered,
          ageMs: age(at),
          end: isLimit ? 'unannounced' : failure === 'interrupted' ? 'stopped' : 'failed',
          failure,
          unansweredMs: rounded(Math.max(0, at - sentAt)),
        };
      }
      answered += 1;
      if (!brake.accepts(exchange.answer)) return { answered, ageMs: age(exchange.lastByteAt), end: 'stopped' };
      if (announcedClose(exchange.answer) !== undefined) return { answered, ageMs: age(exchange.lastByteAt), end: 'announced' };
      const closing = await connection.closing(bound.intervalMs);
      if (closing !== undefined) return { answered, ageMs: age(closing.at), end: 'unannounced' };
      if (brake.signal.aborted) return { answered, ageMs: age(performance.now()), end: 'stopped' };
    }
    return { answered, ageMs: age(performance.now()), end: 'limit' };
  } finally {
    connection.destroy();
  }
}
