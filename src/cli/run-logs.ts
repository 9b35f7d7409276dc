import { createLogObserver, type LogObserver, observerLimits, type ObserverOptions } from '../logs/observe/log-observer.ts';
import { readLogs } from '../logs/read/read-logs.ts';
import { buildReport } from '../logs/report/build-report.ts';
import type { LogReport } from '../logs/report/log-report.ts';
import { reportBlocks } from '../logs/report/report-blocks.ts';
import { renderPage } from '../logs/report/render-page.ts';
import { noPaint } from '../report/blocks.ts';
import { stableJson } from '../report/index.ts';
import { printMarkdown } from '../report/print-markdown.ts';
import { printText } from '../report/print-text.ts';
import type { Progress } from '../sources/bundle/index.ts';
import type { BundleLimits } from '../sources/bundle/limits.ts';
import { UserError } from '../sources/user-error.ts';
import { firstInterrupt } from './first-interrupt.ts';
import type { Language } from './language.ts';
import { limitsFrom } from './limit-options.ts';
import { logsTexts } from './logs-texts.ts';
import { createNurseryLimit } from './nursery-limit.ts';
import { terminalPaint } from './paint.ts';
import { progressLine } from './progress-line.ts';
import { runFollow } from './run-follow.ts';

/** The same for every format: a script may branch on them. */
const exitCodes: Readonly<Record<LogReport['verdict'], number>> = { clean: 0, named: 1, undecided: 3, 'nothing-read': 3 };

export interface LogsOptions {
  readonly output: 'text' | 'json' | 'markdown' | 'html';
  readonly lang: Language;
  readonly color: boolean;
  readonly ascii?: boolean;
  readonly width?: number;
  readonly progress: boolean;
  readonly since?: number;
  readonly until?: number;
  readonly cluster?: string;
  readonly host?: string;
  readonly top: number;
  readonly workers: number;
  readonly resets: number;
  readonly follow?: boolean;
}

/** `why503 logs`: reads, measures, prints; gives the exit code. */
export async function runLogs(paths: readonly string[], options: LogsOptions & Partial<BundleLimits>): Promise<number> {
  const say = logsTexts[options.lang];
  if (paths.length === 0) throw new UserError('no-logs', say.noPaths, say.noPathsNext);
  if (options.follow === true) {
    const [path, ...others] = paths;
    if (path === undefined || others.length > 0) throw new UserError('follow-one', say.followOne, say.followOneNext);
    const report = await runFollow(path, observerOptions(options), options);
    process.stdout.write(rendered(report, options));
    return exitCodes[report.verdict];
  }
  const observer: LogObserver = createLogObserver(observerOptions(options));
  const progress = progressLine(options.progress && process.stderr.isTTY === true, options.lang);
  const limitNursery = createNurseryLimit();
  const onProgress = (step: Progress): void => {
    limitNursery();
    progress.show(step);
  };
  const interrupt = firstInterrupt();
  try {
    const sources = await readLogs(paths, observer, { workers: options.workers, limits: limitsFrom(options), onProgress, signal: interrupt.signal });
    progress.clear();
    const report = buildReport(observer.observed(), sources, options.top);
    process.stdout.write(rendered(report, options));
    return exitCodes[report.verdict];
  } finally {
    progress.clear();
    interrupt.release();
  }
}

function observerOptions(options: LogsOptions): ObserverOptions {
  const { since, until, cluster, host } = options;
  return {
    ...observerLimits,
    resets: options.resets,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(host === undefined ? {} : { host }),
  };
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
      return printText(reportBlocks(report, options.lang), {
        width: options.width ?? Math.min(process.stdout.columns ?? 80, 130),
        paint: options.color ? terminalPaint : noPaint,
        ascii: options.ascii ?? false,
      });
  }
}
