import { defineFact, type Fact } from '../model/source.ts';
import type { Change } from '../model/change.ts';
import { configChanges } from './config-changes.ts';
import { istiodPushes } from './istiod-pushes.ts';
import { podChanges } from './pod-changes.ts';
import { workloadChanges } from './workload-changes.ts';

/**
 * Everything that is known to have changed, in order of time: ends, starts and readiness of pods, roll-outs and scaling, configuration as written
 * and as istiod took it over, certificates, nodes, processes. One list, whatever told of it.
 */
export const changes: Fact<readonly Change[]> = defineFact({
  id: 'changes',
  needs: {},
  wants: { podChanges, workloadChanges, configChanges, istiodPushes },
  derive: ({ podChanges, workloadChanges, configChanges, istiodPushes }) =>
    [...(podChanges ?? []), ...(workloadChanges ?? []), ...(configChanges ?? []), ...(istiodPushes ?? [])].toSorted(
      (a, b) =>
        a.time - b.time ||
        a.kind.localeCompare(b.kind) ||
        (a.subject.namespace ?? '').localeCompare(b.subject.namespace ?? '') ||
        a.subject.name.localeCompare(b.subject.name) ||
        (a.subject.container ?? '').localeCompare(b.subject.container ?? ''),
    ),
});
