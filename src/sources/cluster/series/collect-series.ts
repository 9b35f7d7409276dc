import { listAt, stringAt } from '../../../formats/json.ts';
import type { EpochMs, Milliseconds } from '../../../model/time.ts';
import type { About, Collecting } from '../collecting.ts';
import type { MissingReason } from '../collection.ts';
import { parsedAnswer } from '../parse-answer.ts';
import { redactLog } from '../redact-log.ts';
import type { Missing, Requester } from '../requester.ts';
import { type SeriesQuery, type SeriesScope, seriesQueries } from './series-queries.ts';

/** A metrics server beside the cluster. */
export interface SeriesRequest {
  readonly ask: Requester;
  /** Its URL as it may be shown. */
  readonly shown: string;
  readonly to: EpochMs;
  readonly rangeMs: Milliseconds;
}

const ARTIFACT = 'metric-series';
/** Points of one series; a scraper has one each 15 to 60 s. */
const MOST_POINTS = 960;
const LEAST_STEP_S = 15;

/**
 * Writes `series/NAME.json`, an answer each, as the server gave it without what opens doors. A server that cannot be asked is noted once; series that it does not
 * have, one by one.
 */
export async function collectSeries({ ask, shown, to, rangeMs }: SeriesRequest, scope: SeriesScope, { put, miss }: Collecting): Promise<void> {
  const whole: About = { path: ['series'], artifact: ARTIFACT };
  if (scope.workloads.length === 0) return miss(whole, { reason: 'no-pod' });
  let kept = 0;
  for (const query of seriesQueries(scope)) {
    const about: About = { path: ['series', `${query.file}.json`], artifact: ARTIFACT };
    const found = await ask.get(pathOf(query, to, rangeMs));
    const answer = found.kind === 'found' ? parsedAnswer(found.text) : undefined;
    const trouble = found.kind === 'missing' ? troubleOf(found, shown) : undefined;
    if (trouble !== undefined && closing.has(trouble.reason)) return miss(whole, trouble);
    if (found.kind === 'missing') miss(about, trouble ?? found);
    else if (found.isCut) miss(about, { reason: 'cut' });
    else if (stringAt(answer, 'status') !== 'success') return miss(whole, { reason: 'no-metrics-api', detail: shown });
    else if (listAt(answer, 'data', 'result').length === 0) miss(about, { reason: 'empty' });
    else {
      await put(about, redactLog(found.text));
      kept += 1;
    }
  }
  if (kept === 0) miss(whole, { reason: 'no-series', detail: shown });
}

/** After these the next question has the same answer. */
const closing: ReadonlySet<MissingReason> = new Set(['no-metrics-api', 'unauthenticated', 'forbidden', 'unreachable', 'timeout', 'budget', 'stopped']);

/** 404 and a page that leads elsewhere are of a server that is not what it was taken for. */
function troubleOf({ reason, detail }: Missing, shown: string): Pick<Missing, 'reason' | 'detail'> {
  if (reason === 'gone' || (reason === 'refused' && /^3\d\d/.test(detail ?? ''))) return { reason: 'no-metrics-api', detail: shown };
  return { reason, detail: [shown, detail].filter(Boolean).join(': ') };
}

function pathOf({ query, kind }: SeriesQuery, to: EpochMs, rangeMs: Milliseconds): string {
  const stepS = Math.max(LEAST_STEP_S, Math.ceil(rangeMs / 1_000 / MOST_POINTS / LEAST_STEP_S) * LEAST_STEP_S);
  const end = Math.floor(to / 1_000);
  const asked = new URLSearchParams(
    kind === 'instant' ? { query, time: `${end}` } : { query, start: `${Math.floor(end - rangeMs / 1_000)}`, end: `${end}`, step: `${stepS}` },
  );
  return `/api/v1/${kind === 'instant' ? 'query' : 'query_range'}?${asked}`;
}
