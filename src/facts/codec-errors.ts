import type { ContainerLog } from '../artifacts/logs/types.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Failure, ObservedIncident } from '../model/failure.ts';
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

/** A codec error ends its exchange in the same turn of the same process; only rounding lies between them. */
const apartMs: Milliseconds = 250;

/** Words of Envoy's codec for a limit of headers; the rest speak of syntax. `header_overflow` is nghttp2's and oghttp2's counter, no text. */
export function isHeaderLimit(error: string): boolean {
  return /\b(?:headers|trailers) (?:size|count) exceeds limit\b/.test(error);
}

/**
 * True when the row's details say that a proxy refused headers for their size or number. Formats without details still have the status that
 * Envoy uses for nothing else. Envoy 1.20 to 1.40, codec_impl.cc, conn_manager_impl.cc.
 */
export function isHeaderRefusal({ details, code, flags }: Failure): boolean {
  if (details === undefined) return code === 431 && flags.includes('DPE');
  return /^(?:http[123]\.(?:headers_too_large|too_many_headers|header_list_size_too_large)|re(?:quest|sponse)_headers_too_large)\b/.test(details);
}

/** Errors of codecs (level debug of a proxy's log), joined with the failures of the same proxy at the same moment: `UPE`, before Envoy 1.18 `UC`. */
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
          (failure.family === 'protocol' || (of === 'upstream' && failure.family === 'reset')) &&
          failure.flags.includes('DPE') === (of === 'downstream') &&
          Math.abs(time - failure.end) <= apartMs,
      );
      if (explains.length === 0) return [];
      return [{ pod, of, error: data['error'] ?? '', evidence: { kind: 'log', at, text, time: instant(time) }, explains }];
    });
  });
}
