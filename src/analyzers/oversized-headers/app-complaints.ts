import type { ContainerLog } from '../../artifacts/logs/types.ts';
import { indicesWhere } from '../../facts/incident-rows.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';
import { instant, type Milliseconds } from '../../model/time.ts';

/** What an application logs of headers that it does not take, as its requests fail. */
export interface Complaint {
  readonly pod: string;
  readonly said: string;
  readonly evidence: Evidence;
  readonly explains: readonly number[];
}

/** A server logs the refusal as it makes it. */
const apartMs: Milliseconds = 1_000;

/** One complaint for each pod whose lines meet at least half of the failures that such a refusal can leave there; fewer meet by chance. */
export function appComplaints(incident: ObservedIncident, logs: readonly ContainerLog[]): readonly Complaint[] {
  return logs.flatMap(({ identity, signals }): readonly Complaint[] => {
    const pod = `${identity.namespace ?? ''}/${identity.pod ?? ''}`;
    const lines = signals.filter(({ id }) => id === 'headers-too-large');
    const [first] = lines;
    if (first === undefined) return [];
    const fitting = indicesWhere(incident, (failure) => failure.serverPod === pod && canBe(failure));
    const explains = fitting.filter((index) => {
      const failure = incident.failures[index];
      return failure !== undefined && lines.some(({ time }) => time !== undefined && time >= failure.time - apartMs && time <= failure.end + apartMs);
    });
    if (explains.length === 0 || explains.length < 0.5 * fitting.length) return [];
    const { text, at, time, data } = first;
    return [{ pod, said: data['text'] ?? '', evidence: { kind: 'log', at, text, ...(time === undefined ? {} : { time: instant(time) }) }, explains }];
  });
}

/** It closes without an answer, in the middle of one, or (nginx towards its own upstream) answers 502. */
function canBe({ family, code }: Failure): boolean {
  return family === 'reset' || family === 'protocol' || (family === 'answered' && code === 502);
}
