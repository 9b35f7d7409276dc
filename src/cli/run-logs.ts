import { setImmediate as breathe } from 'node:timers/promises';
import { createLogObserver, type LogObserver, observerLimits, type ObserverOptions } from '../logs/observe/log-observer.ts';
import type { HelperThreads } from '../logs/read/helper-threads.ts';
import { readLogs } from '../logs/read/read-logs.ts';
import type { Progress } from '../sources/bundle/index.ts';
import type { BundleLimits } from '../sources/bundle/limits.ts';
import { UserError } from '../sources/user-error.ts';
import { firstInterrupt } from './first-interrupt.ts';
import type { Language } from './language.ts';
import { limitsFrom } from './limit-options.ts';
import { logsTexts } from './logs-texts.ts';
import { createNurseryLimit, keepHeapSmall } from './nursery-limit.ts';
import { progressLine } from './progress-line.ts';

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

/** Rows leave no garbage behind, only failures do. */
const NURSERY = 4 * 1024 ** 2;

/** `why503 logs`: reads, measures, prints; gives the exit code. The helpers, if they were started already, are ended. */
export async function runLogs(paths: readonly string[], options: LogsOptions & Partial<BundleLimits>, helpers?: HelperThreads): Promise<number> {
  const say = logsTexts[options.lang];
  if (paths.length === 0) throw new UserError('no-logs', say.noPaths, say.noPathsNext);
  const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = options;
  if (since > until) throw new UserError('empty-window', say.emptyWindow, say.emptyWindowNext);
  if (options.follow === true) {
    const [path, ...others] = paths;
    if (path === undefined || others.length > 0) throw new UserError('follow-one', say.followOne, say.followOneNext);
    const [{ runFollow }, { printLogs }] = await Promise.all([import('./run-follow.ts'), loadAnswer()]);
    return printLogs(await runFollow(path, observerOptions(options), options), options);
  }
  const observer: LogObserver = createLogObserver(observerOptions(options));
  const progress = progressLine(options.progress && process.stderr.isTTY === true, options.lang);
  const limitNursery = createNurseryLimit(NURSERY);
  keepHeapSmall();
  // what answers is loaded while other threads read already
  let answering: ReturnType<typeof loadAnswer> | undefined;
  const onProgress = (step: Progress): void => {
    answering ??= breathe().then(loadAnswer);
    limitNursery();
    progress.show(step);
  };
  const interrupt = firstInterrupt();
  try {
    const sources = await readLogs(paths, observer, {
      workers: options.workers,
      ...(helpers === undefined ? {} : { helpers }),
      limits: limitsFrom(options),
      onProgress,
      signal: interrupt.signal,
    });
    progress.clear();
    const { answerLogs } = await (answering ?? loadAnswer());
    return answerLogs(observer.observed(), sources, options);
  } finally {
    progress.clear();
    interrupt.release();
    helpers?.end();
  }
}

async function loadAnswer() {
  return await import('./answer-logs.ts');
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
