import { asObject, numberAt, objectsAt, stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Question, SkippedEntry } from '../../model/snapshot.ts';
import type { RawDocument } from '../../model/source.ts';
import type { Said } from '../../model/text.ts';
import { say } from '../../text/coverage.ts';

/** What the record of `why503 collect` among the evidence says. */
export interface CollectionSaid {
  /** Where it is from, for people: `cluster NAME`. */
  readonly origin: string;
  readonly question: Question;
  /** What was looked for and is not there. */
  readonly skipped: readonly SkippedEntry[];
  readonly notes: readonly Said[];
}

/** True for the file `collection.json` that `why503 collect` writes. */
export function isCollectionRecord({ body }: RawDocument): boolean {
  if (body.kind !== 'json') return false;
  const { value } = body;
  return stringAt(value, 'kind') === 'Collection' && stringAt(value, 'apiVersion') === 'why503/v1' && stringAt(value, 'collectedBy') !== undefined;
}

/** A report lists no more than this. */
const MOST_SKIPPED = 200;

export function readCollectionRecord({ body }: RawDocument): CollectionSaid {
  const value = body.kind === 'json' ? asObject(body.value) : undefined;
  const missing = objectsAt(value, 'missing');
  const unserved = missing.filter((entry) => stringAt(entry, 'reason') === 'not-served').map((entry) => fileOf(entry).replace(/^cluster\/|\.json$/g, ''));
  const others = missing.filter((entry) => stringAt(entry, 'reason') !== 'not-served');
  const notes = [
    ...(unserved.length === 0 ? [] : [say('collectNotServed', { kinds: unserved.slice(0, MOST_SKIPPED).join(', ') })]),
    ...(others.some((entry) => stringAt(entry, 'reason') === 'stopped') ? [say('collectStopped')] : []),
    ...(others.some((entry) => stringAt(entry, 'reason') === 'budget') ? [say('collectBudget')] : []),
  ];
  return {
    origin: `cluster ${stringAt(value, 'cluster') ?? '?'}`,
    question: questionOf(asObject(value?.['question'])),
    skipped: others.slice(0, MOST_SKIPPED).map((entry) => ({ file: fileOf(entry), reason: reasonOf(entry) })),
    notes,
  };
}

function questionOf(value: JsonObject | undefined): Question {
  const from = stringAt(value, 'from');
  const to = stringAt(value, 'to');
  const sinceMs = numberAt(value, 'sinceMs');
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), ...(sinceMs === undefined ? {} : { sinceMs }) };
}

function fileOf(entry: JsonObject): string {
  return stringAt(entry, 'file') ?? '?';
}

function reasonOf(entry: JsonObject): Said {
  const detail = stringAt(entry, 'detail') ?? '-';
  switch (stringAt(entry, 'reason')) {
    case 'forbidden':
    case 'unauthenticated':
      return say('collectForbidden', { detail });
    case 'gone':
      return say('collectGone', { detail });
    case 'expired':
      return say('collectExpired');
    case 'cut':
      return say('collectCut');
    case 'left-out':
      return say('collectLeftOut', { detail });
    case 'no-pod':
      return say('collectNoPod', { detail });
    case 'no-metrics-api':
      return say('collectNoMetricsApi', { detail });
    case 'no-series':
      return say('collectNoSeries', { detail });
    case 'empty':
      return say('collectEmpty');
    case 'stopped':
    case 'budget':
      return say('collectEnded');
    default:
      return say('collectNoAnswer', { reason: stringAt(entry, 'reason') ?? '?', detail });
  }
}
