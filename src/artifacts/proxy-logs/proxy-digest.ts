import type { ProxyProduct } from '../../model/proxy-fault.ts';
import type { ProxyRow } from '../../formats/proxy-log/proxy-row.ts';
import type { Place } from '../../model/evidence.ts';
import type { Identity } from '../../model/source.ts';
import type { EpochMs } from '../../model/time.ts';
import { objectOf } from '../identity-object.ts';
import { createBothEnds } from '../logs/both-ends.ts';
import { detached, detachedFields } from '../logs/detached.ts';
import { createTimelineBuilder, type TimelineBuilder } from '../logs/timeline-builder.ts';
import type { ProxyFailureRow, ProxyLog, ProxyRequestGroup } from './types.ts';

/** The log of one proxy while it streams by. Memory is bounded, whatever the log's length. */
export interface ProxyDigest {
  readonly add: (row: ProxyRow, file: string, line: number, text: string) => void;
  /** True when a line tells of an attempt to reach an upstream, so that this server is known to be a proxy. */
  readonly asksOthers: () => boolean;
  readonly finish: () => ProxyLog;
}

const mostGroups = 1_000;

interface GroupTally {
  readonly sample: ProxyRow;
  readonly outcome: ProxyRequestGroup['outcome'];
  readonly timeline: TimelineBuilder;
  count: number;
  first: EpochMs;
  last: EpochMs;
}

export function createProxyDigest(proxy: ProxyProduct, identity: Identity, file: string, isPlain: boolean, failureLimit: number): ProxyDigest {
  const object = objectOf(identity);
  const place = (rowFile: string, line?: number): Place => ({
    artifact: 'proxy-logs',
    file: rowFile,
    ...(object === undefined ? {} : { object }),
    ...(line === undefined ? {} : { line }),
  });
  const failures = createBothEnds<ProxyFailureRow>(failureLimit);
  const groups = new Map<string, GroupTally>();
  let rows = 0;
  let requests = 0;
  let clientAborts = 0;
  let asksOthers = false;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;

  const count = (row: ProxyRow, outcome: ProxyRequestGroup['outcome']): void => {
    requests += 1;
    const key = `${outcome} ${row.upstreamHost ?? ''} ${row.upstreamName ?? ''} ${row.authority ?? ''}`;
    const known = groups.get(key) ?? (groups.size < mostGroups ? undefined : groups.get(outcome));
    if (known !== undefined) {
      known.count += 1;
      known.first = Math.min(known.first, row.start);
      known.last = Math.max(known.last, row.end);
      known.timeline.add(row.start, outcome === 'failed');
      return;
    }
    const isOther = groups.size >= mostGroups;
    const timeline = createTimelineBuilder();
    timeline.add(row.start, outcome === 'failed');
    groups.set(isOther ? outcome : detached(key), {
      sample: isOther ? { proxy: row.proxy, kind: row.kind, start: row.start, end: row.end, code: row.code } : detachedFields(row),
      outcome,
      timeline,
      count: 1,
      first: row.start,
      last: row.end,
    });
  };

  return {
    add(row, rowFile, line, text) {
      rows += 1;
      first = Math.min(first, row.start);
      last = Math.max(last, row.end);
      if (row.kind === 'attempt' && row.fault !== 'rate') asksOthers = true;
      if (row.clientLeft === true) clientAborts += 1;
      if (row.kind === 'request' || row.kind === 'plain') count(row, outcomeOf(row));
      if (row.fault === undefined) return;
      failures.add(() => ({ row: detachedFields(row), at: place(rowFile, line), text: detached(text.slice(0, 2_000)) }));
    },
    asksOthers: () => asksOthers,
    finish: () => ({
      proxy,
      identity,
      at: place(file),
      isPlain,
      rows,
      requests,
      first,
      last,
      groups: [...groups.values()].map(groupOf),
      failures: failures.items(),
      failuresSeen: failures.seen(),
      clientAborts,
    }),
  };
}

function outcomeOf({ clientLeft, savedByRetry, fault }: ProxyRow): ProxyRequestGroup['outcome'] {
  if (clientLeft === true) return 'client-abort';
  return fault === undefined ? 'ok' : savedByRetry === true ? 'saved' : 'failed';
}

function groupOf({ sample, outcome, timeline, count, first, last }: GroupTally): ProxyRequestGroup {
  const { bucketMs, buckets } = timeline.finish();
  return {
    ...(sample.upstreamHost === undefined ? {} : { upstreamHost: sample.upstreamHost }),
    ...(sample.upstreamName === undefined ? {} : { upstreamName: sample.upstreamName }),
    ...(sample.authority === undefined ? {} : { authority: sample.authority }),
    outcome,
    count,
    first,
    last,
    bucketMs,
    buckets: buckets.map(({ from, requests }) => ({ from, requests })),
  };
}
