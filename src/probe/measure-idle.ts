import { announcedClose, type Answer, headerOf, keepAliveHint } from './answer.ts';
import type { Brake } from './brake.ts';
import { type Connection, type Exchange, openConnection } from './connection.ts';
import type { LoopLag } from './loop-lag.ts';
import type { IdleRow } from './observed.ts';
import type { OpenStream } from './open-stream.ts';
import { isEnvoy, lateRequest } from './late-request.ts';
import { pause } from './pause.ts';
import type { ProbePlan } from './plan.ts';
import { rounded } from './rounded.ts';

/** What the measurements share. `begun` is the start of the probe on the clock of `performance.now()`. */
export interface Measuring {
  readonly plan: ProbePlan;
  readonly open: OpenStream;
  readonly brake: Brake;
  readonly lag: LoopLag;
  readonly begun: number;
  /** Raised when the server has closed the first idle connection. */
  readonly firstClosed: AbortController;
}

type Answered = Exchange & { readonly ok: true };

/** A server that has announced the end is given so long to close: it mostly does so at once. */
const announcedWait = 2000;
/** An error bar can be asked for this long after the moment. */
const lagSettles = 50;

/** One connection: a request at once, then silence until the server closes or the wait is over. Never throws; what went wrong is in the row. */
export async function measureIdle(measuring: Measuring, index: number): Promise<IdleRow> {
  const { plan, open, brake, begun } = measuring;
  const row = { connection: index + 1 };
  await pause(plan.idle.startsMs[index] ?? 0, brake.signal);
  if (brake.signal.aborted) return row;
  const connection = await openConnection(open, brake.signal);
  if ('failure' in connection) {
    if (connection.failure === 'interrupted') return { ...row, failure: givenUp(brake) };
    brake.stop({ reason: 'failure', ...connection });
    return { ...row, ...connection };
  }
  try {
    const exchange = await connection.send(plan.request, plan.target.method, plan.answerLimitMs);
    const opened = { ...row, openedMs: rounded(connection.openedAt - begun), connectMs: rounded(connection.openedIn) };
    if (!exchange.ok) {
      const { failure, detail } = exchange;
      if (failure === 'interrupted') return { ...opened, failure: givenUp(brake) };
      brake.stop({ reason: 'failure', failure, ...(detail === undefined ? {} : { detail }) });
      return { ...opened, failure, ...(detail === undefined ? {} : { detail }) };
    }
    const answered = { ...opened, ...answerFields(exchange) };
    brake.accepts(exchange.answer);
    return { ...answered, ...(await untilClosed(measuring, connection, exchange, index === plan.idle.startsMs.length - 1)) };
  } finally {
    connection.destroy();
  }
}

async function untilClosed(measuring: Measuring, connection: Connection, exchange: Answered, isLast: boolean): Promise<Partial<IdleRow>> {
  const { plan, brake, lag, firstClosed } = measuring;
  const { answer, lastByteAt } = exchange;
  const wait = announcedClose(answer) === undefined ? plan.idle.maxWaitMs : Math.min(announcedWait, plan.idle.maxWaitMs);
  const isLate = isLast && plan.idle.hasLateRequest && isEnvoy(answer);
  const closing = await connection.closing(lastByteAt + wait - performance.now(), isLate ? firstClosed.signal : undefined);
  if (closing === undefined && isLate && firstClosed.signal.aborted && !brake.signal.aborted) return lateRequest(plan, connection, lastByteAt);
  const unasked = connection.unasked();
  const bytes = unasked === undefined ? {} : { bytesFirst: unasked.status, bytesMs: rounded(Math.max(0, unasked.at - lastByteAt)) };
  if (closing === undefined) return { survivedMs: rounded(performance.now() - lastByteAt), ...bytes };
  if (announcedClose(answer) === undefined) firstClosed.abort();
  const afterFin = closing.kind === 'fin' ? await connection.afterFin() : undefined;
  if (afterFin === undefined) await pause(lagSettles);
  return {
    idleMs: rounded(closing.at - lastByteAt),
    close: closing.kind,
    ...bytes,
    ...(afterFin === undefined ? {} : { afterFin }),
    lagMs: rounded(Math.max(lag.around(closing.at), lag.around(lastByteAt))),
  };
}

/** What a connection came to on which nothing went wrong when the probe ended. */
function givenUp(brake: Brake): 'interrupted' | 'given-up' {
  return brake.stopped()?.reason === 'interrupted' ? 'interrupted' : 'given-up';
}

function answerFields({ answer, sentAt, lastByteAt }: Answered): Partial<IdleRow> {
  const announced = announcedClose(answer);
  const hint = keepAliveHint(answer);
  const server = serverName(answer);
  return {
    status: answer.status,
    httpVersion: answer.version,
    ...(server === undefined ? {} : { server }),
    answerMs: rounded(lastByteAt - sentAt),
    bodyBytes: answer.bodyBytes,
    ...(announced === undefined ? {} : { announced }),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** VictoriaMetrics sends no Server header but one of its own (lib/httpserver/httpserver.go, v1.150.0). */
function serverName(answer: Answer): string | undefined {
  const named = headerOf(answer, 'server');
  if (named !== undefined) return named.slice(0, 200);
  return headerOf(answer, 'x-server-hostname') === undefined ? undefined : 'VictoriaMetrics';
}
