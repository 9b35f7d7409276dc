import type { Incident } from '../model/diagnosis.ts';
import type { ObservedIncident } from '../model/failure.ts';
import { isNamed } from '../model/verdict.ts';

/**
 * Which parts of a target's failures are one incident after all, once each was judged by itself: those with the same cause, and those without
 * one that look like one that has. Gives group by part, or undefined where every part stays an incident of its own.
 *
 * @param judged the same incidents with their causes, by id
 */
export function groupParts(observed: readonly ObservedIncident[], judged: ReadonlyMap<string, Incident>): ReadonlyMap<string, string> | undefined {
  const groups = new Map<string, string>();
  for (const [target, parts] of Map.groupBy(
    observed.filter(({ part }) => part !== undefined),
    (incident) => incident.target,
  )) {
    const named = parts.flatMap((incident) => {
      const cause = judged.get(incident.id)?.causes.find(isNamed);
      return cause === undefined ? [] : [{ incident, group: `${target} ${cause.id}` }];
    });
    for (const incident of parts) {
      const own = named.find((entry) => entry.incident === incident) ?? named.find((entry) => isAlike(entry.incident, incident));
      const group = own?.group ?? `${target} ${looksOf(incident)}`;
      for (const key of incident.part?.keys ?? []) groups.set(key, group);
    }
  }
  return new Set(groups.values()).size === groups.size ? undefined : groups;
}

/** True when the second fails in no way that the first does not, at the same hops and in the same shape. */
function isAlike(known: ObservedIncident, unknown: ObservedIncident): boolean {
  if (known.part?.shape !== unknown.part?.shape) return false;
  const kinds = new Set(kindsOf(known));
  return kindsOf(unknown).every((kind) => kinds.has(kind));
}

const looksOf = (incident: ObservedIncident): string => [incident.part?.shape ?? '', ...kindsOf(incident)].join(' ');

function kindsOf({ failures }: ObservedIncident): readonly string[] {
  return [...new Set(failures.map(({ family, hop }) => `${family} ${hop}`))].toSorted();
}
