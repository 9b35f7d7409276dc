import { events as eventObjects } from '../artifacts/kubernetes/kinds.ts';
import { snapshotTime } from '../artifacts/snapshot-time.ts';
import { numberAt, objectAt, stringAt } from '../formats/json.ts';
import { parseInstant } from '../formats/time/index.ts';
import type { Evidence, ObjectRef, Place } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { type EpochMs, instant, type Milliseconds } from '../model/time.ts';

/** A Kubernetes event. Only first, last and count are known of repeated ones. */
export interface KubernetesEvent {
  readonly about: ObjectRef;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly first?: EpochMs;
  readonly last?: EpochMs;
  /** Set when `last` comes from a printed age, which is rounded down. */
  readonly agoMs?: Milliseconds;
  readonly isWarning: boolean;
  readonly at: Place;
  readonly evidence: Evidence;
}

/** Events in order of time. Ages of a printed table become moments by the snapshot's own time. */
export const events: Fact<readonly KubernetesEvent[]> = defineFact({
  id: 'events',
  needs: { eventObjects, snapshotTime },
  derive: ({ eventObjects, snapshotTime }) =>
    eventObjects
      .map(({ object, at }): KubernetesEvent => {
        const involved = objectAt(object, 'involvedObject') ?? objectAt(object, 'regarding');
        const namespace = stringAt(involved, 'namespace') ?? stringAt(object, 'metadata', 'namespace');
        const container = /\{([^}]+)\}/.exec(stringAt(involved, 'fieldPath') ?? '')?.[1];
        const reason = stringAt(object, 'reason') ?? '';
        const message = stringAt(object, 'message') ?? stringAt(object, 'note') ?? '';
        const count = numberAt(object, 'count') ?? numberAt(object, 'series', 'count') ?? 1;
        const agoMs = numberAt(object, 'why503', 'lastSeenAgoMs');
        const last = moment(
          object,
          snapshotTime.takenAt,
          'lastSeenAgoMs',
          ['lastTimestamp'],
          ['series', 'lastObservedTime'],
          ['eventTime'],
          ['deprecatedLastTimestamp'],
          ['metadata', 'creationTimestamp'],
        );
        const first =
          moment(
            object,
            snapshotTime.takenAt,
            'firstSeenAgoMs',
            ['firstTimestamp'],
            ['deprecatedFirstTimestamp'],
            ['eventTime'],
            ['metadata', 'creationTimestamp'],
          ) ?? last;
        return {
          about: {
            kind: stringAt(involved, 'kind') ?? 'Object',
            ...(namespace === undefined ? {} : { namespace }),
            name: stringAt(involved, 'name') ?? '',
            ...(container === undefined ? {} : { container }),
          },
          reason,
          message,
          count,
          ...(first === undefined ? {} : { first }),
          ...(last === undefined ? {} : { last }),
          ...(agoMs === undefined ? {} : { agoMs }),
          isWarning: stringAt(object, 'type') === 'Warning',
          at,
          evidence: { kind: 'event', at, reason, text: message, count, ...(last === undefined ? {} : { last: instant(last) }) },
        };
      })
      .toSorted((a, b) => (a.last ?? 0) - (b.last ?? 0)),
});

function moment(object: unknown, now: EpochMs, ageKey: string, ...paths: readonly (readonly string[])[]): EpochMs | undefined {
  const age = numberAt(object, 'why503', ageKey);
  if (age !== undefined) return now - age;
  for (const path of paths) {
    const text = stringAt(object, ...path);
    const time = text === undefined ? undefined : parseInstant(text);
    if (time !== undefined) return time;
  }
  return undefined;
}
