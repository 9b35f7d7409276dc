import type { Observed } from '../logs/observe/observed.ts';
import type { LogSources } from '../logs/read/read-logs.ts';
import { buildReport } from '../logs/report/build-report.ts';
import type { LogReport } from '../logs/report/log-report.ts';
import { renderPage } from '../logs/report/render-page.ts';
import { reportBlocks } from '../logs/report/report-blocks.ts';
import { stableJson } from '../report/render-json.ts';
import { printMarkdown } from '../report/print-markdown.ts';
import { printText } from '../report/print-text.ts';
import type { LogsOptions } from './run-logs.ts';
import { textTerminal } from './text-terminal.ts';

/** The same for every format: a script may branch on them. */
const exitCodes: Readonly<Record<LogReport['verdict'], number>> = { clean: 0, named: 1, undecided: 3, 'nothing-read': 3 };

/** Prints what was seen; gives the exit code. */
export function answerLogs(observed: Observed, sources: LogSources, options: LogsOptions): number {
  return printLogs(buildReport(observed, sources, options.top), options);
}

export function printLogs(report: LogReport, options: LogsOptions): number {
  process.stdout.write(rendered(report, options));
  return exitCodes[report.verdict];
}

function rendered(report: LogReport, options: LogsOptions): string {
  switch (options.output) {
    case 'json':
      return stableJson(report);
    case 'markdown':
      return printMarkdown(reportBlocks(report, options.lang));
    case 'html':
      return renderPage(report, options.lang);
    case 'text':
      return printText(reportBlocks(report, options.lang), textTerminal(options, 130));
  }
}
