import { instant } from '../../model/time.ts';
import { bytes, duration, moment, percent, span } from '../../report/quantities.ts';
import { describeFit } from './describe-fit.ts';
import { columnChart, escaped, htmlTable } from './html.ts';
import type { Fit, LogReport } from './log-report.ts';
import { binLabel, saidIn } from './report-blocks.ts';
import { type ReportLanguage, type Speak, speak } from './words.ts';

/** The report as one HTML page that loads nothing: charts are SVG, colours follow the reader's light or dark setting. All text of the input is escaped. */
export function renderPage(report: LogReport, language: ReportLanguage): string {
  const say = speak(language);
  const title = `why503 logs: ${say(`verdict.${report.verdict}`)}`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<header class="${report.verdict}"><h1>${escaped(title)}</h1><p>${escaped(summary(report, say))}</p></header>
<main>
${facts(report, say)}
${list(
  say('completeness'),
  report.completeness.map(({ reason }) => saidIn(language, reason)),
)}
${report.fits.length === 0 ? '' : `<h2>${escaped(say('fits'))}</h2>${report.fits.map((fit) => fitSection(fit, say)).join('\n')}`}
${failures(report, say)}
${pools(report, say)}
${list(
  say('notes'),
  report.notes.map((note) => saidIn(language, note)),
)}
</main>
</body>
</html>
`;
}

const style = `:root{color-scheme:light dark;--bad:#c62828;--good:#2e7d32;--new:#b7791f;--line:#8884;--soft:#8881}
@media (prefers-color-scheme:dark){:root{--bad:#ff6b5e;--good:#7bc67f;--new:#e8b84a}}
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:70rem;padding:1rem}
header{border-left:.4rem solid var(--new);padding:.2rem 1rem;background:var(--soft)}
header.clean{border-color:var(--good)}header.named{border-color:var(--bad)}
h1{font-size:1.3rem;margin:.4rem 0}h2{margin-top:2rem}h3{margin-bottom:.2rem;overflow-wrap:anywhere}
table{border-collapse:collapse;font-size:.85rem}th,td{text-align:left;padding:.2rem .6rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}th{white-space:nowrap}td{min-width:3.5rem}
.n{text-align:right;font-variant-numeric:tabular-nums}.scroll{overflow-x:auto}
svg{width:100%;height:auto;font:11px system-ui,sans-serif}svg text{fill:currentColor}
.reset{fill:var(--bad)}.reused{fill:var(--good)}.renewed{fill:var(--new)}.hit{fill:transparent}g:hover .hit{fill:var(--soft)}
.axis{stroke:var(--line)}line.mark{stroke:var(--bad);stroke-dasharray:4 3}svg text.mark{fill:var(--bad);font-weight:600}
.key span::before{content:"";display:inline-block;width:.8em;height:.8em;margin:0 .3em 0 1em;background:currentColor}
.key .r{color:var(--bad)}.key .g{color:var(--good)}.key .y{color:var(--new)}`;

function summary(report: LogReport, say: Speak): string {
  const named = report.fits.find(({ inference }) => inference.verdict === 'named');
  if (named !== undefined && report.verdict === 'named') return `${named.cluster}: ${describeFit(named.inference, say)[0] ?? ''}`;
  const { failed, total } = report.rows;
  if (report.verdict === 'nothing-read') return say('nothingRead');
  if (report.verdict === 'clean') return say('clean', { rows: total });
  return say(failed === 0 ? 'unfailing' : report.completeness.length > 0 ? 'incomplete' : 'failures', { failed, rows: total });
}

function facts(report: LogReport, say: Speak): string {
  const when = report.span === undefined ? '' : `<p>${escaped(`${say('span')}: ${span(report.span.from, report.span.to)}`)}</p>`;
  const read = say('readShown', { files: report.sources.files, size: bytes(report.sources.bytes) });
  return `${when}<p>${escaped(say('rowsShown', { ...report.rows }))}</p><p>${escaped(`${say('read')}: ${read}`)}</p>`;
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `<h2>${escaped(title)}</h2><ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;
}

function fitSection(fit: Fit, say: Speak): string {
  const { cluster, proxy, resets, inference, gaps, examples } = fit;
  const limit = inference.idleLimit?.estimate;
  const columns = gaps.map((bin) => ({
    parts: [
      { kind: 'reused' as const, value: bin.reused },
      { kind: 'reset' as const, value: bin.reset },
      { kind: 'renewed' as const, value: bin.renewed },
    ],
    title: `${binLabel(bin)}: ${say('gapShown', { reset: bin.reset, reused: bin.reused, renewed: bin.renewed })}`,
    label: duration(bin.from),
    ...(limit !== undefined && bin.from <= limit && limit <= bin.to ? { mark: duration(limit) } : {}),
  }));
  const rows = examples.map((example) => [
    moment(example.at),
    example.gapMs === undefined ? '-' : duration(example.gapMs),
    String(example.ordinal),
    duration(example.ageMs),
    duration(example.durationMs),
    `${example.file}:${example.line}`,
  ]);
  const key = `<p class="key"><span class="g">${escaped(say('reused'))}</span><span class="r">${escaped(say('reset'))}</span><span class="y">${escaped(say('renewed'))}</span></p>`;
  return `<section><h3>${escaped(say('fitHead', { cluster, proxy, resets }))}</h3>
<ul>${describeFit(inference, say)
    .map((line) => `<li>${escaped(line)}</li>`)
    .join('')}</ul>
${columns.length === 0 ? '' : `<p>${escaped(say('gapTitle'))}</p>${key}${columnChart(say('gapTitle'), columns)}`}
<details><summary>${escaped(say('examples'))}</summary>${htmlTable([say('at'), say('gap'), say('ordinal'), say('age'), say('took'), say('line')], rows, new Set([1, 2, 3, 4]))}</details></section>`;
}

function failures(report: LogReport, say: Speak): string {
  if (report.failures.length === 0) return '';
  const { failureTimes } = report;
  const columns = (failureTimes?.counts ?? []).map((value, index) => {
    const at = instant((failureTimes?.from ?? 0) + index * (failureTimes?.bucketMs ?? 0));
    return {
      parts: [{ kind: 'reset' as const, value }],
      title: `${moment(at)}: ${value}`,
      ...(index % 4 === 0 ? { label: at.slice(5, 19).replace('T', ' ') } : {}),
    };
  });
  const rows = report.failures.map((failure) => [
    String(failure.count),
    percent(failure.share),
    failure.flags === '-' ? String(failure.code) : `${failure.code} ${failure.flags}`,
    failure.details,
    failure.hop,
    failure.cluster,
    failure.host,
    failure.proxy,
    moment(failure.first),
    moment(failure.last),
    `${failure.at.file}:${failure.at.line}`,
  ]);
  const head = [
    say('count'),
    say('share'),
    say('flags'),
    say('details'),
    say('hop'),
    say('cluster'),
    say('host'),
    say('proxy'),
    say('firstSeen'),
    say('lastSeen'),
    say('line'),
  ];
  return `<h2>${escaped(say('overTime'))}</h2>${columnChart(say('overTime'), columns)}
<h2>${escaped(say('byKind'))}</h2>${htmlTable(head, rows, new Set([0, 1]))}`;
}

function pools(report: LogReport, say: Speak): string {
  if (report.pools.length === 0) return '';
  const head = [
    say('cluster'),
    say('host'),
    say('requests'),
    say('connections'),
    say('reused'),
    say('reset'),
    say('renewed'),
    say('medianGap'),
    say('longestGap'),
    say('proxy'),
  ];
  const rows = report.pools.map((pool) => [
    pool.cluster,
    pool.host,
    ...[pool.requests, pool.connections, pool.reused, pool.reset, pool.renewed].map(String),
    pool.medianGapMs === undefined ? '-' : duration(pool.medianGapMs),
    pool.longestGapMs === undefined ? '-' : duration(pool.longestGapMs),
    pool.proxy,
  ]);
  return `<h2>${escaped(say('pools'))}</h2>${htmlTable(head, rows, new Set([2, 3, 4, 5, 6, 7, 8]))}`;
}
