import type { Gap } from '../model/diagnosis.ts';
import type { Question, Snapshot } from '../model/snapshot.ts';
import type { Needs, Source } from '../model/source.ts';

/** What a source came to in one snapshot. */
export type Resolved =
  | { readonly status: 'ok'; readonly value: unknown }
  | { readonly status: 'missing'; readonly gaps: readonly Gap[] }
  | { readonly status: 'failed'; readonly error: string };

export type Resolver = (source: Source<unknown>) => Resolved;

/** A resolver that knows the question as well: facts may depend on it. */
export function resolverFor(snapshot: Snapshot, question: Question): Resolver {
  return createResolver({ ...snapshot, artifacts: { ...snapshot.artifacts, question: { status: 'ok', value: question } } });
}

/** Looks sources up in a snapshot: artifacts as gathered, facts derived once. A `derive` that throws fails the fact, nothing else. */
export function createResolver(snapshot: Snapshot): Resolver {
  const facts = new Map<Source<unknown>, Resolved>();
  const resolve: Resolver = (source) => {
    if (source.kind === 'artifact') {
      const gathered = snapshot.artifacts[source.id];
      if (gathered === undefined || gathered.status === 'absent') {
        return { status: 'missing', gaps: [{ artifact: source.id, reason: gathered?.reason ?? 'not collected', collectWith: source.collectWith }] };
      }
      return gathered;
    }
    const known = facts.get(source);
    if (known !== undefined) return known;
    const derived = derive(source, resolve);
    facts.set(source, derived);
    return derived;
  };
  return resolve;
}

function derive(fact: Extract<Source<unknown>, { kind: 'fact' }>, resolve: Resolver): Resolved {
  const inputs = gatherInputs(fact.needs, fact.wants, resolve);
  if (inputs.status !== 'ok') return inputs;
  try {
    const value: unknown = fact.derive(inputs.value as never); // `needs` and `wants` define the input's type
    return value === undefined ? { status: 'missing', gaps: gapsOf(fact.wants, resolve) } : { status: 'ok', value };
  } catch (error) {
    return { status: 'failed', error: `${fact.id}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** What a fact had nothing to be made of: those of its `wants` that are missing. */
function gapsOf(wants: Needs, resolve: Resolver): readonly Gap[] {
  const gaps = Object.values(wants).flatMap((source) => {
    if (source.kind === 'artifact' && source.isOfEngine === true) return [];
    const resolved = resolve(source);
    return resolved.status === 'missing' ? resolved.gaps : [];
  });
  return [...new Map(gaps.map((gap) => [gap.artifact, gap])).values()];
}

/** Resolves all `needs` (any missing or failed one decides) and those of `wants` that are there. */
export function gatherInputs(needs: Needs, wants: Needs, resolve: Resolver): Resolved {
  const value: Record<string, unknown> = {};
  const gaps: Gap[] = [];
  for (const [name, source] of Object.entries(needs)) {
    const resolved = resolve(source);
    if (resolved.status === 'failed') return resolved;
    if (resolved.status === 'missing') gaps.push(...resolved.gaps);
    else value[name] = resolved.value;
  }
  if (gaps.length > 0) return { status: 'missing', gaps };
  for (const [name, source] of Object.entries(wants)) {
    const resolved = resolve(source);
    if (resolved.status === 'ok') value[name] = resolved.value;
  }
  return { status: 'ok', value };
}
