import { instant } from '../../model/time.ts';
import type { Said } from '../../model/text.ts';
import { inferResets } from '../../race/inference/index.ts';
import { mergedTimelines } from '../../race/merged-timelines.ts';
import type { Observed, SeenPool } from '../observe/observed.ts';
import { observationsOf, type PlacedReset, renewalsOf } from '../observe/pool.ts';
import type { LogSources } from '../read/read-logs.ts';
import { greatest, least, sum } from './numbers.ts';
import { gapBins } from './gap-bins.ts';
import { judgeLogs, type LogJudgement, proxyName } from './judge-logs.ts';
import type { FailureSummary, Fit, FlagCount, LogReport, PoolSummary, ResetExample } from './log-report.ts';
import { coarser, mergedPools } from './merged-pools.ts';
import { sayOfReport as say } from './report-texts.ts';

/** The report on what was seen; `top` = how many failures and pools it names. */
export function buildReport(observed: Observed, sources: LogSources, top: number): LogReport {
  const proxies = observed.proxies.filter(({ rows }) => rows > 0);
  const judgement = judgeLogs(observed, sources.stats);
  const failed = sum(proxies.map((proxy) => proxy.failed));
  const total = sum(proxies.map(({ rows }) => rows));
  const rows = {
    total,
    succeeded: sum(proxies.map(({ succeeded }) => succeeded)),
    failed,
    other: sum(proxies.map(({ aborted }) => aborted)),
    damaged: sum(observed.proxies.map(({ damaged }) => damaged)),
    duplicates: sum(observed.proxies.map(({ duplicates }) => duplicates)),
  };
  const counts = observed.failures.rows().toSorted((a, b) => b.count - a.count || a.first - b.first);
  const fits = fitsOf(observed, judgement);
  const pools = observed.pools
    .filter(({ pool }) => pool.requests > 0)
    .toSorted((a, b) => b.pool.resetCount - a.pool.resetCount || b.pool.requests - a.pool.requests);
  return {
    schemaVersion: 1,
    verdict:
      total === 0
        ? 'nothing-read'
        : failed === 0 && judgement.doubts.length === 0
          ? 'clean'
          : fits.some(({ inference }) => inference.verdict === 'named')
            ? 'named'
            : 'undecided',
    sources: { files: sources.files.length, names: sources.files.slice(0, 20), bytes: sources.bytes, skipped: sources.skipped.slice(0, 50) },
    ...(total === 0 ? {} : { span: { from: instant(least(proxies.map(({ first }) => first))), to: instant(greatest(proxies.map(({ last }) => last))) } }),
    rows,
    proxies: proxies
      .toSorted((a, b) => b.failed - a.failed || b.rows - a.rows)
      .slice(0, 50)
      .map((proxy) => ({ name: proxyName(proxy), rows: proxy.rows, failed: proxy.failed, from: instant(proxy.first), to: instant(proxy.last) })),
    flags: flagsOf(counts, failed),
    failures: counts.slice(0, top).map(
      (count): FailureSummary => ({
        proxy: nameOf(observed, count.proxy),
        code: count.code,
        flags: count.flags,
        details: count.details,
        hop: count.direction,
        cluster: count.cluster,
        host: count.host,
        count: count.count,
        share: count.count / failed,
        first: instant(count.first),
        last: instant(count.last),
        at: { file: count.file, line: count.line },
        timeline: coarser(count.times.timeline(), 48),
      }),
    ),
    ...(failed === 0 ? {} : { failureTimes: coarser(mergedTimelines(counts.map(({ times }) => times.timeline())), 48) }),
    pools: pools.slice(0, top).map(poolSummary),
    completeness: judgement.doubts.map(({ proxy, doubt, reason }) => ({ proxy, doubt, reason })),
    fits: fits.slice(0, top),
    notes: notesOn(observed, sources, judgement, rows),
  };
}

/** Every cluster with resets, as each proxy saw it, most resets first. This is where inference comes in. */
function fitsOf(observed: Observed, judgement: LogJudgement): readonly Fit[] {
  const withResets = observed.pools.filter(({ pool }) => pool.requests > 0 && pool.host !== '-');
  const groups = Map.groupBy(withResets, ({ proxy, pool }) => `${proxy.number} ${pool.cluster}`);
  return [...groups.values()]
    .flatMap((pools): readonly Fit[] => {
      const [first] = pools;
      const resets = pools.flatMap(({ pool }) => pool.resets).toSorted((a, b) => a.start - b.start);
      if (first === undefined || resets.length === 0) return [];
      const observations = mergedPools(pools.map(({ pool }) => observationsOf(pool)));
      const doubts = judgement.doubts.filter(({ number }) => number === first.proxy.number).map(({ doubt }) => doubt);
      const isCut = pools.some(({ pool }) => pool.resetCount > pool.resets.length);
      const inference = inferResets(observations, {
        doubts: isCut ? [...doubts, 'cut'] : doubts,
        isComplete: judgement.complete.get(first.proxy.number)?.has(first.pool.cluster) === true,
      });
      return [
        {
          proxy: proxyName(first.proxy),
          cluster: first.pool.cluster,
          hop: first.direction,
          hosts: pools.length,
          resets: sum(pools.map(({ pool }) => pool.resetCount)),
          inference,
          gaps: gapBins(observations, inference.idleLimit?.estimate),
          examples: examplesOf(resets),
        },
      ];
    })
    .toSorted((a, b) => b.resets - a.resets);
}

const EXAMPLES = 10;

function examplesOf(resets: readonly PlacedReset[]): readonly ResetExample[] {
  const chosen = resets.length <= 2 * EXAMPLES ? resets : [...resets.slice(0, EXAMPLES), ...resets.slice(-EXAMPLES)];
  return chosen.map(({ start, gapMs, ordinal, ageMs, durationMs, file, line }) => ({
    at: instant(start),
    ...(gapMs === undefined ? {} : { gapMs }),
    ordinal,
    ageMs,
    durationMs,
    file,
    line,
  }));
}

function poolSummary({ proxy, pool, direction }: SeenPool): PoolSummary {
  const medianGap = pool.gaps.median();
  const medianOrdinal = pool.ordinals.median();
  const medianAge = pool.ages.median();
  const longest = pool.gaps.greatest();
  const before = pool.resets.flatMap(({ gapMs }) => gapMs ?? []);
  return {
    proxy: proxyName(proxy),
    cluster: pool.cluster,
    host: pool.host,
    hop: direction,
    requests: pool.requests,
    connections: pool.connections,
    reused: pool.gaps.total(),
    reset: pool.resetCount,
    renewed: renewalsOf(pool).total,
    gapsBeforeResets: { count: before.length, totalMs: sum(before) },
    ...(medianGap === undefined ? {} : { medianGapMs: medianGap }),
    ...(longest === undefined ? {} : { longestGapMs: longest }),
    ...(medianOrdinal === undefined ? {} : { medianOrdinal }),
    ...(medianAge === undefined ? {} : { medianAgeMs: medianAge }),
  };
}

function flagsOf(counts: readonly { readonly flags: string; readonly code: number; readonly count: number }[], failed: number): readonly FlagCount[] {
  const byFlags = Map.groupBy(counts, ({ flags, code }) => (flags === '-' ? String(code) : flags));
  return [...byFlags]
    .map(([flags, list]) => ({ flags, count: sum(list.map(({ count }) => count)) }))
    .map(({ flags, count }) => ({ flags, count, share: count / failed }))
    .toSorted((a, b) => b.count - a.count);
}

function notesOn(observed: Observed, sources: LogSources, judgement: LogJudgement, rows: LogReport['rows']): readonly Said[] {
  const notes: Said[] = [];
  if (sources.files.length === 0) notes.push(say('noFiles'));
  else if (rows.total === 0) notes.push(observed.pools.length > 0 ? say('allLeftOut') : say('noRows', { files: sources.files.length }));
  if (observed.others.size > 0)
    notes.push(say('otherProxies', { count: sum([...observed.others.values()]), proxies: [...observed.others.keys()].toSorted().join(', ') }));
  if (sources.isStopped) notes.push(say('stopped'));
  notes.push(...judgement.notes);
  if (judgement.doubts.length > 0) notes.push(say('collectWhole'));
  if (rows.duplicates > 0) notes.push(say('duplicates', { count: rows.duplicates }));
  if (rows.damaged > 0) notes.push(say('damaged', { count: rows.damaged }));
  const forgotten = observed.connections.table.forgotten();
  if (forgotten > 0) notes.push(say('forgotten', { count: forgotten }));
  if (observed.poolless > 0) notes.push(say('poolsCut', { count: observed.poolless }));
  if (observed.failures.isFull()) notes.push(say('failuresCut'));
  for (const { pool } of observed.pools)
    if (pool.resetCount > pool.resets.length) notes.push(say('resetsCut', { cluster: pool.cluster, count: pool.resetCount, kept: pool.resets.length }));
  return notes;
}

function nameOf(observed: Observed, number: number): string {
  const proxy = observed.proxies[number];
  return proxy === undefined ? '-' : proxyName(proxy);
}
