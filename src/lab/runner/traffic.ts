import type { AccessRow } from '../../formats/access-log/row.ts';
import type { EpochMs } from '../../model/time.ts';

/** Requests of a span of time, and how many of them failed. */
export interface Traffic {
  readonly requests: number;
  readonly failures: number;
}

/** A share with the interval in which the true one lies with 95 %. */
export interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Failed: an answer of 500 or more, or none at all; a client that went away itself (DC) is no failure. */
export function trafficOf(rows: readonly AccessRow[], from: EpochMs, to: EpochMs): Traffic {
  const counted = rows.filter((row) => row.start >= from && row.start < to && !row.flags.includes('DC'));
  return { requests: counted.length, failures: counted.filter(isFailed).length };
}

const z = 1.959964;

/** Also a connection that found no way (code 0 with a flag), and answers that say that the way or the right is missing. */
export function isFailed({ code, flags, method }: AccessRow): boolean {
  return method === undefined ? flags.length > 0 : code === 0 || code >= 500 || code === 403 || code === 404;
}

/** The service that a request was for: the first label of its host, without the number of a pod. */
export function serviceOf({ authority }: AccessRow): string {
  return (authority?.split(/[.:]/)[0] ?? '').replace(/-\d+$/, '');
}

/** Whether the failures became fewer by more than chance: the two intervals do not meet. */
export function isFewer(before: Traffic, after: Traffic): boolean {
  const [was, is] = [failureShare(before), failureShare(after)];
  return was !== undefined && is !== undefined && is.high < was.low;
}

/** The interval of Wilson's score (1927), which holds for few requests and for none that fail. Undefined without requests. */
export function failureShare({ requests, failures }: Traffic): Share | undefined {
  if (requests === 0) return undefined;
  const share = failures / requests;
  const square = z ** 2 / requests;
  const middle = (share + square / 2) / (1 + square);
  const half = (z * Math.sqrt((share * (1 - share) + square / 4) / requests)) / (1 + square);
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
