import { accessLogs } from '../artifacts/logs/index.ts';
import { question } from '../artifacts/question.ts';
import type { Failure } from '../model/failure.ts';
import type { Measure } from '../model/measure.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { traffic } from './traffic.ts';

/** Failures closer than this have one reason: a push, a restart, a tick of a caller that sends several requests at once. */
const apartMs = 1_000;

/** Every target that was asked for something, whether it failed or not; the span is that of the logs, within the stretch of time that is asked about. */
export const measures: Fact<readonly Measure[]> = defineFact({
  id: 'measures',
  needs: { traffic, accessLogs },
  wants: { question },
  derive: ({ traffic, accessLogs, question }) => {
    if (accessLogs.length === 0) return [];
    const { from: start, to: end } = question?.window ?? { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
    const from = Math.max(start, Math.min(...accessLogs.map((log) => log.first)));
    const to = Math.min(end, Math.max(...accessLogs.map((log) => log.last)));
    if (from > to) return [];
    const failing = Map.groupBy(traffic.incidents, ({ target }) => target);
    return [...new Set([...failing.keys(), ...traffic.served.keys()])].toSorted().map((target): Measure => {
      const incidents = failing.get(target) ?? [];
      const failures = incidents.reduce((sum, { total }) => sum + total, 0);
      const served = traffic.served.get(target);
      const counted = incidents.reduce<number | undefined>((most, { requests }) => (requests === undefined ? most : Math.max(most ?? 0, requests)), undefined);
      const requests = counted ?? (served === undefined ? undefined : served + failures);
      const rows = incidents.flatMap((incident) => incident.failures);
      return {
        target,
        ...(requests === undefined ? {} : { requests: Math.max(requests, failures) }),
        failures,
        events: eventsOf(rows),
        flags: [...new Set(rows.map(({ flags }) => flags.join(',')))].filter((flag) => flag !== '').toSorted(),
        from,
        to,
      };
    });
  },
});

function eventsOf(rows: readonly Failure[]): number {
  const times = rows.map(({ time }) => time).toSorted((a, b) => a - b);
  return times.filter((time, index) => index === 0 || time - (times[index - 1] ?? 0) > apartMs).length;
}
