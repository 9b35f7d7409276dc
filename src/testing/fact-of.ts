import { createResolver } from '../engine/resolve.ts';
import type { Fact } from '../model/source.ts';
import type { Given } from './given.ts';
import { makeSnapshot } from './make-snapshot.ts';

/** The value of a fact for what is given; throws where the engine would call it missing or failed. */
export function factOf<T>(fact: Fact<T>, given: readonly Given[]): T {
  const resolved = createResolver(makeSnapshot(given))(fact);
  if (resolved.status === 'ok') return resolved.value as T; // the fact's own type says what it derives
  throw new Error(resolved.status === 'failed' ? resolved.error : `${fact.id} is missing: ${resolved.gaps.map((gap) => gap.artifact).join(', ')}`);
}
