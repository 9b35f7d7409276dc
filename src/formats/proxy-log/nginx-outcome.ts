import type { ProxyFault } from '../../model/proxy-fault.ts';
import type { ProxyRow } from './proxy-row.ts';

/** What nginx's variables say of a request: `$status` and the lists of `$upstream_*`, one value an attempt. */
export interface NginxAnswer {
  readonly code: number;
  /** `$upstream_status`; undefined where the format does not have it. */
  readonly statuses?: readonly string[];
  /** `$upstream_response_length`. */
  readonly lengths?: readonly string[];
  /** `$upstream_header_time`. */
  readonly headerTimes?: readonly string[];
  /** `$upstream_addr`. */
  readonly addresses?: readonly string[];
}

/**
 * What became of the request. nginx writes 502 or 504 into `$upstream_status` itself when an attempt brought no answer, and never another
 * code (ngx_http_upstream_next, nginx 1.9.13 to 1.29), so any other status is the upstream's own, and these two are where bytes of an answer came.
 */
export function nginxOutcome(answer: NginxAnswer): Pick<ProxyRow, 'fault' | 'words' | 'clientLeft' | 'savedByRetry' | 'attempts'> {
  const { code, statuses, addresses } = answer;
  const tries = Math.max(statuses?.length ?? 0, addresses?.length ?? 0);
  const attempts = tries > 1 ? { attempts: tries } : {};
  if (code === 499) return { clientLeft: true, ...attempts };
  if (code < 500) {
    const lost = statuses?.slice(0, -1).find((status) => /^5\d\d$/.test(status));
    if (lost === undefined) return attempts;
    const fault = lost === '502' || lost === '504' ? 'unnamed' : 'answered';
    return { fault, words: `upstream_status ${statuses?.join(', ')}`, savedByRetry: true, ...attempts };
  }
  const fault = faultOf(answer);
  return { fault, ...(statuses === undefined ? {} : { words: `upstream_status ${statuses.join(', ') || '-'}` }), ...attempts };
}

function faultOf({ code, statuses, lengths, headerTimes, addresses }: NginxAnswer): ProxyFault {
  const last = statuses?.at(-1);
  const isUnasked = addresses === undefined ? last === '-' || (statuses !== undefined && last === undefined) : isNothing(addresses.at(-1));
  if (isUnasked) return 'unasked';
  if (last !== undefined && last !== String(code)) return 'unnamed';
  if (last !== undefined && code !== 502 && code !== 504) return 'answered';
  const header = headerTimes?.at(-1);
  if (header !== undefined) return isNothing(header) ? 'unnamed' : 'answered';
  const length = lengths?.at(-1);
  if (last === undefined || length === undefined) return 'unsigned';
  return length !== '-' && length !== '0' ? 'answered' : 'unnamed';
}

const isNothing = (text: string | undefined): boolean => text === undefined || text === '' || text === '-';

/** `10.0.0.1:80, 10.0.0.2:80 : 10.0.0.3:80`: attempts are parted by commas, groups of servers by colons. */
export function attemptsIn(text: string): readonly string[] {
  return text.split(/, | : /).map((part) => part.trim());
}
