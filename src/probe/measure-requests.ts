import { announcedClose } from './answer.ts';
import { openConnection } from './connection.ts';
import type { Measuring } from './measure-idle.ts';
import type { RequestsRow } from './observed.ts';
import type { ProbePlan } from './plan.ts';
import { rounded } from './rounded.ts';

/** After how many requests a connection ends: one after the other, with a pause between them, until it does or the bound is reached. */
export async function measureRequests({ plan, open, brake }: Measuring, bound: NonNullable<ProbePlan['requests']>): Promise<RequestsRow> {
  const begun = performance.now();
  const took = (): { readonly tookMs: number } => ({ tookMs: rounded(performance.now() - begun) });
  const connection = await openConnection(open, brake.signal);
  if ('failure' in connection) {
    if (connection.failure !== 'interrupted') brake.stop({ reason: 'failure', ...connection });
    return { answered: 0, end: connection.failure === 'interrupted' ? 'stopped' : 'failed', failure: connection.failure, ...took() };
  }
  try {
    for (let answered = 0; answered < bound.most; answered++) {
      const exchange = await connection.send(plan.request, plan.target.method, plan.answerLimitMs);
      if (!exchange.ok) {
        const { failure, detail } = exchange;
        // On a connection that has carried requests this is the limit that was asked for; on a new one it is an error.
        const isLimit = answered > 0 && (failure === 'closed' || failure === 'reset');
        if (!isLimit) brake.stop({ reason: 'failure', failure, ...(detail === undefined ? {} : { detail }) });
        return { answered, end: isLimit ? 'unannounced' : failure === 'interrupted' ? 'stopped' : 'failed', failure, ...took() };
      }
      if (!brake.accepts(exchange.answer)) return { answered: answered + 1, end: 'stopped', ...took() };
      if (announcedClose(exchange.answer) !== undefined) return { answered: answered + 1, end: 'announced', ...took() };
      if (performance.now() - begun > bound.atMostMs - 2 * plan.answerLimitMs) return { answered: answered + 1, end: 'time', ...took() };
      const closing = answered + 1 < bound.most ? await connection.closing(bound.pauseMs) : undefined;
      if (closing !== undefined) return { answered: answered + 1, end: 'unannounced', ...took() };
      if (brake.signal.aborted) return { answered: answered + 1, end: 'stopped', ...took() };
    }
    return { answered: bound.most, end: 'limit', ...took() };
  } finally {
    connection.destroy();
  }
}
