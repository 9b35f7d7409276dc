import { type Artifact, defineArtifact } from '../model/source.ts';
import type { EpochMs } from '../model/time.ts';

/** The snapshot's own "now", put there by whoever made the snapshot. */
export const snapshotTime: Artifact<{ readonly takenAt: EpochMs }> = defineArtifact({
  id: 'snapshot-time',
  title: 'Time of the snapshot',
  collectWith: ['(part of every snapshot)'],
  recognises: () => false,
  parse: () => ({ takenAt: 0 }),
});
