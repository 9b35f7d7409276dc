import { type Artifact, defineArtifact } from '../model/source.ts';

/**
 * Which parts of a target's failures belong to one incident: group by part. The engine puts it there once it has judged each part by itself;
 * without it each part is an incident of its own.
 */
export const grouping: Artifact<ReadonlyMap<string, string>> = defineArtifact({
  id: 'grouping',
  title: 'Parts of incidents that belong together',
  collectWith: ['(made by the analysis)'],
  isOfEngine: true,
  recognises: () => false,
  parse: () => new Map(),
});
