import type { Sign } from '../knowledge/signatures.ts';
import type { Failure } from '../model/failure.ts';

/**
 * The sign of a failure; undefined where the row cannot tell (an answer passed on from beyond the last log, unusual flags), so that
 * nothing is concluded from it.
 */
export function signOf(failure: Failure): Sign | undefined {
  // a caller's log does not say on which hop it was
  const place = failure.direction === 'inbound' ? 'local' : failure.direction === 'unknown' ? 'somewhere' : 'remote';
  switch (failure.family) {
    case 'reset':
      return `reset-${place}`;
    case 'connect':
      return connectSign(failure, place);
    case 'answered':
      return failure.unseenBeyond ? undefined : 'answered';
    case 'other':
      return undefined;
    default:
      return failure.family;
  }
}

/** Words of Envoy 1.20 to 1.40 in the transport failure reason and the details; blanks are written as underscores there. */
function connectSign({ transportFailure, details }: Failure, place: 'local' | 'remote' | 'somewhere'): Sign {
  const words = `${transportFailure ?? ''} ${details ?? ''}`.replaceAll('_', ' ').toLowerCase();
  if (words.includes('secret is not supplied')) return 'tls-secret';
  if (/certificate verify failed|alert (?:bad )?certificate|alert unknown ca|certificate (?:expired|required|unknown)/.test(words)) return 'tls-certificate';
  if (/connection reset by peer/.test(words)) return 'connect-reset';
  if (/tls error|ssl routines|wrong version number/.test(words)) return 'tls-protocol';
  if (/connect error: 111\b|connection refused/.test(words)) return `refused-${place}`;
  if (/connect error: (?:113\b|101\b|no route to host|network is unreachable|host is unreachable)/.test(words)) return 'connect-unreachable';
  if (/connect error: 104\b/.test(words)) return 'connect-reset';
  if (/connection timeout|connect error: (?:110\b|connection timed out)/.test(words)) return 'connect-timeout';
  return 'connect-unknown';
}
