import type { Evidence, NonEmpty, ObjectRef } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import type { EpochMs } from '../model/time.ts';
import { podLife } from './pod-life.ts';
import { pods } from './pods.ts';

/** The first run of a pod's containers: no restart, nothing to be mistaken for. */
export interface PodStart {
  /** `namespace/name`. */
  readonly pod: string;
  readonly workload: string;
  readonly namespace: string;
  /** When its first application container started. */
  readonly app?: EpochMs;
  /** When its proxy started. */
  readonly proxy?: EpochMs;
  /** When the application's log says that it listens. */
  readonly listening?: EpochMs;
  readonly subject: ObjectRef;
  readonly evidence: NonEmpty<Evidence>;
}

/** First starts of pods, from status, events and logs, in order of time. */
export const podStarts: Fact<readonly PodStart[]> = defineFact({
  id: 'pod-starts',
  needs: { podLife },
  wants: { pods },
  derive: ({ podLife, pods }) => {
    const restarted = new Set(
      (pods ?? []).filter((pod) => pod.containers.some((container) => !container.isInit && !container.isProxy && container.restarts > 0)).map((pod) => pod.key),
    );
    const starts = podLife.filter((event) => event.kind === 'started' && !restarted.has(event.pod));
    return [...Map.groupBy(starts, (event) => event.pod).values()].flatMap((events): readonly PodStart[] => {
      const [first] = events;
      if (first === undefined) return [];
      const app = events.find((event) => !event.isProxy && event.reason !== 'started-server')?.time;
      const proxy = events.find((event) => event.isProxy)?.time;
      const listening = events.find((event) => event.reason === 'started-server' && !event.isProxy)?.time;
      const shown = events.find((event) => !event.isProxy) ?? first;
      return [
        {
          pod: first.pod,
          workload: first.workload,
          namespace: first.namespace,
          ...(app === undefined ? {} : { app }),
          ...(proxy === undefined ? {} : { proxy }),
          ...(listening === undefined ? {} : { listening }),
          subject: shown.subject,
          evidence: shown.evidence,
        },
      ];
    });
  },
});
