import { announcedClose, type Answer, headerOf } from './answer.ts';
import type { Connection } from './connection.ts';
import type { IdleRow } from './observed.ts';
import type { ProbePlan } from './plan.ts';
import { rounded } from './rounded.ts';

/** Whether an Envoy answered, by the Server header that it writes unless configured otherwise. */
export function isEnvoy(answer: Pick<Answer, 'headers'>): boolean {
  return /^(?:istio-)?envoy$/.test(headerOf(answer, 'server') ?? '');
}

/**
 * One request on a connection that has less than a second left, as an earlier one has just been closed. An Envoy ends an idle HTTP/1.1 connection in
 * three steps: it announces the end for its drain time, then takes requests without answering them for `delayed_close_timeout` (1 s), then closes
 * (conn_manager_impl.cc and network/connection_impl.cc, Envoy 1.36). A request in the second step is lost, though the connection looks alive.
 */
export async function lateRequest(plan: ProbePlan, connection: Connection, lastByteAt: number): Promise<Partial<IdleRow>> {
  const exchange = await connection.send(plan.request, plan.target.method, plan.answerLimitMs);
  if (!exchange.ok && exchange.failure === 'interrupted') return { survivedMs: rounded(exchange.at - lastByteAt) };
  const result = !exchange.ok ? 'unanswered' : announcedClose(exchange.answer) === undefined ? 'answered' : 'announced';
  const end = exchange.ok ? exchange.lastByteAt : exchange.at;
  return { lateRequest: { afterMs: rounded(exchange.sentAt - lastByteAt), result, tookMs: rounded(end - exchange.sentAt) } };
}
