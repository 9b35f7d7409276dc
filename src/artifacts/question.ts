import type { Question } from '../model/snapshot.ts';
import { type Artifact, defineArtifact } from '../model/source.ts';

/** What is asked of the snapshot. The engine puts it there, so that facts can look at one path or one stretch of time only. */
export const question: Artifact<Question> = defineArtifact({
  id: 'question',
  title: 'The question',
  collectWith: ['why503 diagnose --from NAMESPACE/WORKLOAD --to NAMESPACE/SERVICE'],
  isOfEngine: true,
  recognises: () => false,
  parse: () => ({}),
});
