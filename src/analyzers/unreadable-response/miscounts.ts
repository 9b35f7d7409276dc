import type { ContainerLog } from '../../artifacts/logs/types.ts';
import { indicesWhere } from '../../facts/incident-rows.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import { instant, type Milliseconds } from '../../model/time.ts';

/** What an application logs of a body that is not as long as it said, and the failures (indices) at that moment. */
export interface Miscount {
  readonly pod: string;
  readonly said: string;
  readonly evidence: Evidence;
  readonly explains: readonly number[];
}

/** It is logged as the handler returns. */
const apartMs: Milliseconds = 1_000;

export function miscounts(incident: ObservedIncident, logs: readonly ContainerLog[]): readonly Miscount[] {
  return logs.flatMap(({ identity, signals }): readonly Miscount[] => {
    const pod = `${identity.namespace ?? ''}/${identity.pod ?? ''}`;
    const lines = signals.filter(({ id }) => id === 'response-length-wrong');
    const [first] = lines;
    if (first === undefined) return [];
    const explains = indicesWhere(
      incident,
      (failure) =>
        failure.serverPod === pod &&
        failure.family === 'protocol' &&
        !failure.flags.includes('DPE') &&
        lines.some(({ time }) => time !== undefined && Math.abs(time - failure.end) <= apartMs),
    );
    if (explains.length === 0) return [];
    const { text, at, time, data } = first;
    return [{ pod, said: data['text'] ?? '', evidence: { kind: 'log', at, text, ...(time === undefined ? {} : { time: instant(time) }) }, explains }];
  });
}
