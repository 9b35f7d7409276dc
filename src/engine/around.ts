import type { NearbyChange } from '../model/diagnosis.ts';
import type { NearChange } from '../model/change.ts';
import type { ObservedIncident } from '../model/failure.ts';
import { fill } from '../model/text.ts';
import { instant } from '../model/time.ts';
import { changeTexts } from '../text/changes.ts';
import type { Registry } from './registry.ts';
import type { Resolver } from './resolve.ts';

/** What changed around an incident's failures, as a Diagnosis carries it; empty where nothing is known. */
export function aroundOf(incident: ObservedIncident, registry: Registry, resolve: Resolver): readonly NearbyChange[] {
  const resolved = resolve(registry.near);
  if (resolved.status !== 'ok') return [];
  const near = resolved.value as (incident: ObservedIncident) => readonly NearChange[]; // the token's own type
  return near(incident).map(({ change, burst, beforeMs }): NearbyChange => {
    const { kind, subject, detail, time, source, evidence } = change;
    const container = subject.container === undefined ? '' : `/${subject.container}`;
    const data = { subject: `${subject.kind} ${subject.name}${container}`, detail };
    return {
      at: instant(time),
      what: { id: `change/${kind}`, text: fill(changeTexts[kind], data), data },
      source,
      subject,
      beforeMs: Math.round(beforeMs),
      burst: instant(incident.bursts[burst]?.from ?? incident.from),
      evidence: evidence[0],
    };
  });
}
