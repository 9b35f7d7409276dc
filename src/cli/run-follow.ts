import type { ObserverOptions } from '../logs/observe/log-observer.ts';
import type { SeenFailure } from '../logs/observe/observed.ts';
import { createLogObserver } from '../logs/observe/log-observer.ts';
import { followLog } from '../logs/read/follow-log.ts';
import { buildReport } from '../logs/report/build-report.ts';
import type { LogReport } from '../logs/report/log-report.ts';
import { fill } from '../model/text.ts';
import { instant } from '../model/time.ts';
import { safe } from '../report/index.ts';
import { duration } from '../report/quantities.ts';
import { firstInterrupt } from './first-interrupt.ts';
import type { Language } from './language.ts';
import { logsTexts } from './logs-texts.ts';

/** Follows one log until it ends (standard input) or Ctrl-C or SIGTERM comes, printing failures as they do; gives the report on all of it. */
export async function runFollow(
  path: string,
  observing: ObserverOptions,
  options: { readonly lang: Language; readonly output: string; readonly top: number },
): Promise<LogReport> {
  // a report for programs stays alone on standard output
  const lines = options.output === 'text' ? process.stdout : process.stderr;
  const observer = createLogObserver({ ...observing, onFailure: (failure) => void lines.write(`${lineOf(failure, options.lang)}\n`) });
  const interrupt = firstInterrupt();
  try {
    const bytes = await followLog(path, observer, interrupt.signal);
    return buildReport(observer.observed(), { files: [path === '-' ? 'standard input' : path], bytes, skipped: [], stats: [], isStopped: false }, options.top);
  } finally {
    interrupt.release();
  }
}

function lineOf({ at, sign, host, file, line, use }: SeenFailure, lang: Language): string {
  const say = logsTexts[lang];
  const used =
    use === undefined ? say.noConnection : use.gapMs === undefined ? say.firstUse : fill(say.use, { ordinal: use.ordinal, gap: duration(use.gapMs) });
  return safe(fill(say.failure, { at: instant(at), code: sign.code, flags: sign.flags, host, details: sign.details, use: used, place: `${file}:${line}` }));
}
