import type { ProxyAccessLog } from '../artifacts/logs/types.ts';
import type { EpochMs } from '../model/time.ts';
import { instant } from '../model/time.ts';
import type { LifeEvent } from './life-event.ts';
import type { Pod } from './pods.ts';
import { workloadOfPodName } from './workload-name.ts';

/** A replacement comes within this of the end: surge first, or after the grace period. */
const replacedWithinMs = 60_000;

/** Pods whose proxy wrote a log, that are gone from the list of pods, and whose workload got a new pod in the same minute: they were replaced. */
export function replacedPods(logs: readonly ProxyAccessLog[], all: readonly Pod[], now: EpochMs | undefined): readonly LifeEvent[] {
  return logs.flatMap(({ proxy, last }): readonly LifeEvent[] => {
    const { pod, namespace } = proxy;
    if (pod === undefined || namespace === undefined || (now !== undefined && now - last < 10_000)) return [];
    const own = all.filter((candidate) => candidate.namespace === namespace);
    const workload = workloadOfPodName(pod);
    const successor = own.find(
      (candidate) => candidate.workload.name === workload && candidate.createdAt !== undefined && Math.abs(candidate.createdAt - last) <= replacedWithinMs,
    );
    if (successor?.createdAt === undefined || own.some((candidate) => candidate.name === pod)) return [];
    return [
      {
        time: last,
        slackMs: 5_000,
        kind: 'deleted',
        pod: `${namespace}/${pod}`,
        workload,
        namespace,
        isProxy: false,
        reason: 'replaced',
        count: 1,
        subject: { kind: 'Pod', namespace, name: pod },
        evidence: [
          { kind: 'absence', at: { artifact: 'pods', file: successor.object.at.file }, lookedFor: `${namespace}/${pod}` },
          { kind: 'field', at: { ...successor.object.at, path: 'metadata.creationTimestamp' }, value: instant(successor.createdAt) },
        ],
      },
    ];
  });
}
