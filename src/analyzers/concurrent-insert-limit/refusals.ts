import type { ContainerLog, Signal } from '../../artifacts/logs/types.ts';
import type { ClientAnswer } from '../../facts/client-answers.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Failure } from '../../model/failure.ts';
import { type EpochMs, instant, type Span } from '../../model/time.ts';

/** One moment (or stretch) at which the program said that its insert slots are busy. */
export interface Refusal {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly limit?: string;
  readonly evidence: Evidence;
}

/** The line and the row of one refusal are written by two processes of one pod. */
const slackMs = 2_000;

/** Refusals by the program's own log, and by the bodies that its callers quote. */
export function refusals(logs: readonly ContainerLog[], answers: readonly ClientAnswer[]): readonly Refusal[] {
  const own = logs.flatMap((log) => {
    const signals = log.signals.filter(({ id }) => id === 'vminsert-concurrency-limit');
    const said = signals.flatMap((signal) => refusalOf(signal) ?? []);
    const isCut = (log.counts['vminsert-concurrency-limit'] ?? 0) > signals.length;
    const [first, last] = [said[0], said.at(-1)];
    // of many lines only the first and last are kept: between them there were more
    return isCut && first !== undefined && last !== undefined ? [...said, { ...first, to: last.to }] : said;
  });
  const quoted = answers.flatMap(({ body, time, evidence }): readonly Refusal[] => {
    if (!/concurrent insert/i.test(body)) return [];
    const limit = /because (\d+) concurrent|more than (\d+) concurrent/.exec(body);
    const number = limit?.[1] ?? limit?.[2];
    return [{ from: time, to: time, ...(number === undefined ? {} : { limit: number }), evidence }];
  });
  return [...own, ...quoted];
}

/** True when a failing request ended about when the refusal was said. */
export function near(failure: Failure | undefined, { from, to }: Span): boolean {
  return failure !== undefined && failure.end >= from - slackMs && failure.time <= to + slackMs && failure.end <= to + slackMs;
}

function refusalOf({ time, data, at, text }: Signal): Refusal | undefined {
  if (time === undefined) return undefined;
  const limit = data['limit'];
  return { from: time, to: time, ...(limit === undefined ? {} : { limit }), evidence: { kind: 'log', at, text, time: instant(time) } };
}
