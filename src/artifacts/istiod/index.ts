import type { Artifact } from '../../model/source.ts';
import { proxySync } from './proxy-sync.ts';

export { proxySync };

/** Every artifact read from istiod. */
export const istiodArtifacts: readonly Artifact<unknown>[] = [proxySync];
