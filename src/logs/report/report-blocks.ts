import { fill, type Said } from '../../model/text.ts';
import { instant } from '../../model/time.ts';
import type { RequestTimeline } from '../../race/observations.ts';
import { type Bar, type Block, limited, when } from '../../report/blocks.ts';
import { bytes, duration, exact, moment, percent, span } from '../../report/quantities.ts';
import { en as coverageTexts } from '../../text/coverage.ts';
import { zhTW as coverageTextsZhTW } from '../../text/coverage.zh-TW.ts';
import { describeFit } from './describe-fit.ts';
import type { Fit, GapBin, LogReport } from './log-report.ts';
import { coarser } from './merged-pools.ts';
import { logReportTexts, logReportTextsZhTW } from './report-texts.ts';
import { type ReportLanguage, type Speak, speak } from './words.ts';

/** The report as blocks of text: the answer first, then what it rests on. */
export function reportBlocks(report: LogReport, language: ReportLanguage): readonly Block[] {
  const say = speak(language);
  return [
    headline(report, say),
    {
      kind: 'pairs',
      rows: [
        ...(report.span === undefined ? [] : [[say('span'), span(report.span.from, report.span.to)] as const]),
        [say('rows'), say('rowsShown', { ...report.rows })],
        [say('read'), say('readShown', { files: report.sources.files, size: bytes(report.sources.bytes) })],
      ],
    },
    ...section(report.completeness.length > 0, say('completeness'), {
      kind: 'items',
      items: limited(
        report.completeness.map(({ reason }) => ({ mark: 'bad' as const, text: saidIn(language, reason) })),
        10,
        (count) => ({ mark: 'bad', text: `+ ${count}` }),
      ),
    }),
    ...section(report.fits.length > 0, say('fits'), ...report.fits.flatMap((fit) => fitBlocks(fit, say))),
    ...failureBlocks(report, say),
    ...section(
      report.pools.some(({ reset }) => reset > 0),
      say('pools'),
      poolTable(report, say),
    ),
    ...section(report.notes.length > 0, say('notes'), { kind: 'items', items: report.notes.map((note) => ({ mark: 'point', text: saidIn(language, note) })) }),
    ...section(leftOut(report).length > 0, say('skipped'), {
      kind: 'items',
      items: leftOut(report).map(({ file, reason }) => ({ mark: 'point', text: `${file}: ${saidIn(language, reason)}` })),
    }),
  ];
}

/** What was not read of the logs that were; of everything, when there was none. */
function leftOut({ verdict, sources }: LogReport): LogReport['sources']['skipped'] {
  return sources.skipped.filter(({ file }) => verdict === 'nothing-read' || sources.names.includes(file)).slice(0, 10);
}

/** A text of the reading or of its judgement in a language. */
export function saidIn(language: ReportLanguage, said: Said): string {
  if (language === 'en') return said.text;
  const [part = '', id = ''] = [said.id.slice(0, said.id.indexOf('/')), said.id.slice(said.id.indexOf('/') + 1)];
  const texts: { readonly [id: string]: string } = part === 'log-report' ? logReportTextsZhTW : part === 'coverage' ? coverageTextsZhTW : {};
  const known: { readonly [id: string]: string } = part === 'log-report' ? logReportTexts : coverageTexts;
  return Object.hasOwn(known, id) && texts[id] !== undefined ? fill(texts[id], said.data) : said.text;
}

function headline(report: LogReport, say: Speak): Block {
  const { verdict, rows, completeness } = report;
  const label = say(`verdict.${verdict}`);
  const isDoubtful = completeness.length > 0;
  switch (verdict) {
    case 'clean':
      return { kind: 'headline', tone: 'good', mark: 'good', label, text: say('clean', { rows: rows.total }) };
    case 'nothing-read':
      return { kind: 'headline', tone: 'warn', mark: 'open', label, text: say('nothingRead') };
    case 'named': {
      const fit = report.fits.find(({ inference }) => inference.verdict === 'named');
      const what = fit === undefined ? '' : `${fit.cluster}: ${describeFit(fit.inference, say)[0] ?? ''}`;
      return { kind: 'headline', tone: 'bad', mark: 'bad', label, text: what };
    }
    case 'undecided': {
      const text = say(rows.failed === 0 ? 'unfailing' : isDoubtful ? 'incomplete' : 'failures', { failed: rows.failed, rows: rows.total });
      return { kind: 'headline', tone: 'warn', mark: 'open', label, text };
    }
  }
}

function section(isWanted: boolean, title: string, ...blocks: readonly Block[]): readonly Block[] {
  return when(isWanted, { kind: 'heading', text: title }, ...blocks);
}

function fitBlocks(fit: Fit, say: Speak): readonly Block[] {
  const { cluster, proxy, resets, inference, gaps, examples } = fit;
  const limit = inference.idleLimit?.estimate;
  return [
    { kind: 'paragraph', tone: 'strong', text: say('fitHead', { cluster, proxy, resets }) },
    {
      kind: 'items',
      items: describeFit(inference, say).map((text, index) => ({ mark: index > 0 ? 'point' : inference.verdict === 'named' ? 'bad' : 'open', text })),
    },
    ...when(gaps.length > 0, { kind: 'bars', title: say('gapTitle'), rows: gaps.map((bin) => gapBar(bin, limit, say)) }),
    { kind: 'paragraph', tone: 'dim', text: say('examples') },
    {
      kind: 'table',
      head: [say('at'), say('gap'), say('ordinal'), say('age'), say('took'), say('line')],
      rows: examples.slice(0, 5).map((example) => ({
        cells: [
          moment(example.at),
          example.gapMs === undefined ? '-' : duration(example.gapMs),
          String(example.ordinal),
          duration(example.ageMs),
          duration(example.durationMs),
          `${example.file}:${example.line}`,
        ],
      })),
    },
  ];
}

function gapBar(bin: GapBin, limit: number | undefined, say: Speak): Bar {
  const isLimit = limit !== undefined && bin.from <= limit && limit <= bin.to;
  return {
    label: `${binLabel(bin)}${isLimit ? say('limitMark') : ''}`,
    value: bin.reset,
    shown: say('gapShown', { reset: bin.reset, reused: bin.reused, renewed: bin.renewed }),
    tone: bin.reset > 0 ? 'bad' : 'plain',
  };
}

/** `4.95 s - 5 s`; the last bin is open. To the millisecond, since edges near a limit are close together. */
export function binLabel({ from, to }: GapBin): string {
  return to >= 2 ** 31 - 1 ? `> ${exact(from)}` : `${exact(from)} - ${exact(to + 1)}`;
}

function failureBlocks(report: LogReport, say: Speak): readonly Block[] {
  if (report.failures.length === 0) return [];
  const times = report.failureTimes;
  return [
    { kind: 'heading', text: say('byFlags') },
    {
      kind: 'bars',
      title: say('flags'),
      rows: report.flags.slice(0, 12).map(({ flags, count, share }) => ({ label: flags, value: count, shown: `${count} (${percent(share)})`, tone: 'bad' })),
    },
    ...when(times !== undefined && times.counts.length > 1, {
      kind: 'bars',
      title: say('overTime'),
      rows: times === undefined ? [] : timeBars(coarser(times, 24)),
    }),
    { kind: 'heading', text: say('byKind') },
    {
      kind: 'table',
      head: [say('count'), say('flags'), say('details'), say('hop'), say('cluster'), say('host'), say('first'), say('line')],
      rows: report.failures.map((failure) => ({
        cells: [
          String(failure.count),
          failure.flags === '-' ? String(failure.code) : `${failure.code} ${failure.flags}`,
          failure.details,
          failure.hop,
          failure.cluster,
          failure.host,
          moment(failure.first),
          `${failure.at.file}:${failure.at.line}`,
        ],
      })),
    },
  ];
}

function timeBars({ from, bucketMs, counts }: RequestTimeline): readonly Bar[] {
  return counts.map((count, index) => ({
    label: instant(from + index * bucketMs)
      .slice(5, 19)
      .replace('T', ' '),
    value: count,
    shown: count === 0 ? '' : String(count),
    tone: 'bad',
  }));
}

function poolTable(report: LogReport, say: Speak): Block {
  return {
    kind: 'table',
    head: [say('cluster'), say('host'), say('requests'), say('connections'), say('reused'), say('reset'), say('renewed'), say('medianGap'), say('longestGap')],
    rows: report.pools.map((pool) => ({
      cells: [
        pool.cluster,
        pool.host,
        ...[pool.requests, pool.connections, pool.reused, pool.reset, pool.renewed].map(String),
        pool.medianGapMs === undefined ? '-' : duration(pool.medianGapMs),
        pool.longestGapMs === undefined ? '-' : duration(pool.longestGapMs),
      ],
      ...(pool.reset > 0 ? { tone: 'bad' as const } : {}),
    })),
  };
}
