import type { ContainerLog } from '../artifacts/logs/types.ts';
import type { Evidence } from '../model/evidence.ts';
import type { ObservedIncident } from '../model/failure.ts';
import { instant, type Milliseconds } from '../model/time.ts';
import { indicesWhere } from './incident-rows.ts';

/** What a proxy's codec said of an exchange that failed, and the failures (indices) that it was said of. */
export interface CodecError {
  /** `namespace/name` of the proxy's pod. */
  readonly pod: string;
  /** Whose bytes were not taken. */
  readonly of: 'upstream' | 'downstream';
  readonly error: string;
  readonly evidence: Evidence;
  readonly explains: readonly number[];
}

/** A line and the row it belongs to are written by one process in one turn; only rounding lies between them. */
const apartMs: Milliseconds = 250;

/** Words of Envoy's codec for a limit of headers; the rest speak of syntax. `header_overflow` is nghttp2's and oghttp2's counter, no text. */
export function isHeaderLimit(error: string): boolean {
  return /\b(?:headers|trailers) (?:size|count) exceeds limit\b/.test(error);
}

/** Errors of codecs (level debug of a proxy's log), joined with the protocol failures of the same proxy at the same moment. */
export function codecErrorsOf(incident: ObservedIncident, logs: readonly ContainerLog[]): readonly CodecError[] {
  return logs.flatMap(({ identity, signals }) => {
    const pod = `${identity.namespace ?? ''}/${identity.pod ?? ''}`;
    return signals.flatMap(({ id, data, time, text, at }): readonly CodecError[] => {
      if (id !== 'codec-error' || time === undefined) return [];
      const of = data['of'] === 'downstream' ? 'downstream' : 'upstream';
      const explains = indicesWhere(
        incident,
        (failure) =>
          failure.pod === pod &&
          failure.family === 'protocol' &&
          failure.flags.includes('DPE') === (of === 'downstream') &&
          time >= failure.time - apartMs &&
          time <= failure.end + apartMs,
      );
      if (explains.length === 0) return [];
      return [{ pod, of, error: data['error'] ?? '', evidence: { kind: 'log', at, text, time: instant(time) }, explains }];
    });
  });
}
