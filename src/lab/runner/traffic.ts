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
  const counted = rows.filter((row) => row.method !== undefined && row.start >= from && row.start < to && !row.flags.includes('DC'));
  return { requests: counted.length, failures: counted.filter(({ code }) => code === 0 || code >= 500 || code === 403 || code === 404).length };
}

const z = 1.959964;

/** The interval of Wilson's score (1927), which holds for few requests and for none that fail. Undefined without requests. */
export function failureShare({ requests, failures }: Traffic): Share | undefined {
  if (requests === 0) return undefined;
  const share = failures / requests;
  const square = z ** 2 / requests;
  const middle = (share + square / 2) / (1 + square);
  const half = (z * Math.sqrt((share * (1 - share) + square / 4) / requests)) / (1 + square);
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
